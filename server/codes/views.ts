import type pg from 'pg'
import { IDENTITY_CELLS, type IdentityCells } from '../identity/identity-states.ts'
import type { NumberRow } from '../identity/list-numbers.ts'
import type { PersonRow } from '../identity/persons.ts'
import { pointRead } from '../kit/point-read.ts'
import { COLOUR_COLUMNS, COLOUR_JOINS, type ColourRow } from '../risk/risk.ts'

/** Who holds an account, and all that issuing a code to him needs, in one prepared read: this is the morning's hottest path. */
export interface HolderRow extends PersonRow, NumberRow, ColourRow {
  readonly registration_id: string
  readonly state: 'confirmed' | 'awaiting-staff'
  readonly reason: 'not-in-register' | 'unproved' | 'second-claim' | null
  readonly due_at: Date
  readonly arriving: boolean
  readonly arrival_declared: boolean
  readonly has_photo: boolean
}

/** The same with how sure we were who he is, over time. */
export interface IdentifiedHolderRow extends HolderRow {
  readonly identities: readonly IdentityCells[] | null
}

const holderOfAccount = (more: string) => `
  select asked.place, registration.registration_id, registration.state, registration.reason, registration.due_at, registration.arriving,
    person.person_id, person.list_number, person.number_mac, person.identity, person.wrapped_key, person.sealed,
    ${COLOUR_COLUMNS},${more}
    exists (select 1 from evidence where evidence.person_id = person.person_id
      and evidence.kind = 'arrival-declaration') as arrival_declared,
    exists (select 1 from person_photo where person_photo.person_id = person.person_id) as has_photo
  from unnest($1::uuid[]) with ordinality as asked (account_id, place)
  join registration on registration.account_id = asked.account_id and registration.state <> 'refused'
  join person on person.person_id = registration.person_id ${COLOUR_JOINS}`

const readHolder = pointRead<HolderRow>({ name: 'holder-of-account', text: holderOfAccount('') })
const readIdentifiedHolder = pointRead<IdentifiedHolderRow>({
  name: 'identified-holder-of-account',
  text: holderOfAccount(` ${IDENTITY_CELLS} as identities,`),
})

/** The person that an account stands for, if it has registered. */
export async function findHolder(pool: pg.Pool, accountId: string): Promise<HolderRow | undefined> {
  return readHolder(pool, [accountId])
}

/** The same with his identity over time, for whoever says why his colour is what it is. */
export async function findIdentifiedHolder(pool: pg.Pool, accountId: string): Promise<IdentifiedHolderRow | undefined> {
  return readIdentifiedHolder(pool, [accountId])
}
