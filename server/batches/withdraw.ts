import { fromHex, hex } from '../../core/bytes.ts'
import { append } from '../audit/audit.ts'
import { listBrought, takeBackFacts } from '../evidence/evidence.ts'
import type { Tx } from '../kit/db.ts'
import { isVouched, vouch } from '../kit/vouch.ts'
import { systemNow, type Ctx } from '../kit/world.ts'
import { reassess } from '../risk/risk.ts'
import { findSigner } from './head.ts'
import { deleteParts } from './row-store.ts'
import { deleteShares } from './share-store.ts'
import { lockBatch, updateBatch, type Asking, type BatchRow, type Withdrawal } from './store.ts'

// Taking back a batch: a new fact for each of its facts, some hundred in a transaction with the colours that follow. Who dies
// half way leaves behind how far it came, and what is taken back already is not taken back again.

const FACTS_AT_ONCE = 500

/** The address whose signed request takes a batch back. */
function withdrawalPath(batchId: string): string {
  return `/api/evidence/batches/${batchId}/withdraw`
}

/** Begins to take a batch back; one that counts for nobody yet is gone at once. Answers whether there is work to be done. */
export async function beginWithdrawal(tx: Tx, ctx: Ctx, batch: BatchRow, asking: Asking): Promise<boolean> {
  switch (batch.state) {
    case 'taking':
    case 'taken':
      await updateBatch(tx, batch.batchId, { state: 'withdrawing', withdrawal: { ...asking, at: ctx.now, after: 0 } })
      await append(tx, ctx, { action: 'batch-withdrawal-asked', subject: batch.batchId })
      return true
    case 'receiving':
    case 'trying':
    case 'waiting':
    case 'held':
      await close(tx, ctx, batch)
      return false
    case 'withdrawing':
      return true
    case 'withdrawn':
    case 'refused':
    case 'abandoned':
      return false
  }
}

/** Takes back what is left of a batch. */
export async function withdrawBatch(ctx: Ctx, batchId: string): Promise<void> {
  for (let isDone = false; !isDone;) {
    isDone = await ctx.db.transaction().execute((tx) => withdrawSome(tx, systemNow(ctx), batchId))
  }
}

/** Takes back the fact of one row. Answers false where none stands. */
export async function withdrawRow(tx: Tx, ctx: Ctx, batch: BatchRow, row: number): Promise<boolean> {
  const brought = await listBrought(tx, ctx, { batchId: batch.batchId, after: row - 1, limit: 1 })
  const facts = brought.filter(({ rowNumber }) => rowNumber === row)
  const people = await takeBackFacts(tx, ctx, { sourceId: batch.sourceId, facts })
  if (people.length === 0) return false
  await reassess(tx, ctx, people)
  await append(tx, ctx, { action: 'batch-fact-withdrawn', subject: batch.batchId, detail: { row } })
  return true
}

async function withdrawSome(tx: Tx, ctx: Ctx, batchId: string): Promise<boolean> {
  const batch = await lockBatch(tx, batchId)
  if (batch?.state !== 'withdrawing') return true
  const { withdrawal } = batch
  if (!withdrawal || !(await isAsked(tx, ctx, batch, withdrawal))) {
    ctx.log.error({ batch: batchId }, 'batch-withdrawal-not-signed')
    await updateBatch(tx, batchId, { state: 'taken' })
    return true
  }
  const brought = await listBrought(tx, ctx, { batchId, after: withdrawal.after, limit: FACTS_AT_ONCE })
  const last = brought.at(-1)
  if (!last) {
    await close(tx, ctx, batch)
    return true
  }
  const people = await takeBackFacts(tx, ctx, { sourceId: batch.sourceId, facts: brought })
  await reassess(tx, ctx, people)
  await updateBatch(tx, batchId, { withdrawal: { ...withdrawal, after: last.rowNumber } })
  return false
}

/** What vouches that a steward has asked for a batch back, now. */
export function askedBy(ctx: Ctx, { batchId }: BatchRow, steward: string): Asking {
  return { steward, mac: hex(vouch(ctx.keys, 'batch-withdrawal', [batchId, steward, ctx.now])) }
}

/** Whether it was asked for by whoever may: the state alone says nothing, for anybody may have written it. */
async function isAsked(tx: Tx, ctx: Ctx, batch: BatchRow, withdrawal: Withdrawal): Promise<boolean> {
  if ('steward' in withdrawal) {
    const mac = fromHex(withdrawal.mac) ?? new Uint8Array()
    return isVouched(ctx.keys, 'batch-withdrawal', { said: [batch.batchId, withdrawal.steward, withdrawal.at], mac })
  }
  if (withdrawal.request.path !== withdrawalPath(batch.batchId)) return false
  const { sourceId } = batch
  return (await findSigner(tx, ctx, { sourceId, request: withdrawal.request, at: withdrawal.at })) !== undefined
}

async function close(tx: Tx, ctx: Ctx, { batchId }: BatchRow): Promise<void> {
  await deleteParts(tx, batchId)
  await deleteShares(tx, batchId)
  await updateBatch(tx, batchId, { state: 'withdrawn', doneAt: ctx.now })
  await append(tx, ctx, { action: 'batch-withdrawn', subject: batchId })
}
