import { sql } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import { IDENTITY_CELLS, type IdentityCells } from '../identity/identity-states.ts'
import type { PersonRow } from '../identity/persons.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import type { HistoryRow } from './colour-row.ts'
import { COLOUR_COLUMNS, COLOUR_JOINS, type ColourRow } from './risk.ts'

// Read-only, over tables of other features. What locks, locks rows of `person` and nothing before: whoever evaluates a person
// waits for whoever evaluates him already, so that no result from older facts is written over a newer one. What is then read is
// read by a statement of its own: one that had waited for a lock would see the other tables as they were before it waited.

/** Who is to be evaluated, the key of what is known about him, and what is shown of him. */
export interface Evaluated extends ColourRow {
  readonly wrapped_key: Uint8Array
  readonly identities: readonly IdentityCells[] | null
  readonly grounds: Uint8Array | null
  /** The latest row of the history; null where there is none. */
  readonly history_at: Date | null
  readonly history_course: unknown
  readonly history_table_name: string | null
  readonly history_table_version: string | null
}

/** Locks some people, in the order of their ids so that two who do so never wait for each other. */
export async function lockPersons(tx: Tx, personIds: readonly string[]): Promise<void> {
  await sql`
    select from person where person.person_id = any(${personIds}::uuid[]) order by person.person_id
    for no key update`.execute(tx)
}

/** People of whom officers have written facts by hand, in the order of their ids; `evidence` owns the table. */
export async function listOfHandFacts(db: Db, of: { after: string | undefined; limit: number }): Promise<string[]> {
  let query = db
    .selectFrom('evidence')
    .select('evidence.person_id')
    .distinct()
    .where('evidence.batch_id', 'is', null)
    .where('evidence.declaration_id', 'is', null)
    .where('evidence.kind', '<>', 'taking-back')
    .orderBy('evidence.person_id')
    .limit(of.limit)
  if (of.after !== undefined) query = query.where('evidence.person_id', '>', of.after)
  return (await query.execute()).map((row) => row.person_id)
}

/** What is needed to evaluate some people, in the order of their ids. */
export async function readPersons(tx: Tx, personIds: readonly string[]): Promise<Evaluated[]> {
  const { rows } = await sql<Evaluated>`
    select person.person_id, person.list_number, person.wrapped_key, ${sql.raw(IDENTITY_CELLS)} as identities,
      ${sql.raw(COLOUR_COLUMNS)}, colour_state.grounds, shown.at as history_at, shown.course as history_course,
      shown.table_name as history_table_name, shown.table_version as history_table_version
    from person ${sql.raw(COLOUR_JOINS)}
    where person.person_id = any(${personIds}::uuid[])
    order by person.person_id`.execute(tx)
  return rows
}

/** The row of a person's colour, believed by nobody until its MAC was checked. */
export async function findRow(db: Db, personId: string): Promise<ColourRow | undefined> {
  const { rows } = await sql<ColourRow>`
    select person.person_id, person.list_number, ${sql.raw(COLOUR_COLUMNS)}
    from person ${sql.raw(COLOUR_JOINS)}
    where person.person_id = ${personId}::uuid`.execute(db)
  return rows[0]
}

/** The latest row of the history that was read with a person. */
export function latestShown(row: Evaluated): HistoryRow | undefined {
  const { history_version: version, history_at: at, history_mac: mac } = row
  const { history_table_name: table_name, history_table_version: table_version } = row
  if (version === null || !at || table_name === null || table_version === null || !mac) return undefined
  return { version, at, course: row.history_course, table_name, table_version, mac }
}

/** Somebody whose colour is due to change. */
export interface Due {
  readonly personId: string
  readonly changesAt: Instant
}

/**
 * Locks people whose colour is due to change, the longest due first and after one of them, skipping those whom somebody evaluates
 * at this moment.
 */
export async function lockDue(tx: Tx, now: Instant, { after, limit }: { after?: Due; limit: number }): Promise<Due[]> {
  const { rows } = await sql<{ person_id: string; changes_at: Date }>`
    select colour_state.person_id, colour_state.changes_at
    from colour_state join person on person.person_id = colour_state.person_id
    where colour_state.changes_at <= ${toDate(now)}
      ${after ? sql`and (colour_state.changes_at, colour_state.person_id) > (${toDate(after.changesAt)}, ${after.personId}::uuid)` : sql``}
    order by colour_state.changes_at, colour_state.person_id
    limit ${limit}
    for no key update of person skip locked`.execute(tx)
  return rows.map((row) => ({ personId: row.person_id, changesAt: toInstant(row.changes_at) }))
}

/** Locks people whose colour names no act that records it, by their ids and after one of them, skipping those whom somebody evaluates now. */
export async function lockUnrecorded(
  tx: Tx,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select colour_state.person_id
    from colour_state join person on person.person_id = colour_state.person_id
    where colour_state.act_id is null ${after === undefined ? sql`` : sql`and colour_state.person_id > ${after}::uuid`}
    order by colour_state.person_id
    limit ${limit}
    for no key update of person skip locked`.execute(tx)
  return rows.map((row) => row.person_id)
}

/** Somebody with all that columns take of him, by list number. */
export interface Numbered extends PersonRow {
  readonly identities: readonly IdentityCells[] | null
}

/** A city has some dozens of tables in its time; more is somebody's attempt to keep us busy. */
const MOST_ADOPTIONS = 1_000

/** An adoption and the document that it is about, unchecked. */
export interface AdoptionRow {
  readonly table_hash: Uint8Array
  readonly adopted_at: Date
  readonly in_force_from: Date
  readonly mac: Uint8Array
  readonly document: string | null
}

/** The adoptions of rule tables, in the order in which they come into force. */
export async function listAdoptions(db: Db): Promise<AdoptionRow[]> {
  return db
    .selectFrom('rule_table_adoption')
    .leftJoin('rule_table', 'rule_table.table_hash', 'rule_table_adoption.table_hash')
    .select([
      'rule_table_adoption.table_hash',
      'rule_table_adoption.adopted_at',
      'rule_table_adoption.in_force_from',
      'rule_table_adoption.mac',
      'rule_table.document',
    ])
    .orderBy('rule_table_adoption.in_force_from')
    .orderBy('rule_table_adoption.adopted_at')
    .limit(MOST_ADOPTIONS)
    .execute()
}

/** How many list numbers were given out: one more than the highest. */
export async function countListNumbers(db: Db): Promise<number> {
  const { rows } = await sql<{ highest: number | null }>`
    select max(person.list_number) as highest from person`.execute(db)
  return (rows[0]?.highest ?? -1) + 1
}

/** The people of some list numbers, in their order. */
export async function readNumbered(db: Db, listNumbers: readonly number[]): Promise<Numbered[]> {
  const { rows } = await sql<Numbered>`
    ${sql.raw(NUMBERED)} where person.list_number = any(${listNumbers}::bigint[])
    order by person.list_number`.execute(db)
  return rows
}

/** The people of the list numbers from one to before another, in their order. */
export async function listNumbered(db: Db, range: { from: number; to: number; limit: number }): Promise<Numbered[]> {
  const { rows } = await sql<Numbered>`
    ${sql.raw(NUMBERED)} where person.list_number >= ${range.from} and person.list_number < ${range.to}
    order by person.list_number limit ${range.limit}`.execute(db)
  return rows
}

const NUMBERED = `
  select person.person_id, person.list_number, person.identity, person.wrapped_key, person.sealed,
    ${IDENTITY_CELLS} as identities
  from person`

/** The documents of drafted tables of a name and version, with their hashes, unchecked. */
export async function listDocuments(
  db: Db,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<{ readonly table_hash: Uint8Array; readonly document: string }[]> {
  return db
    .selectFrom('rule_table')
    .select(['rule_table.table_hash', 'rule_table.document'])
    .where('rule_table.name', '=', name)
    .where('rule_table.version', '=', version)
    .orderBy('rule_table.drafted_at')
    .limit(MOST_ADOPTIONS)
    .execute()
}

/** A switch to another table, unchecked. */
export interface SwitchRow {
  readonly switch_id: string
  readonly from_name: string
  readonly from_version: string
  readonly to_name: string
  readonly to_version: string
  readonly began_at: Date
  readonly done_at: Date | null
  readonly mac: Uint8Array
}

/** The switches from one rule table to another, the latest first. */
export async function listSwitches(db: Db): Promise<SwitchRow[]> {
  return db
    .selectFrom('rule_table_switch')
    .selectAll()
    .orderBy('rule_table_switch.began_at', 'desc')
    .limit(MOST_ADOPTIONS)
    .execute()
}
