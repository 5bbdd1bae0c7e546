import type pg from 'pg'
import type { ColourRow } from '../risk/risk.ts'

/** Whoever stands at a place of the list: his person id and colour, and whether a photo may be shown. */
export interface HolderAtGateRow extends ColourRow {
  readonly person_id: string
  readonly wrapped_key: Uint8Array
  readonly has_photo: boolean
}

const HOLDER_AT_GATE = `
  select person.person_id, person.wrapped_key, colour_state.colour, colour_state.since, colour_state.changes_at,
    colour_state.table_name, colour_state.table_version, colour_state.evaluated_at, colour_state.mac,
    exists (select 1 from person_photo where person_photo.person_id = person.person_id) as has_photo
  from person
  left join colour_state on colour_state.person_id = person.person_id
  where person.list_number = $1`

/** The holder of a code by his list number, in one prepared read. */
export async function findHolderAtGate(pool: pg.Pool, listNumber: number): Promise<HolderAtGateRow | undefined> {
  const result = await pool.query<HolderAtGateRow>({
    name: 'holder-at-gate',
    text: HOLDER_AT_GATE,
    values: [listNumber],
  })
  return result.rows[0]
}
