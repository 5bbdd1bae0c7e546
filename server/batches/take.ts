import { append } from '../audit/audit.ts'
import { appendFacts, listBrought } from '../evidence/evidence.ts'
import { findOrCreatePersonsByHash, type KeyedPerson } from '../identity/persons.ts'
import type { Tx } from '../kit/db.ts'
import { systemNow, type Ctx } from '../kit/world.ts'
import { reassess } from '../risk/risk.ts'
import { worsened } from '../risk/weigh.ts'
import { isReleased, tellNew } from './brake.ts'
import { eachInLanes } from './lanes.ts'
import { enterShareOutcomes, writeShareOutcomes } from './outcome.ts'
import { readOutcomes, writeOutcomes } from './row-store.ts'
import { bytesOf, factOfRow, type WaitingRow } from './rows.ts'
import { closeShare, deleteShares, listOpenShares, lockOpenShare, readShareOutcomes, sumShares } from './share-store.ts'
import { openShare } from './shares.ts'
import { holdBatch, lockBatch, updateBatch, type BatchRow } from './store.ts'

// A batch that was let go is taken share by share: the facts, the people that nobody knew before and what became of the rows are one
// transaction. A share that is taken is not taken again, whoever dies in between. Whose colour gets worse is evaluated in it, too, and
// of a batch of one share everybody is; of a larger one the others follow by jobs, for to find a colour takes longer than all else.

/** The job that finds the colours of those about whom some rows of a batch were: `{ batchId, after, upTo }`. */
export const COLOUR_ROWS = 'batches.colour-rows'

/** Rows of a file whose people are evaluated in one job. */
const ROWS_A_JOB = 1_000

/** Some rows of a batch. */
interface Rows {
  readonly batchId: string
  /** The number of the row before the first. */
  readonly after: number
  readonly upTo: number
}

/** Takes what is left of a batch. */
export async function takeBatch(ctx: Ctx, batch: BatchRow): Promise<void> {
  await eachInLanes(await listOpenShares(ctx.db, batch.batchId), (share) => takeShare(ctx, batch.batchId, share))
  await closeBatch(ctx, batch.batchId)
}

async function takeShare(ctx: Ctx, batchId: string, share: number): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const batch = await holdBatch(tx, batchId)
    if (batch?.state !== 'taking') return
    if (!(await isReleased(tx, ctx, batch))) throw new Error('the batch was not let go')
    if (!(await lockOpenShare(tx, batchId, share))) return
    const rows = await openShare(tx, ctx, { batchId, share })
    const now = systemNow(ctx)
    const people = rows.length === 0 ? new Map<string, KeyedPerson>() : await peopleOf(tx, now, rows)
    const personOf = (row: WaitingRow) => people.get(row.document)!
    const { fresh, outcomes } = await tellNew(tx, now, { ...batch, rows, personOf })
    const facts = fresh.map((row) => {
      const { personId, key } = personOf(row)
      return { ...factOfRow(row, { ...batch, personId }), key }
    })
    await appendFacts(tx, now, facts)
    const concerned = [...new Set(facts.map(({ personId }) => personId))]
    await reassess(tx, now, batch.shares === 1 ? concerned : await worsened(tx, now, facts))
    await closeShare(
      tx,
      { batchId, share },
      {
        taken: fresh.length,
        same: outcomes.length - fresh.length,
        people: concerned.length,
        outcomes: writeShareOutcomes(outcomes),
      },
    )
  })
}

/** Writes what became of the rows in the order of the file, when all shares are taken. */
async function closeBatch(ctx: Ctx, batchId: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (batch?.state !== 'taking' || (await listOpenShares(tx, batchId)).length > 0) return
    if (batch.doneAt !== undefined) {
      // Nobody but somebody who writes to the database says that it is not.
      await updateBatch(tx, batchId, { state: 'taken' })
      return
    }
    const counts = await sumShares(tx, batchId)
    const read = await readOutcomes(tx, { batchId, after: 0, limit: batch.counts.rows })
    const all = Uint8Array.from(read.outcomes)
    for (const share of await readShareOutcomes(tx, batchId)) enterShareOutcomes(all, share)
    await writeOutcomes(tx, batchId, all)
    await deleteShares(tx, batchId)
    if ((batch.shares ?? 0) > 1) await enqueueColours(tx, ctx, batch)
    await updateBatch(tx, batchId, { state: 'taken', counts, doneAt: ctx.clock() })
    await append(tx, ctx, {
      action: 'batch-taken',
      subject: batchId,
      detail: { ...counts, refused: batch.counts.refused, review: batch.counts.inReview },
    })
  })
}

async function enqueueColours(tx: Tx, ctx: Ctx, { batchId, counts }: BatchRow): Promise<void> {
  for (let after = 0; after < counts.rows; after += ROWS_A_JOB) {
    const rows: Rows = { batchId, after, upTo: after + ROWS_A_JOB }
    await ctx.jobs.enqueue(tx, COLOUR_ROWS, rows)
  }
}

/** Evaluates those about whom some rows of a batch were. */
export async function colourRows(ctx: Ctx, { batchId, after, upTo }: Rows): Promise<void> {
  const brought = await listBrought(ctx.db, ctx, { batchId, after, limit: ROWS_A_JOB })
  const personIds = brought.filter(({ rowNumber }) => rowNumber <= upTo).map(({ personId }) => personId)
  await ctx.db.transaction().execute((tx) => reassess(tx, ctx, personIds))
}

async function peopleOf(tx: Tx, ctx: Ctx, rows: readonly WaitingRow[]): Promise<Map<string, KeyedPerson>> {
  const documents = [...new Set(rows.map((row) => row.document))]
  const persons = await findOrCreatePersonsByHash(tx, ctx, documents.map(bytesOf))
  return new Map(documents.map((document, place) => [document, persons[place]!]))
}
