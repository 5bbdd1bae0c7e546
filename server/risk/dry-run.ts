import type { Colour } from '../../core/colour.ts'
import type { Instant } from '../../core/instant.ts'
import type { RuleTable } from '../../core/rule-table.ts'

/** How many people go from which colour to which: `moves.green.red` were green and would be red. */
export type Moves = Readonly<Record<Colour, Readonly<Record<Colour, number>>>>

/** Which table: tables are told apart by name and version. */
export interface TableName {
  readonly name: string
  readonly version: string
}

/** The people whom one row of a table decides about; without a row: whom none does, who are green or grey. */
export interface RuleMoves {
  readonly ruleId: string | undefined
  readonly moves: Moves
}

/** The people of a district, by its six digits; `elsewhere`: registered outside the city; `unknown`: no address is known. */
export interface DistrictMoves {
  readonly district: string
  readonly moves: Moves
}

/** What a rule table would change in the whole city. Rows and districts without people are left out. */
export interface DryRunResult {
  readonly asOf: Instant
  readonly table: TableName
  /** The table that it is held against. */
  readonly against: TableName
  readonly people: number
  /** Whose colour would be another. */
  readonly changed: number
  readonly moves: Moves
  /** By the row of the tried table that would decide, in its order. */
  readonly byRule: readonly RuleMoves[]
  /** By the row that decides under the table it is held against, in its order. */
  readonly byRuleBefore: readonly RuleMoves[]
  /** By code, then `elsewhere`, then `unknown`. */
  readonly byDistrict: readonly DistrictMoves[]
}

/** How a dry run is asked for. */
export interface DryRunAsked {
  readonly asOf: Instant
  /** Left out: the table that is in force at that moment. */
  readonly against?: RuleTable
  /** Hears of each chunk of people how many are done, of how many. */
  readonly onProgress?: (done: number, of: number) => void
  /** Stops the run between two chunks, which then throws its reason. */
  readonly signal?: AbortSignal
}
