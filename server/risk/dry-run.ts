import { setImmediate as breathe } from 'node:timers/promises'
import type { Colour } from '../../core/colour.ts'
import { CHUNK_PEOPLE } from '../../core/fact-columns.ts'
import type { Instant } from '../../core/instant.ts'
import { judgeAll, planOf, roomForColours } from '../../core/rule-plan.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import type { Db } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { countChunks, openChunk, type CityPart } from './city-columns.ts'
import { DISTRICTS, ELSEWHERE, nameOfDistrict, UNKNOWN } from './districts.ts'
import { findTable } from './table.ts'
import { count, countChanged, countPeople, emptyTally, movesAt, movesOfAll, type Tally } from './tally.ts'

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

/**
 * Judges everybody in the city under a rule table and under the one it is held against, as of one moment, and counts who would
 * change. Nobody is written: not a colour, only the cache that it reads from where that was not built. As large as its largest
 * chunk, however many people there are. Throws where no table is given and none is in force.
 */
export async function dryRun(db: Db, ctx: Ctx, table: RuleTable, asked: DryRunAsked): Promise<DryRunResult> {
  const { asOf, against = findTable(asOf), onProgress, signal } = asked
  if (!against) throw new Error('no rule table is in force that this one could be held against')
  const tally = emptyTally({ before: against.rows.length, after: table.rows.length })
  const rooms = { before: roomForColours(CHUNK_PEOPLE), after: roomForColours(CHUNK_PEOPLE) }
  const chunks = await countChunks(db)
  let done = 0
  for await (const parts of openEach(db, ctx, chunks)) {
    for (const part of parts) {
      signal?.throwIfAborted()
      const { columns } = part
      judgeAll(planOf(against, columns.shapes), columns, { asOf, into: rooms.before })
      judgeAll(planOf(table, columns.shapes), columns, { asOf, into: rooms.after })
      count(tally, part, rooms)
      // A chunk takes some tens of milliseconds: whoever else waits for this program comes first.
      await breathe()
    }
    done += 1
    onProgress?.(done, chunks)
  }
  return { asOf, table: nameOf(table), against: nameOf(against), ...resultOf(tally, { table, against }) }
}

/** One chunk after the other; while one is judged, the database sends the next. */
async function* openEach(db: Db, ctx: Ctx, chunks: number): AsyncGenerator<CityPart[]> {
  let next = chunks > 0 ? openChunk(db, ctx, 0) : undefined
  for (let chunk = 1; next !== undefined; chunk += 1) {
    const parts = await next
    next = chunk < chunks ? openChunk(db, ctx, chunk) : undefined
    // Whoever stops between two chunks does not come back for the error of the next.
    next?.catch(() => undefined)
    yield parts
  }
}

function resultOf(
  tally: Tally,
  { table, against }: { table: RuleTable; against: RuleTable },
): Pick<DryRunResult, 'people' | 'changed' | 'moves' | 'byRule' | 'byRuleBefore' | 'byDistrict'> {
  const moves = movesOfAll(tally.byDistrict)
  return {
    people: countPeople(moves),
    changed: countChanged(moves),
    moves,
    byRule: byRule(tally.byRow, table),
    byRuleBefore: byRule(tally.byRowBefore, against),
    byDistrict: byDistrict(tally.byDistrict),
  }
}

/** Those whom no row decides about come last. */
function byRule(counts: Float64Array, { rows }: RuleTable): RuleMoves[] {
  const ofRows = rows.map((row, place) => ({ ruleId: row.id, moves: movesAt(counts, place + 1) }))
  return [...ofRows, { ruleId: undefined, moves: movesAt(counts, 0) }].filter(({ moves }) => countPeople(moves) > 0)
}

function byDistrict(counts: Float64Array): DistrictMoves[] {
  const known = Array.from({ length: DISTRICTS }, (_, district) => district).filter((one) => one !== UNKNOWN)
  const inOrder = [...known.filter((one) => one !== ELSEWHERE), ELSEWHERE, UNKNOWN]
  return inOrder
    .map((district) => ({ district: nameOfDistrict(district), moves: movesAt(counts, district) }))
    .filter(({ moves }) => countPeople(moves) > 0)
}

function nameOf({ name, version }: RuleTable): TableName {
  return { name, version }
}
