import { sql, type RawBuilder } from 'kysely'
import type { Weighing } from '../../contract/batches.ts'
import type { RowFault } from '../../core/fact-rows.ts'
import { after, HOUR, type Instant } from '../../core/instant.ts'
import { toDate, toInstant, toInstantOrNone, type Db, type Tx } from '../kit/db.ts'
import type { ListPlace } from '../kit/list-place.ts'
import type { Tables } from '../kit/tables.ts'
import type { SignedRequest } from './head.ts'

/** Where a batch stands; a work list, believed by nobody who acts. */
export type State = Tables['batch']['state']

/** A row of `batch`. */
export interface BatchRow {
  readonly batchId: string
  readonly sourceId: string
  readonly state: State
  readonly contentHash: Uint8Array
  /** What `sealHead` sealed. */
  readonly sealed: Uint8Array
  readonly size: number
  readonly counts: Counts
  /** In how many shares its rows lie; undefined until it was read. */
  readonly shares: number | undefined
  /** How many people it changes by its weighing. */
  readonly changed: number | undefined
  readonly decision: 'within-brake' | 'approved' | undefined
  /** The program's MAC that the brake let it go. */
  readonly released: Uint8Array | undefined
  readonly report: Report
  readonly withdrawal: Withdrawal | undefined
  readonly receivedAt: Instant
  readonly decidedAt: Instant | undefined
  readonly doneAt: Instant | undefined
}

/** Rows read, what became of them, and how many people they are about. */
export interface Counts {
  readonly rows: number
  readonly taken: number
  readonly same: number
  readonly refused: number
  readonly inReview: number
  readonly people: number
}

/** What is told about a batch besides its counts; nothing of a person. `tried`: the counts are those of a dry run. */
export interface Report {
  readonly weighing?: Weighing
  readonly faults?: readonly RowFault[]
  readonly tried?: boolean
}

/** Who takes a batch back: its source, by the request that it signed, or a steward of its organisation, for whom the program vouches. */
export type Asking = { readonly request: SignedRequest } | { readonly steward: string; readonly mac: string }

/** That a batch is taken back: who asked, when, and the last row that was taken back. */
export type Withdrawal = Asking & {
  readonly at: Instant
  readonly after: number
}

/** Makes everybody wait who decides about or writes rows of the same source, until the transaction ends. */
export async function lockSource(tx: Tx, sourceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`batches of ${sourceId}`}, 0))`.execute(tx)
}

/** Keeps a batch that is new. */
export async function insertBatch(
  tx: Tx,
  batch: { batchId: string; sourceId: string; contentHash: Uint8Array; sealed: Uint8Array; receivedAt: Instant },
): Promise<void> {
  await tx
    .insertInto('batch')
    .values({
      batch_id: batch.batchId,
      source_id: batch.sourceId,
      state: 'receiving',
      content_hash: batch.contentHash,
      sealed: batch.sealed,
      received_at: toDate(batch.receivedAt),
    })
    .execute()
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

/** The same, which nobody takes back or decides about until the transaction ends; others may hold on to it, too. */
export async function holdBatch(tx: Tx, batchId: string): Promise<BatchRow | undefined> {
  const row = await tx
    .selectFrom('batch')
    .selectAll()
    .where('batch.batch_id', '=', batchId)
    .forKeyShare()
    .executeTakeFirst()
  return row && batchRow(row)
}

/** Whether nobody else reads or weighs a batch; nobody does then until the transaction ends. */
export async function reserveBatch(tx: Tx, batchId: string): Promise<boolean> {
  const { rows } = await sql<{ reserved: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`batch ${batchId}`}, 0)) as reserved`.execute(tx)
  return rows[0]?.reserved === true
}

/** The batch in which a source sent the same file whole, to be read the same way, unless it was refused or taken back. */
export async function findByContent(db: Db, sourceId: string, contentHash: Uint8Array): Promise<BatchRow | undefined> {
  const row = await db
    .selectFrom('batch')
    .selectAll()
    .where('batch.source_id', '=', sourceId)
    .where('batch.content_hash', '=', contentHash)
    .where('batch.state', 'in', ['waiting', 'held', 'taking', 'taken', 'withdrawing'])
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
    // Of those of one millisecond, always in the same order.
    .orderBy('batch.batch_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(batchRow)
}

/** The latest batches of some sources, those in a state or all, from after a place on. */
export async function listBatchesOf(
  db: Db,
  asked: {
    sourceIds: readonly string[]
    state: State | undefined
    after: ListPlace | undefined
    limit: number
  },
): Promise<BatchRow[]> {
  const { after: place, state } = asked
  let query = db
    .selectFrom('batch')
    .selectAll()
    .where(sql<boolean>`batch.source_id = any(${asked.sourceIds}::uuid[])`)
    .orderBy('batch.received_at', 'desc')
    .orderBy('batch.batch_id', 'desc')
    .limit(asked.limit)
  if (state !== undefined) query = query.where('batch.state', '=', state)
  if (place) {
    query = query.where(
      sql<boolean>`(batch.received_at, batch.batch_id) < (${toDate(place.at)}::timestamptz, ${place.id}::uuid)`,
    )
  }
  return (await query.execute()).map(batchRow)
}

/** Batches that wait for approval, the longest waiting first; `only` narrows them by a condition on `batch`. */
export async function listHeld(
  db: Db,
  asked: { only?: RawBuilder<boolean> | undefined; after: ListPlace | undefined; limit: number },
): Promise<BatchRow[]> {
  const { only, after: place } = asked
  let query = db
    .selectFrom('batch')
    .selectAll()
    // Said and not asked: only so does the index of what is held serve every plan.
    .where(sql<boolean>`batch.state = 'held'`)
    .orderBy('batch.received_at')
    .orderBy('batch.batch_id')
    .limit(asked.limit)
  if (only) query = query.where(only)
  if (place) {
    query = query.where(
      sql<boolean>`(batch.received_at, batch.batch_id) > (${toDate(place.at)}::timestamptz, ${place.id}::uuid)`,
    )
  }
  return (await query.execute()).map(batchRow)
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

/** What may be written of a batch; `undefined` empties what may be empty. */
export interface Change {
  readonly state?: State
  readonly sealed?: Uint8Array
  readonly size?: number
  readonly counts?: Partial<Counts>
  readonly shares?: number | undefined
  readonly changed?: number
  readonly decision?: 'within-brake' | 'approved'
  readonly released?: Uint8Array
  readonly report?: Report
  readonly withdrawal?: Withdrawal
  readonly decidedAt?: Instant
  readonly doneAt?: Instant
}

/** Writes what has changed of a batch. */
export async function updateBatch(tx: Tx, batchId: string, change: Change): Promise<void> {
  const { counts = {}, report, withdrawal, decidedAt, doneAt, ...plain } = change
  const { inReview, ...counted } = counts
  await tx
    .updateTable('batch')
    .set({
      ...plain,
      ...counted,
      ...('shares' in change && { shares: change.shares ?? null }),
      ...(inReview !== undefined && { in_review: inReview }),
      ...(report && { report: JSON.stringify(report) }),
      ...(withdrawal && { withdrawal: JSON.stringify(withdrawal) }),
      ...(decidedAt !== undefined && { decided_at: toDate(decidedAt) }),
      ...(doneAt !== undefined && { done_at: toDate(doneAt) }),
    })
    .where('batch.batch_id', '=', batchId)
    .execute()
}

/**
 * How many people a source's batches change that were let go within the last hour. Those that two organisations approved are
 * their business, and not the brake's.
 */
export async function countChanged(db: Db, sourceId: string, now: Instant): Promise<number> {
  const row = await db
    .selectFrom('batch')
    .select(({ fn }) => fn.sum<number>('batch.changed').as('changed'))
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
  content_hash: Uint8Array
  sealed: Uint8Array
  size: number
  rows: number
  taken: number
  same: number
  refused: number
  in_review: number
  people: number
  shares: number | null
  changed: number | null
  decision: 'within-brake' | 'approved' | null
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
    contentHash: row.content_hash,
    sealed: row.sealed,
    size: row.size,
    counts: { rows, taken, same, refused, inReview, people },
    shares: row.shares ?? undefined,
    changed: row.changed ?? undefined,
    decision: row.decision ?? undefined,
    released: row.released ?? undefined,
    report: (row.report ?? {}) as Report,
    withdrawal: (row.withdrawal ?? undefined) as Withdrawal | undefined,
    receivedAt: toInstant(row.received_at),
    decidedAt: toInstantOrNone(row.decided_at),
    doneAt: toInstantOrNone(row.done_at),
  }
}
