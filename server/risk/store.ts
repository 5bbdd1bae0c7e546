import { sql } from 'kysely'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import type { ColourState } from './colour-row.ts'
import type { ColourRow } from './risk.ts'

/** The row of a person's colour, believed by nobody until its MAC was checked. */
export async function findRow(db: Db, personId: string): Promise<ColourRow | undefined> {
  return db.selectFrom('colour_state').selectAll().where('colour_state.person_id', '=', personId).executeTakeFirst()
}

/** The rows of some people. */
export async function readRows(tx: Tx, personIds: readonly string[]): Promise<ColourRow[]> {
  return tx
    .selectFrom('colour_state')
    .selectAll()
    .where(sql<boolean>`colour_state.person_id = any(${personIds}::uuid[])`)
    .orderBy('colour_state.person_id')
    .execute()
}

/** Writes colours with the evaluator's MAC, over what stood there. */
export async function writeRows(tx: Tx, rows: readonly (ColourState & { readonly mac: Uint8Array })[]): Promise<void> {
  await tx
    .insertInto('colour_state')
    .values(
      rows.map((row) => ({
        person_id: row.personId,
        colour: row.colour,
        since: toDate(row.since),
        changes_at: row.changesAt === undefined ? null : toDate(row.changesAt),
        table_name: row.tableName,
        table_version: row.tableVersion,
        evaluated_at: toDate(row.evaluatedAt),
        mac: row.mac,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet((eb) => ({
        colour: eb.ref('excluded.colour'),
        since: eb.ref('excluded.since'),
        changes_at: eb.ref('excluded.changes_at'),
        table_name: eb.ref('excluded.table_name'),
        table_version: eb.ref('excluded.table_version'),
        evaluated_at: eb.ref('excluded.evaluated_at'),
        mac: eb.ref('excluded.mac'),
      })),
    )
    .execute()
}
