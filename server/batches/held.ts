import type { Assignment, AssignmentChange } from '../../contract/assignments.ts'
import type { BatchApproved, HeldBatches } from '../../contract/batches.ts'
import type { SignedApproval } from '../../contract/signatures.ts'
import { hex } from '../../core/bytes.ts'
import type { Tx } from '../kit/db.ts'
import { placeText, readPlace } from '../kit/list-place.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import {
  assign,
  closeCase,
  isAssigned,
  leaveCase,
  NOT_ASSIGNED,
  readAssignments,
  requireTaken,
  type Desk,
} from '../assignments/assignments.ts'
import { append } from '../audit/audit.ts'
import { approvedByTwo, readApprovals, writeApproval, type Approval } from '../signatures/signatures.ts'
import { DEAL } from './deal.ts'
import { approvalHash, findRootKey, openHead, type BatchHead } from './head.ts'
import { refuse } from './read-batch.ts'
import { findBatch, listHeld, lockBatch, updateBatch, type BatchRow } from './store.ts'

// Batches that would change more people than their source may: officers of two organisations sign that they shall, or one refuses.
// Each organisation looks into a batch by itself, and one officer of it at a time.

const AT_ONCE = 50

/** Which held batches are asked for. */
export interface HeldAsked {
  readonly assigned?: Assignment['assigned'] | undefined
  readonly after?: string | undefined
}

/**
 * What waits for approval, the longest waiting first; at most 50. What its source's key no longer stands for is left out, and what the
 * program did not write so.
 */
export async function listHeldBatches(ctx: Ctx, { assigned, after }: HeldAsked = {}): Promise<HeldBatches> {
  const desk = deskOf(ctx)
  const only = assigned && isAssigned(ctx, desk, assigned, 'batch.batch_id')
  const rows = await listHeld(ctx.db, { only, after: readPlace(after), limit: AT_ONCE + 1 })
  const shown = rows.slice(0, AT_ONCE)
  const ids = shown.map(({ batchId }) => batchId)
  const assignments = await readAssignments(ctx.db, ctx, desk, ids)
  const batches: HeldBatches['batches'] = []
  for (const batch of shown) {
    const head = findHead(ctx, batch)
    if (!head) continue
    const key = await findRootKey(ctx.db, ctx, batch, head)
    if (!key?.source || !batch.report.weighing) continue
    const hash = approvalHash(batch, head)
    const approvals = await readApprovals(ctx.db, ctx, { subject: 'batch', hash })
    batches.push({
      batchId: batch.batchId,
      source: { zh: key.source.nameZh, en: key.source.nameEn },
      receivedAt: batch.receivedAt,
      fileName: head.fileName,
      sha256: head.fileHash,
      rows: batch.counts.rows,
      weighing: batch.report.weighing,
      hash: hex(hash),
      approvals: approvals.map((approval) => ({ organisation: nameOf(ctx, approval), at: approval.at })),
      approvedByOwn: approvals.some(({ organisationId }) => organisationId === organisationOf(ctx)),
      ...(assignments.get(batch.batchId) ?? NOT_ASSIGNED),
    })
  }
  const last = shown.at(-1)
  if (rows.length <= AT_ONCE || !last) return { batches }
  return { batches, next: placeText({ at: last.receivedAt, id: last.batchId }) }
}

/** Takes a batch on among the officers of the caller's organisation, or gives it back. Problems: batch-unknown, batch-closed, case-taken. */
export async function assignHeldBatch(ctx: Ctx, batchId: string, change: AssignmentChange): Promise<Assignment> {
  return ctx.db.transaction().execute(async (tx) => {
    requireHeld(await findBatch(tx, batchId))
    return assign(tx, ctx, { ...deskOf(ctx), caseId: batchId }, change)
  })
}

/**
 * Records the caller's approval of a batch that he has taken on; with that of a second organisation the batch is taken.
 * Problems: batch-unknown, batch-closed, case-not-taken, key-unknown, signature-invalid.
 */
export async function approveBatch(ctx: Ctx, batchId: string, approval: SignedApproval): Promise<BatchApproved> {
  return ctx.db.transaction().execute(async (tx) => {
    const batch = await lockHeld(tx, ctx, batchId)
    const hash = approvalHash(batch, openHead(ctx, batch))
    const signature = Buffer.from(approval.signature, 'base64')
    await writeApproval(tx, ctx, { subject: 'batch', hash, keyId: approval.keyId, signature })
    const approvals = await readApprovals(tx, ctx, { subject: 'batch', hash })
    const organisations = new Set(approvals.map(({ organisationId }) => organisationId)).size
    if (!approvedByTwo(approvals)) {
      await leaveCase(tx, deskOf(ctx), batchId)
      return { state: 'held', organisations }
    }
    await closeCase(tx, batchId)
    await updateBatch(tx, batchId, { state: 'taking', decision: 'approved', decidedAt: ctx.now })
    await append(tx, ctx, {
      action: 'batch-decided',
      subject: batchId,
      detail: { decision: 'approved', changed: batch.changed ?? 0 },
    })
    await ctx.jobs.enqueue(tx, DEAL, { batchId })
    return { state: 'taking', organisations }
  })
}

/**
 * Refuses a batch that the caller has taken on: it changes nobody, and its source reads by whom it was refused.
 * Problems: batch-unknown, batch-closed, case-not-taken.
 */
export async function refuseBatch(ctx: Ctx, batchId: string): Promise<BatchApproved> {
  return ctx.db.transaction().execute(async (tx) => {
    const batch = await lockHeld(tx, ctx, batchId)
    await closeCase(tx, batchId)
    const by = nameOf(ctx, { organisationId: organisationOf(ctx) })
    const message = { zh: `${by.zh}未予批准`, en: `was refused by ${by.en}` }
    await refuse(tx, ctx, batch, [{ column: '', message }])
    return { state: 'refused', organisations: 0 }
  })
}

/** A batch that waits and that the caller has taken on, locked until the transaction ends. */
async function lockHeld(tx: Tx, ctx: Ctx, batchId: string): Promise<BatchRow> {
  const batch = requireHeld(await lockBatch(tx, batchId))
  await requireTaken(tx, ctx, deskOf(ctx), batchId)
  return batch
}

function requireHeld(batch: BatchRow | undefined): BatchRow {
  if (!batch) throw new Problem('batch-unknown')
  if (batch.state !== 'held') throw new Problem('batch-closed')
  return batch
}

/** What was sealed of a batch; undefined where somebody changed it: of one such row the others are not lost. */
function findHead(ctx: Ctx, batch: BatchRow): BatchHead | undefined {
  try {
    return openHead(ctx, batch)
  } catch {
    ctx.log.error({ batch: batch.batchId }, 'batch-not-ours')
    return undefined
  }
}

function deskOf(ctx: Ctx): Desk {
  return { kind: 'held-batch', deskId: organisationOf(ctx) }
}

function organisationOf({ actor }: Ctx): string {
  if (actor.kind !== 'staff') throw new Problem('not-permitted')
  return actor.organisationId
}

function nameOf(ctx: Ctx, { organisationId }: Pick<Approval, 'organisationId'>): { zh: string; en: string } {
  const root = ctx.roots.find(organisationId)
  return root ? { zh: root.nameZh, en: root.nameEn } : { zh: '未登记的单位', en: 'an organisation that is not on file' }
}
