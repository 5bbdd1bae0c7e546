import type pg from 'pg'
import { pointRead } from '../kit/point-read.ts'
import type { NumberRow } from '../identity/list-numbers.ts'
import { COLOUR_COLUMNS, COLOUR_JOINS, type ColourRow } from '../risk/risk.ts'

/** Whoever stands at a place of the list: his person id and colour, and whether a photo may be shown. */
export interface HolderAtGateRow extends ColourRow, NumberRow {
  readonly person_id: string
  readonly wrapped_key: Uint8Array
  readonly has_photo: boolean
}

const HOLDER_AT_GATE = `
  select asked.place, person.person_id, person.list_number, person.number_mac, person.wrapped_key,
    ${COLOUR_COLUMNS},
    exists (select 1 from person_photo where person_photo.person_id = person.person_id) as has_photo
  from unnest($1::bigint[]) with ordinality as asked (list_number, place)
  join person on person.list_number = asked.list_number ${COLOUR_JOINS}`

const readHolder = pointRead<HolderAtGateRow>({ name: 'holder-at-gate', text: HOLDER_AT_GATE })

/** The holder of a code by his list number. */
export async function findHolderAtGate(pool: pg.Pool, listNumber: number): Promise<HolderAtGateRow | undefined> {
  return readHolder(pool, [listNumber])
}
