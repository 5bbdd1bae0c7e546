import { sql } from 'kysely'
import type { Db, Tx } from '../kit/db.ts'
import { insertMany } from '../kit/insert-many.ts'

// The shares of a batch that was read: some people's rows, sealed in pieces, until they are taken.

/** A sealed piece of a share. */
export interface StoredPiece {
  readonly share: number
  readonly piece: number
  readonly sealed: Uint8Array
}

/** What became of a share. */
export interface ShareDone {
  readonly taken: number
  readonly same: number
  readonly people: number
  readonly outcomes: Uint8Array
}

/** Keeps pieces of shares. */
export async function insertPieces(tx: Tx, batchId: string, pieces: readonly StoredPiece[]): Promise<void> {
  await insertMany(tx, 'batch_piece', {
    batch_id: ['uuid', pieces.map(() => batchId)],
    share: ['integer', pieces.map(({ share }) => share)],
    piece: ['integer', pieces.map(({ piece }) => piece)],
    sealed: ['bytea', pieces.map(({ sealed }) => sealed)],
  })
}

/** The pieces of a share, in order. */
export async function readPieces(db: Db, batchId: string, share: number): Promise<StoredPiece[]> {
  return db
    .selectFrom('batch_piece')
    .select(['batch_piece.share', 'batch_piece.piece', 'batch_piece.sealed'])
    .where('batch_piece.batch_id', '=', batchId)
    .where('batch_piece.share', '=', share)
    .orderBy('batch_piece.piece')
    .execute()
}

/** Notes the shares that there are: how many rows each has. */
export async function insertShares(tx: Tx, batchId: string, rows: readonly number[]): Promise<void> {
  await insertMany(tx, 'batch_share', {
    batch_id: ['uuid', rows.map(() => batchId)],
    share: ['integer', rows.map((_, share) => share)],
    rows: ['integer', rows],
  })
}

/** The shares that are not taken yet. */
export async function listOpenShares(db: Db, batchId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('batch_share')
    .select('batch_share.share')
    .where('batch_share.batch_id', '=', batchId)
    .where('batch_share.taken', 'is', null)
    .orderBy('batch_share.share')
    .execute()
  return rows.map((row) => row.share)
}

/** Takes hold of a share, so that nobody else takes it at the same time; false when it is taken already or there is none. */
export async function lockOpenShare(tx: Tx, batchId: string, share: number): Promise<boolean> {
  const row = await tx
    .selectFrom('batch_share')
    .select('batch_share.share')
    .where('batch_share.batch_id', '=', batchId)
    .where('batch_share.share', '=', share)
    .where('batch_share.taken', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Notes that a share is taken, and forgets its rows. */
export async function closeShare(tx: Tx, of: { batchId: string; share: number }, done: ShareDone): Promise<void> {
  const { taken, same, people, outcomes } = done
  await tx
    .updateTable('batch_share')
    .set({ taken, same, people, outcomes })
    .where('batch_share.batch_id', '=', of.batchId)
    .where('batch_share.share', '=', of.share)
    .execute()
  await tx
    .deleteFrom('batch_piece')
    .where('batch_piece.batch_id', '=', of.batchId)
    .where('batch_piece.share', '=', of.share)
    .execute()
}

/** What has been taken so far. */
export async function sumShares(db: Db, batchId: string): Promise<{ taken: number; same: number; people: number }> {
  const { rows } = await sql<{ taken: number; same: number; people: number }>`
    select coalesce(sum(taken), 0) as taken, coalesce(sum(same), 0) as same, coalesce(sum(people), 0) as people
    from batch_share where batch_id = ${batchId}::uuid`.execute(db)
  return rows[0] ?? { taken: 0, same: 0, people: 0 }
}

/** The outcomes of the shares that were taken. */
export async function readShareOutcomes(db: Db, batchId: string): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom('batch_share')
    .select('batch_share.outcomes')
    .where('batch_share.batch_id', '=', batchId)
    .where('batch_share.outcomes', 'is not', null)
    .orderBy('batch_share.share')
    .execute()
  return rows.flatMap((row) => (row.outcomes === null ? [] : [row.outcomes]))
}

/** Forgets the shares of a batch and all rows in them. */
export async function deleteShares(tx: Tx, batchId: string): Promise<void> {
  await tx.deleteFrom('batch_piece').where('batch_piece.batch_id', '=', batchId).execute()
  await tx.deleteFrom('batch_share').where('batch_share.batch_id', '=', batchId).execute()
}
