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
  // An array a column: one by one, the values of 500 people would be 4,000 parameters.
  await sql`
    insert into colour_state (person_id, colour, since, changes_at, table_name, table_version, evaluated_at, mac)
    select * from unnest(
      ${rows.map((row) => row.personId)}::uuid[],
      ${rows.map((row) => row.colour)}::text[],
      ${rows.map((row) => toDate(row.since))}::timestamptz[],
      ${rows.map((row) => (row.changesAt === undefined ? null : toDate(row.changesAt)))}::timestamptz[],
      ${rows.map((row) => row.tableName)}::text[],
      ${rows.map((row) => row.tableVersion)}::text[],
      ${rows.map((row) => toDate(row.evaluatedAt))}::timestamptz[],
      ${rows.map((row) => row.mac)}::bytea[]
    )
    on conflict (person_id) do update set colour = excluded.colour, since = excluded.since,
      changes_at = excluded.changes_at, table_name = excluded.table_name, table_version = excluded.table_version,
      evaluated_at = excluded.evaluated_at, mac = excluded.mac`.execute(tx)
}
