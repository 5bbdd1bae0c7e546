import type { HandFactDraft, HandFactRow, TakingBackDraft } from '../../contract/hand-facts.ts'
import type { SignedApproval } from '../../contract/signatures.ts'
import { attachmentTypeOf, LARGEST_ATTACHMENT_BYTES } from '../../core/attachment.ts'
import { hex, sameBytes } from '../../core/bytes.ts'
import type { IdentityDocument } from '../../core/document.ts'
import { readFactRow } from '../../core/fact-rows.ts'
import { isFactKind } from '../../core/facts.ts'
import { HAND_DRAFT_LIFE, handTerms, type HandFactStatement } from '../../core/hand-fact.ts'
import { after, SECOND } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { recordSource } from '../evidence/evidence.ts'
import { hashOfHandFact } from '../evidence/hand.ts'
import { findOrCreatePersons, type KeyedPerson } from '../identity/persons.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, documentHash, sha256 } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { writeApproval } from '../signatures/signatures.ts'
import {
  personOf,
  sealAttachment,
  sealContent,
  vouchForDraft,
  type DraftContent,
  type DraftRow,
  type OpenDraft,
} from './draft-row.ts'
import { officerOf, refuseTakenBack, rowView, sourceOf } from './reading.ts'
import { isOpen, mayRead, stateAt } from './rules.ts'
import { deleteAttachment, insertAttachment, insertDraft, updateDraft } from './store.ts'
import { findLockedDraft, getDraft, lockDraft } from './views.ts'

// Facts by hand, up to the signature of their author. approval.ts has what another organisation does with them.

/** The job that closes a draft which nobody approved in time: `{ factId }`. */
export const EXPIRE = 'hand-facts.expire'

// Ours and PostgreSQL's clocks may differ by a little; until the job has come a draft whose time is over is over all the same.
const EXPIRE_LATER_SECONDS = 60

/**
 * Keeps a draft, sealed, together with the document that it rests on; the same again changes nothing.
 * Problems: input-invalid, document-invalid, attachment-invalid, idempotency-conflict.
 */
export async function draftFact(ctx: Ctx, typed: HandFactDraft): Promise<HandFactRow> {
  const { staffId, organisationId } = officerOf(ctx)
  const reading = readFactRow(typed.cells, handTerms(ctx.now))
  if (!reading.ok) {
    const faults = reading.faults.map(({ column, message }) => ({ field: `cells.${column}`, ...message }))
    throw new Problem(reading.outcome === 'review' ? 'document-invalid' : 'input-invalid', faults)
  }
  const { document, fact } = reading
  if (!isFactKind(fact.kind)) throw new Error('an officer writes no stays by hand')
  const { kind, period, details } = fact
  const attachment = readAttachment(typed.attachment)
  return ctx.db.transaction().execute(async (tx) => {
    const [person] = await findOrCreatePersons(tx, ctx, [document])
    const statement: HandFactStatement = {
      document: 'suishenma-hand-fact-1',
      factId: typed.factId,
      personHash: hex(documentHash(ctx.keys, document)),
      kind,
      from: period.from,
      ...(period.to !== undefined && { to: period.to }),
      details: details as HandFactStatement['details'],
      organisationId,
      attachmentHash: hex(sha256(attachment.bytes)),
      draftedAt: ctx.now,
    }
    return keepDraft(tx, ctx, { person: person!, statement, document, attachment, staffId, request: typed })
  })
}

/**
 * Keeps the draft of a statement that takes an earlier fact back; that, too, needs a document and another organisation.
 * Problems: not-found, hand-fact-changed, already-taken-back, attachment-invalid, idempotency-conflict.
 */
export async function draftTakingBack(ctx: Ctx, takesBack: string, typed: TakingBackDraft): Promise<HandFactRow> {
  const officer = officerOf(ctx)
  const attachment = readAttachment(typed.attachment)
  return ctx.db.transaction().execute(async (tx) => {
    const earlier = await getDraft(tx, ctx, takesBack, (draft) => mayRead(draft, officer, ctx.now))
    const { row, content } = earlier
    if (row.state !== 'approved' || row.takesBack !== undefined) throw new Problem('not-found')
    await refuseTakenBack(tx, ctx, personOf(earlier), takesBack)
    const statement: HandFactStatement = {
      ...content.statement,
      factId: typed.factId,
      organisationId: officer.organisationId,
      attachmentHash: hex(sha256(attachment.bytes)),
      draftedAt: ctx.now,
      takesBack: row.factId,
    }
    return keepDraft(tx, ctx, {
      person: personOf(earlier),
      statement,
      document: content.document,
      attachment,
      staffId: officer.staffId,
      request: { takesBack, ...typed },
    })
  })
}

/**
 * Takes the author's signature: from now on officers of other organisations see the draft. The same again changes nothing.
 * Problems: not-found, hand-fact-changed, hand-fact-closed, key-unknown, signature-invalid.
 */
export async function signDraft(ctx: Ctx, factId: string, signed: SignedApproval): Promise<HandFactRow> {
  return ctx.db.transaction().execute(async (tx) => {
    const draft = await lockOwnDraft(tx, ctx, factId)
    const { statement } = draft.content
    const approval = await writeApproval(tx, ctx, {
      subject: 'fact',
      hash: hashOfHandFact(statement),
      keyId: signed.keyId,
      signature: Buffer.from(signed.signature, 'base64'),
    })
    // Who moved to another organisation enrols a key with that.
    if (approval.organisationId !== statement.organisationId) throw new Problem('key-unknown')
    const next = await moveDraft(tx, ctx, draft, { state: 'waiting', content: { ...draft.content, signed } })
    await append(tx, ctx, { action: 'hand-fact-signed', subject: next.row.personId, detail: { fact: factId } })
    return rowView(ctx, next)
  })
}

/** Takes an own draft off the table before anybody approved it. Problems: not-found, hand-fact-changed, hand-fact-closed. */
export async function withdrawDraft(ctx: Ctx, factId: string): Promise<HandFactRow> {
  return ctx.db.transaction().execute(async (tx) => {
    const next = await closeDraft(tx, ctx, await lockOwnDraft(tx, ctx, factId), { state: 'withdrawn' })
    await append(tx, ctx, { action: 'hand-fact-withdrawn', subject: next.row.personId, detail: { fact: factId } })
    return rowView(ctx, next)
  })
}

/** Closes a draft whose time is over. One that is decided, or not due yet, stays as it is. */
export async function expireDraft(ctx: Ctx, factId: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const draft = await findLockedDraft(tx, ctx, factId)
    if (!draft || !isOpen(draft.row.state) || stateAt(draft.row, ctx.now) !== 'expired') return
    await closeDraft(tx, ctx, draft, { state: 'expired' })
    await append(tx, ctx, { action: 'hand-fact-expired', subject: draft.row.personId, detail: { fact: factId } })
  })
}

/** Closes a draft that came to nothing: its document is forgotten. */
export async function closeDraft(
  tx: Tx,
  ctx: Ctx,
  draft: OpenDraft,
  end: { state: 'rejected' | 'withdrawn' | 'expired'; content?: DraftContent },
): Promise<OpenDraft> {
  await deleteAttachment(tx, draft.row)
  return moveDraft(tx, ctx, draft, end)
}

/** Writes where a draft stands now; by whom it was decided, where another organisation did. */
export async function moveDraft(
  tx: Tx,
  ctx: Ctx,
  draft: OpenDraft,
  to: { state: DraftRow['state']; content?: DraftContent },
): Promise<OpenDraft> {
  const isDecided = to.state === 'approved' || to.state === 'rejected'
  const officer = isDecided ? officerOf(ctx) : undefined
  const row: DraftRow = {
    ...draft.row,
    state: to.state,
    closedAt: isOpen(to.state) ? undefined : ctx.now,
    decidedBy: officer?.staffId,
    decidedByOrganisationId: officer?.organisationId,
  }
  const next = { ...draft, row, content: to.content ?? draft.content }
  const sealed = sealContent(ctx, draft.key, row, next.content)
  await updateDraft(tx, { row, sealed, mac: vouchForDraft(ctx.keys, row) })
  return next
}

async function lockOwnDraft(tx: Tx, ctx: Ctx, factId: string): Promise<OpenDraft> {
  const { staffId } = officerOf(ctx)
  const draft = await lockDraft(tx, ctx, factId, ({ authorId }) => authorId === staffId)
  if (!isOpen(stateAt(draft.row, ctx.now))) throw new Problem('hand-fact-closed')
  return draft
}

interface NewDraft {
  readonly person: Pick<KeyedPerson, 'personId' | 'key'>
  readonly statement: HandFactStatement
  readonly document: IdentityDocument
  readonly attachment: ReturnType<typeof readAttachment>
  readonly staffId: string
  readonly request: object
}

async function keepDraft(tx: Tx, ctx: Ctx, drafted: NewDraft): Promise<HandFactRow> {
  const { person, statement, attachment } = drafted
  const requestHash = blindIndex(ctx.keys, 'request', JSON.stringify(drafted.request))
  const row: DraftRow = {
    personId: person.personId,
    factId: statement.factId,
    state: 'unsigned',
    takesBack: statement.takesBack,
    authorId: drafted.staffId,
    authorOrganisationId: statement.organisationId,
    draftedAt: ctx.now,
    expiresAt: after(ctx.now, HAND_DRAFT_LIFE),
    closedAt: undefined,
    decidedBy: undefined,
    decidedByOrganisationId: undefined,
    requestHash,
  }
  const content = {
    statement,
    document: drafted.document,
    attachment: { type: attachment.type, bytes: attachment.bytes.length },
  }
  const sealed = sealContent(ctx, person.key, row, content)
  if (!(await insertDraft(tx, { row, sealed, mac: vouchForDraft(ctx.keys, row) }))) {
    const before = await getDraft(tx, ctx, row.factId)
    const isSame = before.row.authorId === row.authorId && sameBytes(before.row.requestHash, requestHash)
    if (!isSame) throw new Problem('idempotency-conflict')
    return rowView(ctx, before)
  }
  await insertAttachment(tx, row, sealAttachment(ctx, person.key, row, attachment.bytes))
  // Reasons name the organisation as the source; the dry run does already.
  await recordSource(tx, sourceOf(ctx, row.authorOrganisationId))
  await append(tx, ctx, { action: 'hand-fact-drafted', subject: row.personId, detail: { fact: row.factId } })
  const afterSeconds = HAND_DRAFT_LIFE / SECOND + EXPIRE_LATER_SECONDS
  await ctx.jobs.enqueue(tx, EXPIRE, { factId: row.factId }, { afterSeconds })
  return rowView(ctx, { row, content, key: person.key })
}

function readAttachment(base64: string) {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const type = attachmentTypeOf(bytes)
  if (type === undefined || bytes.length > LARGEST_ATTACHMENT_BYTES) throw new Problem('attachment-invalid')
  return { type, bytes }
}
