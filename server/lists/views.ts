import { sql } from 'kysely'
import type { Db } from '../kit/db.ts'
import type { NumberRow } from '../identity/list-numbers.ts'
import { COLOUR_COLUMNS, COLOUR_JOINS, type ColourRow } from '../risk/risk.ts'

// Where somebody stands and which colour he has: two rows of two features, neither believed until its MAC was checked.

/** A person's number and colour as the database has them. */
export type PlacedRow = NumberRow & ColourRow

const COLUMNS = sql.raw(`person.person_id, person.list_number, person.number_mac, ${COLOUR_COLUMNS}`)
const PERSONS = sql.raw(`person ${COLOUR_JOINS}`)

/** Before every id. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** The next people, by their ids, whose row says another colour than green. */
export async function listNotGreen(db: Db, after: string, limit: number): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`select ${COLUMNS} from ${PERSONS}
    where colour_state.colour <> 'green' and colour_state.person_id > ${after}
    order by colour_state.person_id limit ${limit}`.execute(db)
  return rows
}

/** The next people of all, by their ids. */
export async function listEverybody(db: Db, after: string, limit: number): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`select ${COLUMNS} from ${PERSONS}
    where person.person_id > ${after} order by person.person_id limit ${limit}`.execute(db)
  return rows
}

/** Some people by their ids. */
export async function listPersons(db: Db, personIds: readonly string[]): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`select ${COLUMNS} from ${PERSONS}
    where person.person_id = any(${personIds}::uuid[]) order by person.person_id`.execute(db)
  return rows
}

/** Whoever has one of some list numbers. */
export async function listNumbered(db: Db, listNumbers: readonly number[]): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`select ${COLUMNS} from ${PERSONS}
    where person.list_number = any(${listNumbers}::bigint[]) order by person.list_number`.execute(db)
  return rows
}
