import type pg from 'pg'
import { pointRead } from '../kit/point-read.ts'
import type { WithdrawalRow } from '../codes/withdrawal.ts'
import type { NumberRow } from '../identity/list-numbers.ts'
import { COLOUR_COLUMNS, COLOUR_JOINS, type ColourRow } from '../risk/risk.ts'

/** Whoever stands at a place of the list: his person id and colour, whether a photo may be shown, and whether the phone was withdrawn. */
export interface HolderAtGateRow extends ColourRow, NumberRow, WithdrawalRow {
  readonly person_id: string
  readonly wrapped_key: Uint8Array
  readonly has_photo: boolean
}

const HOLDER_AT_GATE = `
  select asked.place, person.person_id, person.list_number, person.number_mac, person.wrapped_key,
    ${COLOUR_COLUMNS},
    exists (select 1 from person_photo where person_photo.person_id = person.person_id) as has_photo,
    withdrawn_phone.expires_at as withdrawn_until, withdrawn_phone.mac as withdrawn_mac
  from unnest($1::bigint[], $2::bytea[]) with ordinality as asked (list_number, key_hash, place)
  join person on person.list_number = asked.list_number ${COLOUR_JOINS}
  left join withdrawn_phone on withdrawn_phone.key_hash = asked.key_hash`

const readHolder = pointRead<HolderAtGateRow>({ name: 'holder-at-gate', text: HOLDER_AT_GATE })

/** The holder of a code by his list number, and what is known of the phone that showed it. */
export async function findHolderAtGate(
  pool: pg.Pool,
  asked: { listNumber: number; keyHash: Uint8Array },
): Promise<HolderAtGateRow | undefined> {
  return readHolder(pool, [asked.listNumber, asked.keyHash])
}
