import { sql } from 'kysely'
import type { Db, Tx } from '../kit/db.ts'
import { insertMany } from '../kit/insert-many.ts'
import { newId, type Ctx } from '../kit/world.ts'

// Whose colour has changed and is not published yet. A row says whose and never which: what is published is read from the
// evaluator's own row, so that a row written here by hand makes nobody another colour.

/** Tells the colour list, in the transaction that changes them, whose colours change. */
export async function announceChanges(tx: Tx, ctx: Ctx, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  await insertMany(tx, 'colour_change', {
    person_id: ['uuid', personIds],
    change_id: ['uuid', personIds.map(() => newId(ctx))],
  })
}

/** The oldest changes that were not published yet. */
export async function listChanges(db: Db, limit: number): Promise<{ personId: string; changeId: string }[]> {
  const rows = await db
    .selectFrom('colour_change')
    .select(['colour_change.person_id', 'colour_change.change_id'])
    .orderBy('colour_change.change_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ personId: row.person_id, changeId: row.change_id }))
}

/** Forgets changes that are published. */
export async function forgetChanges(tx: Tx, changeIds: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('colour_change')
    .where(sql<boolean>`colour_change.change_id = any(${changeIds}::uuid[])`)
    .execute()
}
