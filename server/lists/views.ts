import { sql } from 'kysely'
import type { Db } from '../kit/db.ts'
import type { NumberRow } from '../identity/list-numbers.ts'
import type { ColourRow } from '../risk/risk.ts'

// Where somebody stands and which colour he has: two rows of two features, neither believed until its MAC was checked.

/** A person's number and colour as the database has them. */
export type PlacedRow = NumberRow & ColourRow

const COLUMNS = sql`person.person_id, person.list_number, person.number_mac, colour_state.colour, colour_state.since,
  colour_state.changes_at, colour_state.table_name, colour_state.table_version, colour_state.evaluated_at, colour_state.mac`

/** Before every id. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** The next people, by their ids, whose row says another colour than green. */
export async function listNotGreen(db: Db, after: string, limit: number): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`select ${COLUMNS} from colour_state
    join person on person.person_id = colour_state.person_id
    where colour_state.colour <> 'green' and colour_state.person_id > ${after}
    order by colour_state.person_id limit ${limit}`.execute(db)
  return rows
}

/** The next people of all, by their ids. */
export async function listEverybody(db: Db, after: string, limit: number): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`select ${COLUMNS} from person
    left join colour_state on colour_state.person_id = person.person_id
    where person.person_id > ${after} order by person.person_id limit ${limit}`.execute(db)
  return rows
}

/** Some people by their ids. */
export async function listPersons(db: Db, personIds: readonly string[]): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`select ${COLUMNS} from person
    left join colour_state on colour_state.person_id = person.person_id
    where person.person_id = any(${personIds}::uuid[]) order by person.person_id`.execute(db)
  return rows
}

/** Whoever has one of some list numbers. */
export async function listNumbered(db: Db, listNumbers: readonly number[]): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`select ${COLUMNS} from person
    left join colour_state on colour_state.person_id = person.person_id
    where person.list_number = any(${listNumbers}::bigint[]) order by person.list_number`.execute(db)
  return rows
}
