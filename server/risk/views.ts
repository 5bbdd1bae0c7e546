import { sql } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import type { PersonRow } from '../identity/persons.ts'
import { toDate, type Db, type Tx } from '../kit/db.ts'

// Read-only, over tables of other features. What locks locks the rows of `person`, and nothing before: whoever evaluates a
// person waits for whoever evaluates him already, so that no result from older facts is written over a newer one.

/** Who is to be evaluated, and the key of what is known about him. */
export interface Evaluated {
  readonly personId: string
  readonly identity: 'unregistered' | 'awaiting' | 'confirmed'
  readonly wrappedKey: Uint8Array
}

/** Locks some people, in the order of their ids so that two who do so never wait for each other. */
export async function lockPersons(tx: Tx, personIds: readonly string[]): Promise<Evaluated[]> {
  const rows = await tx
    .selectFrom('person')
    .select(['person.person_id', 'person.identity', 'person.wrapped_key'])
    .where(sql<boolean>`person.person_id = any(${personIds}::uuid[])`)
    .orderBy('person.person_id')
    .forNoKeyUpdate()
    .execute()
  return rows.map((row) => ({ personId: row.person_id, identity: row.identity, wrappedKey: row.wrapped_key }))
}

/** Locks people whose colour is due to change, skipping those whom somebody evaluates at this moment; the longest due first. */
export async function lockDue(tx: Tx, now: Instant, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('colour_state')
    .innerJoin('person', 'person.person_id', 'colour_state.person_id')
    .select('colour_state.person_id')
    .where('colour_state.changes_at', '<=', toDate(now))
    .orderBy('colour_state.changes_at')
    .limit(limit)
    .forNoKeyUpdate('person')
    .skipLocked()
    .execute()
  return rows.map((row) => row.person_id)
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
  const row = await db
    .selectFrom('person')
    .select(({ fn }) => fn.max<number | null>('person.list_number').as('highest'))
    .executeTakeFirstOrThrow()
  return row.highest === null ? 0 : row.highest + 1
}

/** The people of some list numbers, in their order. */
export async function readNumbered(db: Db, listNumbers: readonly number[]): Promise<PersonRow[]> {
  return numbered(db)
    .where(sql<boolean>`person.list_number = any(${listNumbers}::bigint[])`)
    .execute()
}

/** The people of the list numbers from one to before another, in their order. */
export async function listNumbered(db: Db, range: { from: number; to: number; limit: number }): Promise<PersonRow[]> {
  return numbered(db)
    .where('person.list_number', '>=', range.from)
    .where('person.list_number', '<', range.to)
    .limit(range.limit)
    .execute()
}

function numbered(db: Db) {
  return db
    .selectFrom('person')
    .select(['person.person_id', 'person.list_number', 'person.identity', 'person.wrapped_key', 'person.sealed'])
    .orderBy('person.list_number')
}

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
