import { sql } from 'kysely'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import { courseText, type ColourState, type HistoryRow, type Shown } from './colour-row.ts'

/** A state to write over what stands there, and where the course is another one the row of the history that it follows. */
export interface Written {
  readonly state: ColourState
  readonly mac: Uint8Array
  readonly grounds: Uint8Array
  readonly shown: (Shown & { readonly mac: Uint8Array }) | undefined
}

/** Writes states and history in one statement, so that nobody can write the one without the other. */
export async function writeColours(tx: Tx, rows: readonly Written[]): Promise<void> {
  const states = rows.map(({ state }) => state)
  const added = rows.flatMap(({ state, shown }) => (shown ? [{ personId: state.personId, ...shown }] : []))
  await sql`
    with added as (
      insert into colour_history (person_id, version, at, course, table_name, table_version, mac)
      select * from unnest(
        ${added.map((shown) => shown.personId)}::uuid[], ${added.map((shown) => shown.version)}::integer[],
        ${added.map((shown) => toDate(shown.at))}::timestamptz[], ${added.map((shown) => courseText(shown.course))}::jsonb[],
        ${added.map((shown) => shown.tableName)}::text[], ${added.map((shown) => shown.tableVersion)}::text[],
        ${added.map((shown) => shown.mac)}::bytea[])
    )
    insert into colour_state (person_id, version, colour, since, changes_at, course, table_name, table_version, evaluated_at, grounds, mac,
      act_id, act_commitment)
    select * from unnest(
      ${states.map((state) => state.personId)}::uuid[], ${states.map((state) => state.version)}::integer[],
      ${states.map(({ course }) => course[0].colour)}::text[], ${states.map(({ course }) => toDate(course[0].from))}::timestamptz[],
      ${states.map(({ course }) => (course[1] ? toDate(course[1].from) : null))}::timestamptz[],
      ${states.map(({ course }) => courseText(course))}::jsonb[], ${states.map((state) => state.tableName)}::text[],
      ${states.map((state) => state.tableVersion)}::text[], ${states.map((state) => toDate(state.evaluatedAt))}::timestamptz[],
      ${rows.map(({ grounds }) => grounds)}::bytea[], ${rows.map(({ mac }) => mac)}::bytea[],
      ${states.map(({ act }) => act.id)}::uuid[], ${states.map(({ act }) => act.commitment)}::bytea[])
    on conflict (person_id) do update set
      version = excluded.version, colour = excluded.colour, since = excluded.since, changes_at = excluded.changes_at,
      course = excluded.course, table_name = excluded.table_name, table_version = excluded.table_version,
      evaluated_at = excluded.evaluated_at, grounds = excluded.grounds, mac = excluded.mac,
      act_id = excluded.act_id, act_commitment = excluded.act_commitment`.execute(tx)
}

/** The whole history of what was shown of a person, in order; believed by nobody until each row's MAC was checked. */
export async function readHistory(db: Db, personId: string): Promise<HistoryRow[]> {
  return readHistories(db, [personId])
}

/** The same of some people. */
export async function readHistories(
  db: Db,
  personIds: readonly string[],
): Promise<(HistoryRow & { readonly person_id: string })[]> {
  return db
    .selectFrom('colour_history')
    .select(['colour_history.person_id', 'colour_history.version', 'colour_history.at', 'colour_history.course'])
    .select(['colour_history.table_name', 'colour_history.table_version', 'colour_history.mac'])
    .where(sql<boolean>`colour_history.person_id = any(${personIds}::uuid[])`)
    .orderBy('colour_history.person_id')
    .orderBy('colour_history.version')
    .execute()
}

/** The version of the history that a person's state says it follows; 0 without one. Only a hint: it may have been altered. */
export async function findStateVersion(db: Db, personId: string): Promise<number> {
  const row = await db
    .selectFrom('colour_state')
    .select('colour_state.version')
    .where('colour_state.person_id', '=', personId)
    .executeTakeFirst()
  return row?.version ?? 0
}
