import { sql } from 'kysely'
import type { Tx } from '../kit/db.ts'
import type { MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch } from '../kit/vouch.ts'
import type { Ctx } from '../kit/world.ts'

// The number in the colour list that a person gets when made, and keeps. Whose place it leads to is decided by it alone, so
// the program vouches for it: two rows whose numbers were exchanged are nobody's.

/** The part of a person's row that says where he stands. */
export interface NumberRow {
  readonly person_id: string
  readonly list_number: number
  readonly number_mac: Uint8Array
}

/** List numbers for persons who are being made, none of which anybody had before. */
export async function newNumbers(
  tx: Tx,
  ctx: Pick<Ctx, 'keys'>,
  personIds: readonly string[],
): Promise<Pick<NumberRow, 'list_number' | 'number_mac'>[]> {
  const { rows } = await sql<{ number: number }>`
    select nextval('list_number') as number from generate_series(1, ${personIds.length})`.execute(tx)
  return rows.map(({ number }, place) => ({
    list_number: number,
    number_mac: vouch(ctx.keys, 'list-number', [personIds[place]!, number]),
  }))
}

/** Whether the number of a row is the one that the person was given. */
export function isNumbered(keys: MasterKeys, row: NumberRow): boolean {
  return isVouched(keys, 'list-number', { said: [row.person_id, row.list_number], mac: row.number_mac })
}
