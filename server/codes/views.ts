import type pg from 'pg'
import type { PersonRow } from '../identity/persons.ts'
import type { ColourRow } from '../risk/risk.ts'

/** Who holds an account, and all that issuing a code to him needs, in one prepared read: this is the morning's hottest path. */
export interface HolderRow extends PersonRow, ColourRow {
  readonly registration_id: string
  readonly state: 'confirmed' | 'awaiting-staff'
  readonly reason: 'not-in-register' | 'unproved' | 'second-claim' | null
  readonly due_at: Date
  readonly arriving: boolean
  readonly arrival_declared: boolean
  readonly has_photo: boolean
}

const HOLDER_OF_ACCOUNT = `
  select registration.registration_id, registration.state, registration.reason, registration.due_at, registration.arriving,
    person.person_id, person.list_number, person.identity, person.wrapped_key, person.sealed,
    colour_state.colour, colour_state.since, colour_state.changes_at, colour_state.table_name,
    colour_state.table_version, colour_state.evaluated_at, colour_state.mac,
    exists (select 1 from evidence where evidence.person_id = person.person_id
      and evidence.kind = 'arrival-declaration') as arrival_declared,
    exists (select 1 from person_photo where person_photo.person_id = person.person_id) as has_photo
  from registration
  join person on person.person_id = registration.person_id
  left join colour_state on colour_state.person_id = person.person_id
  where registration.account_id = $1 and registration.state <> 'refused'`

/** The person that an account stands for, if it has registered. */
export async function findHolder(pool: pg.Pool | pg.PoolClient, accountId: string): Promise<HolderRow | undefined> {
  const result = await pool.query<HolderRow>({
    name: 'holder-of-account',
    text: HOLDER_OF_ACCOUNT,
    values: [accountId],
  })
  return result.rows[0]
}
