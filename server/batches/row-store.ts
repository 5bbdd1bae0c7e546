import { sql } from 'kysely'
import type { Db, Tx } from '../kit/db.ts'
import { insertMany } from '../kit/insert-many.ts'

// The parts of a batch's file, what became of its rows, and a source's mappings; all that says anything is sealed.

/** A part as it lies there. */
export interface StoredPart {
  readonly part: number
  readonly size: number
}

/** Keeps a part; where one of that number is there, answers the keyed hash of that. */
export async function insertPart(
  tx: Tx,
  part: { batchId: string; part: number; partHash: Uint8Array; size: number; sealed: Uint8Array },
): Promise<Uint8Array | undefined> {
  const inserted = await tx
    .insertInto('batch_part')
    .values({
      batch_id: part.batchId,
      part: part.part,
      part_hash: part.partHash,
      size: part.size,
      sealed: part.sealed,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return undefined
  const row = await tx
    .selectFrom('batch_part')
    .select('batch_part.part_hash')
    .where('batch_part.batch_id', '=', part.batchId)
    .where('batch_part.part', '=', part.part)
    .executeTakeFirstOrThrow()
  return row.part_hash
}

/** Which parts are there. */
export async function listParts(db: Db, batchId: string): Promise<StoredPart[]> {
  return db
    .selectFrom('batch_part')
    .select(['batch_part.part', 'batch_part.size'])
    .where('batch_part.batch_id', '=', batchId)
    .orderBy('batch_part.part')
    .execute()
}

/** One part, sealed. */
export async function findPart(db: Db, batchId: string, part: number): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('batch_part')
    .select('batch_part.sealed')
    .where('batch_part.batch_id', '=', batchId)
    .where('batch_part.part', '=', part)
    .executeTakeFirst()
  return row?.sealed
}

/** Forgets the parts of a batch. */
export async function deleteParts(tx: Tx, batchId: string): Promise<void> {
  await tx.deleteFrom('batch_part').where('batch_part.batch_id', '=', batchId).execute()
}

/** Rows whose outcomes stand in one row of `batch_chunk`. */
const CHUNK_ROWS = 10_000

/** Writes what became of each row of a batch, in the order of the file, over what stood there. */
export async function writeOutcomes(tx: Tx, batchId: string, outcomes: Uint8Array): Promise<void> {
  await tx.deleteFrom('batch_chunk').where('batch_chunk.batch_id', '=', batchId).execute()
  const firsts = Array.from({ length: Math.ceil(outcomes.length / CHUNK_ROWS) }, (_, chunk) => chunk * CHUNK_ROWS)
  const chunks = firsts.map((first) => outcomes.subarray(first, first + CHUNK_ROWS))
  await insertMany(tx, 'batch_chunk', {
    batch_id: ['uuid', firsts.map(() => batchId)],
    first_row: ['integer', firsts.map((first) => first + 1)],
    last_row: ['integer', firsts.map((first, place) => first + (chunks[place]?.length ?? 0))],
    outcomes: ['bytea', chunks],
  })
}

/** The outcomes of up to `limit` rows after a row, in order; a byte each. */
export async function readOutcomes(
  db: Db,
  asked: { batchId: string; after: number; limit: number },
): Promise<{ first: number; outcomes: Uint8Array }> {
  const { batchId, after, limit } = asked
  const chunks = await db
    .selectFrom('batch_chunk')
    .select(['batch_chunk.first_row', 'batch_chunk.outcomes'])
    .where('batch_chunk.batch_id', '=', batchId)
    .where('batch_chunk.last_row', '>', after)
    .where('batch_chunk.first_row', '<=', after + limit)
    .orderBy('batch_chunk.first_row')
    .execute()
  const outcomes = chunks.map((chunk) => chunk.outcomes.subarray(Math.max(0, after + 1 - chunk.first_row)))
  return { first: after + 1, outcomes: Buffer.concat(outcomes).subarray(0, limit) }
}

/** A row that was not taken. */
export interface StoredRow {
  readonly row: number
  readonly outcome: 'refused' | 'review'
  readonly sealed: Uint8Array
}

/** Keeps rows that were not taken. */
export async function insertRows(tx: Tx, batchId: string, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0) return
  await insertMany(tx, 'batch_row', {
    batch_id: ['uuid', rows.map(() => batchId)],
    row_number: ['integer', rows.map((row) => row.row)],
    outcome: ['text', rows.map((row) => row.outcome)],
    sealed: ['bytea', rows.map((row) => row.sealed)],
  })
}

/** Forgets the rows that were not taken: those of a dry run, before the batch is read again. */
export async function deleteRows(tx: Tx, batchId: string): Promise<void> {
  await tx.deleteFrom('batch_row').where('batch_row.batch_id', '=', batchId).execute()
}

/** Rows that were not taken, after a row, up to a row or up to so many. */
export async function readRowsKept(
  db: Db,
  asked: { batchId: string; after: number; upTo?: number; limit: number },
): Promise<StoredRow[]> {
  const rows = await db
    .selectFrom('batch_row')
    .select(['batch_row.row_number', 'batch_row.outcome', 'batch_row.sealed'])
    .where('batch_row.batch_id', '=', asked.batchId)
    .where('batch_row.row_number', '>', asked.after)
    .$if(asked.upTo !== undefined, (query) => query.where('batch_row.row_number', '<=', asked.upTo!))
    .orderBy('batch_row.row_number')
    .limit(asked.limit)
    .execute()
  return rows.map((row) => ({ row: row.row_number, outcome: row.outcome, sealed: row.sealed }))
}

/** Keeps a source's mapping under a name, over what stood there. */
export async function writeMapping(
  tx: Tx,
  told: { sourceId: string; name: string; sealed: Uint8Array },
): Promise<void> {
  const { sourceId, name, sealed } = told
  await tx
    .insertInto('source_mapping')
    .values({ source_id: sourceId, name, sealed })
    .onConflict((conflict) => conflict.columns(['source_id', 'name']).doUpdateSet({ sealed }))
    .execute()
}

/** A source's mapping of a name, sealed. */
export async function findMapping(db: Db, sourceId: string, name: string): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('source_mapping')
    .select('source_mapping.sealed')
    .where('source_mapping.source_id', '=', sourceId)
    .where('source_mapping.name', '=', name)
    .executeTakeFirst()
  return row?.sealed
}

/** The names of a source's mappings. */
export async function listMappings(db: Db, sourceId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('source_mapping')
    .select('source_mapping.name')
    .where('source_mapping.source_id', '=', sourceId)
    .orderBy('source_mapping.name')
    .limit(limit)
    .execute()
  return rows.map((row) => row.name)
}

/** How many parts a batch has, the highest number among them, and how many bytes they are together. */
export async function sizeOfParts(db: Db, batchId: string): Promise<{ parts: number; last: number; size: number }> {
  const { rows } = await sql<{ parts: number; last: number; size: number }>`
    select count(*) as parts, coalesce(max(batch_part.part), 0) as last, coalesce(sum(batch_part.size), 0) as size
    from batch_part where batch_part.batch_id = ${batchId}::uuid`.execute(db)
  return rows[0] ?? { parts: 0, last: 0, size: 0 }
}
