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
