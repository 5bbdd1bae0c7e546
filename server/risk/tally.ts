import { COLOURS, LIST_VALUE } from '../../core/colour.ts'
import type { Judged } from '../../core/rule-plan.ts'
import type { CityPart } from './city-columns.ts'
import type { Moves } from './dry-run.ts'
import { DISTRICTS } from './districts.ts'

// Counting who goes from which colour to which. Pure, and nothing is made for a person.

const FROM_TO = COLOURS.length ** 2

/** Counts by district and by deciding row; of rows the first entries are the people of none. */
export interface Tally {
  readonly byDistrict: Float64Array
  readonly byRowBefore: Float64Array
  readonly byRow: Float64Array
}

/** A tally of nobody, for tables of so many rows. */
export function emptyTally(rows: { readonly before: number; readonly after: number }): Tally {
  return {
    byDistrict: new Float64Array(DISTRICTS * FROM_TO),
    byRowBefore: new Float64Array((1 + rows.before) * FROM_TO),
    byRow: new Float64Array((1 + rows.after) * FROM_TO),
  }
}

/** Counts the people of a part of a chunk, judged by both tables. */
export function count(
  { byDistrict, byRowBefore, byRow }: Tally,
  { columns, skipped }: CityPart,
  judged: { readonly before: Judged; readonly after: Judged },
): void {
  const { before, after } = judged
  for (let person = 0; person < skipped.length; person += 1) {
    if (skipped[person] === 1) continue
    const fromTo = before.colours[person]! * COLOURS.length + after.colours[person]!
    byDistrict[columns.district[person]! * FROM_TO + fromTo]! += 1
    byRowBefore[before.rows[person]! * FROM_TO + fromTo]! += 1
    byRow[after.rows[person]! * FROM_TO + fromTo]! += 1
  }
}

/** The counts of one district, or of one row. */
export function movesAt(counts: Float64Array, place: number): Moves {
  return movesOf((fromTo) => counts[place * FROM_TO + fromTo]!)
}

/** The counts of all districts, or of all rows. */
export function movesOfAll(counts: Float64Array): Moves {
  return movesOf((fromTo) => {
    let sum = 0
    for (let place = fromTo; place < counts.length; place += FROM_TO) sum += counts[place]!
    return sum
  })
}

/** How many people such counts are of. */
export function countPeople(moves: Moves): number {
  return COLOURS.reduce((sum, from) => sum + COLOURS.reduce((own, to) => own + moves[from][to], 0), 0)
}

/** How many of them change colour. */
export function countChanged(moves: Moves): number {
  return countPeople(moves) - COLOURS.reduce((sum, colour) => sum + moves[colour][colour], 0)
}

function movesOf(countOf: (fromTo: number) => number): Moves {
  const row = (from: number) => ({
    green: countOf(from * COLOURS.length + LIST_VALUE.green),
    yellow: countOf(from * COLOURS.length + LIST_VALUE.yellow),
    red: countOf(from * COLOURS.length + LIST_VALUE.red),
    grey: countOf(from * COLOURS.length + LIST_VALUE.grey),
  })
  return {
    green: row(LIST_VALUE.green),
    yellow: row(LIST_VALUE.yellow),
    red: row(LIST_VALUE.red),
    grey: row(LIST_VALUE.grey),
  }
}
