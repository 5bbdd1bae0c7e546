import { approvalStatement } from '../../core/approval.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { canonicalJson } from '../../core/canonical.ts'
import type { Fact } from '../../core/facts.ts'
import { handFactText, type HandFactStatement } from '../../core/hand-fact.ts'
import type { Instant } from '../../core/instant.ts'
import type { Db } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { findKey, isSignedBy, type EnrolledKey } from '../signatures/signatures.ts'
import { TAKING_BACK, type EvidenceRow, type Payload, type SealedHand, type SealedSignature } from './bound.ts'
import { UNNAMED } from './sources.ts'
import { readDocumentHashes } from './views.ts'

// Facts written by hand: what two officers of different organisations signed, each with a key that the server does not hold.
// Nothing else makes such a fact count, neither its row nor any state that somebody could set.

/** What makes a fact written by hand count: the statement, signed by its author and by an approver of another organisation. */
export interface HandSigned {
  readonly statement: HandFactStatement
  readonly author: HandSignature
  readonly approver: HandSignature
}

/** A signature over `approvalStatement('fact', hashOfHandFact(statement))`: raw, 64 bytes. */
export interface HandSignature {
  readonly keyId: string
  readonly signature: Uint8Array
}

/** The hash of a hand fact, which its author and its approver sign. */
export function hashOfHandFact(statement: HandFactStatement): Uint8Array {
  return sha256(handFactText(statement))
}

/** The signatures as they are sealed. */
export function sealedHand({ statement, author, approver }: HandSigned): SealedHand {
  return { statement, author: sealedSignature(author), approver: sealedSignature(approver) }
}

/** A row of a hand fact, opened. */
export interface OpenHandFact {
  readonly row: EvidenceRow
  readonly payload: Payload & { readonly hand: SealedHand }
}

/** Who wrote and who approved each of these facts, by its id; those whose signatures do not hold are not among them. */
export async function verifyHandFacts(
  db: Db,
  ctx: Ctx,
  facts: readonly OpenHandFact[],
): Promise<Map<string, NonNullable<Fact['hand']>>> {
  if (facts.length === 0) return new Map()
  const documents = await readDocumentHashes(
    db,
    facts.map((fact) => fact.row.personId),
  )
  const verified = new Map<string, NonNullable<Fact['hand']>>()
  for (const fact of facts) {
    if (!statesWhatStands(fact) || !documents.has(`${fact.row.personId} ${fact.payload.hand.statement.personHash}`))
      continue
    const signers = await findSigners(db, ctx, fact)
    if (signers) verified.set(fact.row.evidenceId, signers)
  }
  return verified
}

/**
 * Whether a hand fact ceased to count by what stands outside the database: a key of its was revoked, or its author's organisation
 * is no longer on file. What ceases to count in any other way was tampered with.
 */
export function isRevoked(ctx: Pick<Ctx, 'roots'>, { payload }: OpenHandFact): boolean {
  const { statement, author, approver } = payload.hand
  const isKeyRevoked = (keyId: string) => ctx.roots.list().some((root) => root.revoked.has(keyId))
  return !ctx.roots.find(statement.organisationId) || isKeyRevoked(author.keyId) || isKeyRevoked(approver.keyId)
}

/** Whether the statement that was signed is about the row as it stands. */
function statesWhatStands({ row, payload }: OpenHandFact): boolean {
  const { statement } = payload.hand
  if (statement.factId !== row.evidenceId || statement.takesBack !== row.takesBack) return false
  if (row.kind === TAKING_BACK) return true
  return (
    statement.kind === row.kind &&
    statement.from === row.period.from &&
    statement.to === row.period.to &&
    canonicalJson({ ...statement.details }) === canonicalJson({ ...payload.details })
  )
}

async function findSigners(db: Db, ctx: Ctx, { row, payload }: OpenHandFact): Promise<Fact['hand']> {
  const { statement, author, approver } = payload.hand
  const signed = approvalStatement('fact', hashOfHandFact(statement))
  const wrote = await findSigner(db, ctx, { signature: author, signed, at: row.recordedAt })
  const approved = await findSigner(db, ctx, { signature: approver, signed, at: row.recordedAt })
  if (!wrote || !approved) return undefined
  if (wrote.organisationId !== statement.organisationId || approved.organisationId === wrote.organisationId) {
    return undefined
  }
  return { author: nameOfSigner(ctx, wrote), approver: nameOfSigner(ctx, approved) }
}

async function findSigner(
  db: Db,
  ctx: Ctx,
  by: { signature: SealedSignature; signed: Uint8Array; at: Instant },
): Promise<EnrolledKey | undefined> {
  const key = await findKey(db, ctx, by.signature.keyId, by.at)
  if (!key || key.holder.kind !== 'staff') return undefined
  return isSignedBy(key, by.signed, Buffer.from(by.signature.signature, 'base64')) ? key : undefined
}

function sealedSignature({ keyId, signature }: HandSignature): SealedSignature {
  return { keyId, signature: Buffer.from(signature).toString('base64') }
}

/** The organisation that answers for a key; a key counts only while its organisation is on file. */
function nameOfSigner(ctx: Ctx, { organisationId }: EnrolledKey): Bilingual {
  const root = ctx.roots.find(organisationId)
  return root ? { zh: root.nameZh, en: root.nameEn } : UNNAMED
}
