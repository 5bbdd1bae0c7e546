import type { BatchApproved, HeldBatches } from '../../contract/batches.ts'
import type { SignedApproval } from '../../contract/signatures.ts'
import { hex } from '../../core/bytes.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { append } from '../audit/audit.ts'
import { approvedByTwo, readApprovals, writeApproval, type Approval } from '../signatures/signatures.ts'
import { DEAL } from './deal.ts'
import { approvalHash, findRootKey, openHead } from './head.ts'
import { refuse } from './read-batch.ts'
import { listHeld, lockBatch, updateBatch, type BatchRow } from './store.ts'

// Batches that would change more people than their source may: officers of two organisations sign that they shall, or one refuses.

const MOST_HELD = 100

/** What waits for approval, the longest waiting first; what its source's key no longer stands for is left out. */
export async function listHeldBatches(ctx: Ctx): Promise<HeldBatches> {
  const batches: HeldBatches['batches'] = []
  for (const batch of await listHeld(ctx.db, MOST_HELD)) {
    const head = openHead(ctx, batch)
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
    })
  }
  return { batches }
}

/**
 * Records the caller's approval; with that of a second organisation the batch is taken.
 * Problems: batch-unknown, batch-closed, key-unknown, signature-invalid.
 */
export async function approveBatch(ctx: Ctx, batchId: string, approval: SignedApproval): Promise<BatchApproved> {
  return ctx.db.transaction().execute(async (tx) => {
    const batch = await lockHeld(tx, batchId)
    const hash = approvalHash(batch, openHead(ctx, batch))
    const signature = Buffer.from(approval.signature, 'base64')
    await writeApproval(tx, ctx, { subject: 'batch', hash, keyId: approval.keyId, signature })
    const approvals = await readApprovals(tx, ctx, { subject: 'batch', hash })
    const organisations = new Set(approvals.map(({ organisationId }) => organisationId)).size
    if (!approvedByTwo(approvals)) return { state: 'held', organisations }
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

/** Refuses a batch that waits: it changes nobody, and its source reads by whom it was refused. Problems: batch-unknown, batch-closed. */
export async function refuseBatch(ctx: Ctx, batchId: string): Promise<BatchApproved> {
  return ctx.db.transaction().execute(async (tx) => {
    const batch = await lockHeld(tx, batchId)
    const by = nameOf(ctx, { organisationId: organisationOf(ctx) })
    const message = { zh: `${by.zh}未予批准`, en: `was refused by ${by.en}` }
    await refuse(tx, ctx, batch, [{ column: '', message }])
    return { state: 'refused', organisations: 0 }
  })
}

async function lockHeld(tx: Tx, batchId: string): Promise<BatchRow> {
  const batch = await lockBatch(tx, batchId)
  if (!batch) throw new Problem('batch-unknown')
  if (batch.state !== 'held') throw new Problem('batch-closed')
  return batch
}

function organisationOf({ actor }: Ctx): string {
  if (actor.kind !== 'staff') throw new Problem('not-permitted')
  return actor.organisationId
}

function nameOf(ctx: Ctx, { organisationId }: Pick<Approval, 'organisationId'>): { zh: string; en: string } {
  const root = ctx.roots.find(organisationId)
  return root ? { zh: root.nameZh, en: root.nameEn } : { zh: '未登记的单位', en: 'an organisation that is not on file' }
}
