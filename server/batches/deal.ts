import { systemNow, type Ctx } from '../kit/world.ts'
import { isReleased, weighAndDecide } from './brake.ts'
import { readBatch } from './read-batch.ts'
import { findBatch, lockBatch, updateBatch, type BatchRow } from './store.ts'
import { takeBatch } from './take.ts'
import { withdrawBatch } from './withdraw.ts'

/** The job that does with a batch what comes next: `{ batchId }`. */
export const DEAL = 'batches.deal'

/** When somebody else is at a batch, or was and died: so much later it is looked at again. */
const AGAIN_SECONDS = 30

/**
 * Reads, weighs, takes or takes back a batch until there is nothing more to do: it is taken, held, refused or taken back. Where
 * somebody else is at it, it is looked at again later, in case that one dies.
 */
export async function deal(ctx: Ctx, batchId: string): Promise<void> {
  for (let batch = await findBatch(ctx.db, batchId); batch; batch = await findBatch(ctx.db, batchId)) {
    const step = await takeStep(systemNow(ctx), batch)
    if (step === 'done') return
    if (step === 'busy') {
      await ctx.db
        .transaction()
        .execute((tx) => ctx.jobs.enqueue(tx, DEAL, { batchId }, { afterSeconds: AGAIN_SECONDS }))
      return
    }
  }
}

async function takeStep(ctx: Ctx, batch: BatchRow): Promise<'went-on' | 'busy' | 'done'> {
  switch (batch.state) {
    case 'waiting':
    case 'trying': {
      const wentOn = batch.shares === undefined ? await readBatch(ctx, batch.batchId) : await weighAndDecide(ctx, batch)
      return wentOn ? 'went-on' : 'busy'
    }
    case 'taking':
      if (await isReleased(ctx.db, ctx, batch)) await takeBatch(ctx, batch)
      else await hold(ctx, batch)
      return 'went-on'
    case 'withdrawing':
      await withdrawBatch(ctx, batch.batchId)
      return 'went-on'
    case 'receiving':
    case 'held':
    case 'taken':
    case 'refused':
    case 'withdrawn':
    case 'abandoned':
      return 'done'
  }
}

/** Somebody said that a batch was let go, and it was not, or its key counts no longer: it waits. */
async function hold(ctx: Ctx, { batchId }: BatchRow): Promise<void> {
  ctx.log.error({ batch: batchId }, 'batch-not-released')
  await ctx.db.transaction().execute(async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (batch?.state === 'taking') await updateBatch(tx, batchId, { state: 'held' })
  })
}
