import type { Colour } from '../../core/colour.ts'
import type { Instant } from '../../core/instant.ts'
import { toInstant, toInstantOrNone } from '../kit/db.ts'
import { mac, sameSecret, type MasterKeys } from '../kit/seal.ts'
import type { ColourRow } from './risk.ts'

/** What the evaluator found and vouches for. */
export interface ColourState {
  readonly personId: string
  readonly colour: Colour
  /** Since when the colour has been this one. */
  readonly since: Instant
  /** When the colour changes if nothing new is learned. */
  readonly changesAt: Instant | undefined
  readonly tableName: string
  readonly tableVersion: string
  readonly evaluatedAt: Instant
}

/** The evaluator's MAC over everything that a row says. */
export function vouchFor(keys: MasterKeys, state: ColourState): Uint8Array {
  const { personId, colour, since, changesAt, tableName, tableVersion, evaluatedAt } = state
  const said = [personId, colour, since, changesAt ?? null, tableName, tableVersion, evaluatedAt]
  return mac(keys.evaluatorMac, JSON.stringify(said))
}

/** What a row says, if the evaluator wrote it so; undefined for a row that anybody else wrote or altered, and for none. */
export function openRow(keys: MasterKeys, row: ColourRow): ColourState | undefined {
  const { colour, since, table_name: tableName, table_version: tableVersion, evaluated_at: evaluatedAt } = row
  if (!colour || !since || tableName === null || tableVersion === null || !evaluatedAt || !row.mac) return undefined
  const state: ColourState = {
    personId: row.person_id,
    colour,
    since: toInstant(since),
    changesAt: toInstantOrNone(row.changes_at),
    tableName,
    tableVersion,
    evaluatedAt: toInstant(evaluatedAt),
  }
  return sameSecret(row.mac, vouchFor(keys, state)) ? state : undefined
}
