import type { AssignmentChange } from '../../contract/assignments.ts'
import type { HandFactRow } from '../../contract/hand-facts.ts'
import type { SignedApproval } from '../../contract/signatures.ts'
import { approvalStatement } from '../../core/approval.ts'
import { assign, closeCase, requireTaken } from '../assignments/assignments.ts'
import { append } from '../audit/audit.ts'
import { appendFacts, recordSource } from '../evidence/evidence.ts'
import { hashOfHandFact, type HandSignature } from '../evidence/hand.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { reassess } from '../risk/risk.ts'
import { findKey, isSignedBy, writeApproval } from '../signatures/signatures.ts'
import { personOf, type OpenDraft } from './draft-row.ts'
import { closeDraft, moveDraft } from './hand-facts.ts'
import { deskOf, factOf, getAttachment, officerOf, refuseTakenBack, rowView, sourceOf } from './reading.ts'
import { stateAt, type Draft } from './rules.ts'
import { getDraft, lockDraft } from './views.ts'

// What an officer of another organisation does with a draft. Each organisation looks into it by itself, and one officer of it at a time.

/**
 * Takes a draft on among the officers of the caller's organisation, or gives it back.
 * Problems: not-found, own-approval, same-organisation, hand-fact-closed, hand-fact-changed, case-taken.
 */
export async function assignDraft(ctx: Ctx, factId: string, change: AssignmentChange): Promise<HandFactRow> {
  return ctx.db.transaction().execute(async (tx) => {
    const draft = await getDraft(tx, ctx, factId, (known) => isKnown(ctx, known))
    refuseOwn(ctx, draft)
    return rowView(ctx, draft, await assign(tx, ctx, { ...deskOf(ctx), caseId: factId }, change))
  })
}

/**
 * Approves a draft that the caller has taken on: its fact becomes evidence with both signatures, and the person's colour what follows from it, in one
 * transaction. Problems: not-found, own-approval, same-organisation, hand-fact-closed, hand-fact-changed, case-not-taken,
 * key-unknown, signature-invalid, author-key-void, already-taken-back.
 */
export async function approveDraft(ctx: Ctx, factId: string, signed: SignedApproval): Promise<HandFactRow> {
  return ctx.db.transaction().execute(async (tx) => {
    const draft = await lockDraft(tx, ctx, factId, (known) => isKnown(ctx, known))
    // Sent again because the answer was lost.
    if (draft.row.state === 'approved' && draft.row.decidedBy === officerOf(ctx).staffId) return rowView(ctx, draft)
    refuseOwn(ctx, draft)
    await requireTaken(tx, ctx, deskOf(ctx), factId)
    await closeCase(tx, factId)
    const { statement } = draft.content
    await getAttachment(tx, draft)
    const author = await getAuthorSignature(tx, ctx, draft)
    if (statement.takesBack !== undefined) {
      // Of two officers who take the same fact back at once, the second learns here that it is done.
      await lockDraft(tx, ctx, statement.takesBack)
      await refuseTakenBack(tx, ctx, personOf(draft), statement.takesBack)
    }
    const approver: HandSignature = { keyId: signed.keyId, signature: Buffer.from(signed.signature, 'base64') }
    const approval = await writeApproval(tx, ctx, { subject: 'fact', hash: hashOfHandFact(statement), ...approver })
    // The key tells whose word it is; what our own tables say of the officer, somebody might have changed.
    if (approval.organisationId === statement.organisationId) throw new Problem('same-organisation')
    if (approval.organisationId !== officerOf(ctx).organisationId) throw new Problem('key-unknown')
    await recordSource(tx, sourceOf(ctx, statement.organisationId))
    await appendFacts(tx, ctx, [{ ...factOf(draft), hand: { statement, author, approver } }])
    const next = await moveDraft(tx, ctx, draft, { state: 'approved' })
    const { personId } = draft.row
    await append(tx, ctx, { action: 'hand-fact-appended', subject: personId, detail: { fact: factId } })
    await reassess(tx, ctx, [personId])
    return rowView(ctx, next)
  })
}

/**
 * Rejects a draft that the caller has taken on, with a reason that its author reads.
 * Problems: not-found, own-approval, same-organisation, hand-fact-closed, hand-fact-changed, case-not-taken.
 */
export async function rejectDraft(ctx: Ctx, factId: string, reason: string): Promise<HandFactRow> {
  return ctx.db.transaction().execute(async (tx) => {
    const draft = await lockDraft(tx, ctx, factId, (known) => isKnown(ctx, known))
    refuseOwn(ctx, draft)
    await requireTaken(tx, ctx, deskOf(ctx), factId)
    await closeCase(tx, factId)
    const content = { ...draft.content, rejection: reason }
    const next = await closeDraft(tx, ctx, draft, { state: 'rejected', content })
    await append(tx, ctx, { action: 'hand-fact-rejected', subject: draft.row.personId, detail: { fact: factId } })
    return rowView(ctx, next)
  })
}

/** What its author has not signed is nobody else's to know of. */
function isKnown(ctx: Ctx, draft: Draft): boolean {
  return stateAt(draft, ctx.now) !== 'unsigned' || draft.authorId === officerOf(ctx).staffId
}

/** Only what waits is decided, and by another organisation than its author's. */
function refuseOwn(ctx: Ctx, { row }: OpenDraft): void {
  const { staffId, organisationId } = officerOf(ctx)
  const state = stateAt(row, ctx.now)
  if (row.authorId === staffId) throw new Problem('own-approval')
  if (row.authorOrganisationId === organisationId) throw new Problem('same-organisation')
  if (state !== 'waiting') throw new Problem('hand-fact-closed')
}

/** The author's signature, as long as it counts: a key may have been revoked since. */
async function getAuthorSignature(tx: Tx, ctx: Ctx, { row, content }: OpenDraft): Promise<HandSignature> {
  const { statement, signed } = content
  if (!signed) throw new Problem('hand-fact-changed')
  const signature = Buffer.from(signed.signature, 'base64')
  const key = await findKey(tx, ctx, signed.keyId, ctx.now)
  const isAuthors = key?.holder.kind === 'staff' && key.holder.id === row.authorId
  if (!key || !isAuthors || key.organisationId !== statement.organisationId) throw new Problem('author-key-void')
  if (!isSignedBy(key, approvalStatement('fact', hashOfHandFact(statement)), signature)) {
    throw new Problem('hand-fact-changed')
  }
  return { keyId: signed.keyId, signature }
}
