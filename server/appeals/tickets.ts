import type { AppealReading, ProofTicket } from '../../contract/appeals.ts'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { after, instant, MINUTE } from '../../core/instant.ts'
import type { ProofType } from '../../core/proof.ts'
import { append } from '../audit/audit.ts'
import { Problem } from '../kit/problem.ts'
import { sealJson, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import type { OpenAppeal } from './appeal-row.ts'
import { officerOf } from './answering.ts'
import { getCitizen } from './appeals.ts'
import { listProofs, openProof } from './proofs.ts'
import { askedIn, departmentOf } from './questions.ts'
import { getAppeal, type Sought } from './views.ts'

// A proof is a stranger's file. It is saved from an origin of its own, where nobody is signed in and nothing else is served: whoever
// may open it gets an address that is good for a minute, and which says nothing to whoever reads it.

const TICKET_FOR = MINUTE
const CONTEXT = 'proof-ticket'
/** What an address with a ticket begins with. */
export const PROOF_PATH = '/proofs/'

interface Ticket {
  readonly personId: string
  readonly appealId: string
  readonly proofId: string
  readonly until: number
}

/** For the person's own proof. Problems: not-registered, identity-not-confirmed, not-found, proofs-unserved. */
export async function ownTicket(ctx: Ctx, of: { appealId: string; proofId: string }): Promise<ProofTicket> {
  const { personId } = await getCitizen(ctx)
  const own = await getAppeal(ctx.db, ctx, { by: 'person', personId, appealId: of.appealId })
  return ticketFor(ctx, own, of.proofId)
}

/** For the appeal officer; recorded with its purpose. Problems: not-found, proofs-unserved. */
export async function officerTicket(
  ctx: Ctx,
  of: { appealId: string; proofId: string },
  purpose: AppealReading['purpose'],
): Promise<ProofTicket> {
  officerOf(ctx)
  const found = await getAppeal(ctx.db, ctx, { by: 'officer', appealId: of.appealId })
  return readTicket(ctx, found, { ...of, purpose, action: 'appeal-proof-read' })
}

/** For the officer of a department that is asked in the appeal; recorded with its purpose. Problems: not-found, proofs-unserved. */
export async function departmentTicket(
  ctx: Ctx,
  of: { appealId: string; proofId: string },
  purpose: AppealReading['purpose'],
): Promise<ProofTicket> {
  const { organisationId } = departmentOf(ctx)
  const found = await getAppeal(ctx.db, ctx, { by: 'organisation', organisationId, appealId: of.appealId })
  return readTicket(ctx, askedIn(found, organisationId).appeal, {
    ...of,
    purpose,
    action: 'appeal-question-proof-read',
  })
}

/** The file that a ticket is for; undefined when it has ended, is none of ours, or the file is gone. */
export async function openTicket(ctx: Ctx, text: string): Promise<{ type: ProofType; bytes: Uint8Array } | undefined> {
  const ticket = readText(ctx, text)
  if (!ticket || instant(ticket.until) <= ctx.now) return undefined
  const sought: Sought = { by: 'person', personId: ticket.personId, appealId: ticket.appealId }
  const own = await getAppeal(ctx.db, ctx, sought)
  return own && openProof(ctx.db, own, ticket.proofId)
}

async function readTicket(
  ctx: Ctx,
  found: OpenAppeal,
  of: {
    proofId: string
    purpose: AppealReading['purpose']
    action: 'appeal-proof-read' | 'appeal-question-proof-read'
  },
): Promise<ProofTicket> {
  const { proofId, purpose, action } = of
  const ticket = await ticketFor(ctx, found, proofId)
  const { personId, appealId } = found.row
  const detail = { appeal: appealId, proof: proofId }
  await ctx.db.transaction().execute((tx) => append(tx, ctx, { action, subject: personId, purpose, detail }))
  return ticket
}

async function ticketFor(ctx: Ctx, own: OpenAppeal, proofId: string): Promise<ProofTicket> {
  const proofs = await listProofs(ctx.db, ctx, own)
  if (!proofs.some((proof) => proof.proofId === proofId)) throw new Problem('not-found')
  const { proofOrigin } = ctx.settings
  if (proofOrigin === undefined) throw new Problem('proofs-unserved')
  const { personId, appealId } = own.row
  const ticket: Ticket = { personId, appealId, proofId, until: after(ctx.now, TICKET_FOR) }
  return { url: `${proofOrigin}${PROOF_PATH}${base64url(sealJson(ctx, ctx.keys.cookie, CONTEXT, ticket))}` }
}

function readText(ctx: Ctx, text: string): Ticket | undefined {
  const sealed = fromBase64url(text)
  if (!sealed) return undefined
  try {
    return unsealJson<Ticket>(ctx.keys.cookie, CONTEXT, sealed)
  } catch {
    return undefined
  }
}
