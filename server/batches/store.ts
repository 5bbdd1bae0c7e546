import { sql } from 'kysely'
import type { Weighing } from '../../contract/batches.ts'
import type { RowFault } from '../../core/fact-rows.ts'
import { after, HOUR, type Instant } from '../../core/instant.ts'
import { toDate, toInstant, toInstantOrNone, type Db, type Tx } from '../kit/db.ts'
import type { Tables } from '../kit/tables.ts'

/** Where a batch stands; a work list, believed by nobody who acts. */
export type State = Tables['batch']['state']

/** A row of `batch`. */
export interface BatchRow {
  readonly batchId: string
  readonly sourceId: string
  readonly state: State
  /** What `sealHead` sealed; undefined while parts come in. */
  readonly sealed: Uint8Array | undefined
  readonly size: number
  readonly counts: Counts
  readonly changed: number | undefined
  /** The program's MAC that the brake let it go. */
  readonly released: Uint8Array | undefined
  readonly report: Report
  readonly withdrawal: Withdrawal | undefined
  readonly receivedAt: Instant
  readonly decidedAt: Instant | undefined
  readonly doneAt: Instant | undefined
}

/** Rows dealt with, what became of them, and how many people they are about. */
export interface Counts {
  readonly rows: number
  readonly taken: number
  readonly same: number
  readonly refused: number
  readonly inReview: number
  readonly people: number
}

/** What is told about a batch besides its counts; nothing of a person. */
export interface Report {
  readonly weighing?: Weighing
  readonly faults?: readonly RowFault[]
}

/** The request by which a source takes a batch back, as it signed it. */
export interface Withdrawal {
  readonly keyId: string
  readonly text: string
  /** Base64. */
  readonly signature: string
}

/** Makes everybody wait who decides about or writes rows of the same source, until the transaction ends. */
export async function lockSource(tx: Tx, sourceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`batches of ${sourceId}`}, 0))`.execute(tx)
}

/** A batch that is new: its id, whose it is, and when it came. */
export async function insertBatch(
  tx: Tx,
  batch: { batchId: string; sourceId: string; state: State; receivedAt: Instant },
): Promise<'new' | 'known'> {
  const inserted = await tx
    .insertInto('batch')
    .values({
      batch_id: batch.batchId,
      source_id: batch.sourceId,
      state: batch.state,
      received_at: toDate(batch.receivedAt),
    })
    .onConflict((conflict) => conflict.column('batch_id').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n ? 'new' : 'known'
}

/** A batch by its id. */
export async function findBatch(db: Db, batchId: string): Promise<BatchRow | undefined> {
  const row = await db.selectFrom('batch').selectAll().where('batch.batch_id', '=', batchId).executeTakeFirst()
  return row && batchRow(row)
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockBatch(tx: Tx, batchId: string): Promise<BatchRow | undefined> {
  const row = await tx
    .selectFrom('batch')
    .selectAll()
    .where('batch.batch_id', '=', batchId)
    .forUpdate()
    .executeTakeFirst()
  return row && batchRow(row)
}

/** The batch in which a source sent the same file, to be read the same way. */
export async function findByContent(db: Db, sourceId: string, contentHash: Uint8Array): Promise<BatchRow | undefined> {
  const row = await db
    .selectFrom('batch')
    .selectAll()
    .where('batch.source_id', '=', sourceId)
    .where('batch.content_hash', '=', contentHash)
    .where('batch.state', 'not in', ['refused', 'abandoned'])
    .executeTakeFirst()
  return row && batchRow(row)
}

/** The latest batches of a source. */
export async function listBatches(db: Db, sourceId: string, limit: number): Promise<BatchRow[]> {
  const rows = await db
    .selectFrom('batch')
    .selectAll()
    .where('batch.source_id', '=', sourceId)
    .orderBy('batch.received_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(batchRow)
}

/** Batches that wait for approval, the longest waiting first. */
export async function listHeld(db: Db, limit: number): Promise<BatchRow[]> {
  const rows = await db
    .selectFrom('batch')
    .selectAll()
    .where('batch.state', '=', 'held')
    .orderBy('batch.received_at')
    .limit(limit)
    .execute()
  return rows.map(batchRow)
}

/** Batches whose parts stopped coming before a moment. */
export async function listForsaken(db: Db, before: Instant, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('batch')
    .select('batch.batch_id')
    .where('batch.state', '=', 'receiving')
    .where('batch.received_at', '<', toDate(before))
    .orderBy('batch.received_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.batch_id)
}

/** What may be written of a batch. */
export interface Change {
  readonly state?: State
  readonly contentHash?: Uint8Array | undefined
  readonly sealed?: Uint8Array
  readonly size?: number
  readonly changed?: number
  readonly people?: number
  readonly decision?: 'within-brake' | 'approved'
  readonly released?: Uint8Array
  readonly report?: Report
  readonly withdrawal?: Withdrawal
  readonly decidedAt?: Instant
  readonly doneAt?: Instant
}

/** Writes what has changed of a batch. */
export async function updateBatch(tx: Tx, batchId: string, change: Change): Promise<void> {
  const { contentHash, report, withdrawal, decidedAt, doneAt, ...plain } = change
  await tx
    .updateTable('batch')
    .set({
      ...plain,
      ...('contentHash' in change && { content_hash: contentHash ?? null }),
      ...(report && { report: JSON.stringify(report) }),
      ...(withdrawal && { withdrawal: JSON.stringify(withdrawal) }),
      ...(decidedAt !== undefined && { decided_at: toDate(decidedAt) }),
      ...(doneAt !== undefined && { done_at: toDate(doneAt) }),
    })
    .where('batch.batch_id', '=', batchId)
    .execute()
}

/** Adds rows that were dealt with to the counts. `changed` is known only where the colours were worked out at once. */
export async function addCounts(tx: Tx, batchId: string, more: Counts & { changed?: number }): Promise<void> {
  await sql`
    update batch set
      rows = rows + ${more.rows}, taken = taken + ${more.taken}, same = same + ${more.same},
      refused = refused + ${more.refused}, in_review = in_review + ${more.inReview}, people = people + ${more.people},
      changed = coalesce(${more.changed ?? null}::integer, changed)
    where batch_id = ${batchId}::uuid`.execute(tx)
}

/**
 * How many people a source's batches changed that were let go within the last hour; where it is not known, as many as they are
 * about. Those that two organisations approved are their business, and not the brake's.
 */
export async function countChanged(db: Db, sourceId: string, now: Instant): Promise<number> {
  const row = await db
    .selectFrom('batch')
    .select(({ fn }) => fn.sum<number>(fn.coalesce('batch.changed', 'batch.people')).as('changed'))
    .where('batch.source_id', '=', sourceId)
    .where('batch.decided_at', '>', toDate(after(now, -HOUR)))
    .where('batch.decision', '=', 'within-brake')
    .executeTakeFirstOrThrow()
  return Number(row.changed ?? 0)
}

function batchRow(row: {
  batch_id: string
  source_id: string
  state: State
  sealed: Uint8Array | null
  size: number
  rows: number
  taken: number
  same: number
  refused: number
  in_review: number
  people: number
  changed: number | null
  released: Uint8Array | null
  report: unknown
  withdrawal: unknown
  received_at: Date
  decided_at: Date | null
  done_at: Date | null
}): BatchRow {
  const { rows, taken, same, refused, in_review: inReview, people } = row
  return {
    batchId: row.batch_id,
    sourceId: row.source_id,
    state: row.state,
    sealed: row.sealed ?? undefined,
    size: row.size,
    counts: { rows, taken, same, refused, inReview, people },
    changed: row.changed ?? undefined,
    released: row.released ?? undefined,
    report: (row.report ?? {}) as Report,
    withdrawal: (row.withdrawal ?? undefined) as Withdrawal | undefined,
    receivedAt: toInstant(row.received_at),
    decidedAt: toInstantOrNone(row.decided_at),
    doneAt: toInstantOrNone(row.done_at),
  }
}
