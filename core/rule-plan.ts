import { LIST_VALUE } from './colour.ts'
import type { FactColumns } from './fact-columns.ts'
import type { FactShape } from './fact-shapes.ts'
import { instant, type Instant } from './instant.ts'
import type { RuleTable } from './rule-table.ts'
import { countsDaily, endsIt, nthInARow, OPEN, spanBegin, spanEnd, timesOf, type RowTimes } from './span-times.ts'
import { laterMatches, matches } from './spans.ts'

// A rule table compiled over columns: which rows each shape of fact causes or ends is worked out once, and then a person
// takes a few comparisons of numbers. It says what `evaluate` says; a property holds them together. Nothing is allocated
// for a person: a city has 25 million.

/** A rule table made ready for the columns that have these very shapes. */
export interface RulePlan {
  readonly shapes: readonly FactShape[]
  readonly rows: readonly PlanRow[]
  /** Of each shape, the places of the rows that a fact of it causes. */
  readonly caused: readonly Uint16Array[]
}

interface PlanRow extends RowTimes {
  readonly colour: number
  /** The place of the row's id in the order of ids, which decides between rows that say the same for as long. */
  readonly rank: number
  /** Of each shape, 1 if the row counts a later fact of it. */
  readonly later: Uint8Array
}

/**
 * What is found of each person of a chunk. `colours` are numbers as in `LIST_VALUE`, from green to the worst; `rows` are
 * the places, counted from 1, of the table's row that decides (the first of `evaluate`'s reasons), or 0 where none does;
 * `next`, which takes a little longer to find, is the colour's next change.
 */
export interface Judged {
  readonly colours: Uint8Array
  readonly rows: Uint16Array
  readonly next: NextChanges | undefined
}

/** When the colour of each person of a chunk changes next, or NaN where it does not; and to which, or the same colour. */
export interface NextChanges {
  readonly at: Float64Array
  readonly colours: Uint8Array
}

/** Room for what is found of so many people, without when their colours change. */
export function roomForColours(people: number): Judged {
  return { colours: new Uint8Array(people), rows: new Uint16Array(people), next: undefined }
}

/** Room for what is found of so many people, with when their colours change. */
export function roomForChanges(people: number): Judged {
  return { ...roomForColours(people), next: { at: new Float64Array(people), colours: new Uint8Array(people) } }
}

/** A rule table made ready for the columns that have these very shapes. */
export function planOf(table: RuleTable, shapes: readonly FactShape[]): RulePlan {
  const ids = table.rows.map((row) => row.id).toSorted()
  return {
    shapes,
    rows: table.rows.map((row) => ({
      ...timesOf(row),
      colour: LIST_VALUE[row.colour],
      rank: ids.indexOf(row.id),
      later: Uint8Array.from(shapes, (shape) => Number(laterMatches(row).some((match) => matches(match, shape)))),
    })),
    caused: shapes.map((shape) =>
      Uint16Array.from(table.rows.flatMap((row, place) => (matches(row.fact, shape) ? [place] : []))),
    ),
  }
}

/**
 * Judges everybody of a chunk as of a moment, into room for at least so many people, which is overwritten and given back.
 * Throws when the plan was made for the shapes of other columns.
 */
export function judgeAll(
  plan: RulePlan,
  columns: FactColumns,
  asked: { readonly asOf: Instant; readonly into: Judged },
): Judged {
  if (plan.shapes !== columns.shapes) throw new Error('This plan was made for the shapes of other columns')
  const judging: Judging = {
    plan,
    columns,
    ...asked,
    start: 0,
    stop: 0,
    spans: roomForSpans(16),
    moments: new Float64Array(16),
  }
  const { first, confirmed } = columns
  for (let person = 0; person < confirmed.length; person += 1) {
    judging.start = first[person]!
    judging.stop = first[person + 1]!
    judgePerson(judging, person)
  }
  return asked.into
}

/** The work on one person after the other. What changes in it is used again for the next. */
interface Judging {
  readonly plan: RulePlan
  readonly columns: FactColumns
  readonly asOf: Instant
  readonly into: Judged
  /** The person's facts are those from `start` up to before `stop`. */
  start: number
  stop: number
  readonly spans: Spans
  moments: Float64Array
}

/** The spans of a person that are not over by the moment asked for: the first `count` entries. */
interface Spans {
  count: number
  begin: Float64Array
  end: Float64Array
  colour: Float64Array
}

function judgePerson(judging: Judging, person: number): void {
  const { plan, columns, asOf, into, spans } = judging
  const start = columns.confirmed[person] === 1 ? LIST_VALUE.green : LIST_VALUE.grey
  let colour: number = start
  let decides = 0
  let lasts = 0
  spans.count = 0
  for (let fact = judging.start; fact < judging.stop; fact += 1) {
    const caused = plan.caused[columns.shape[fact]!]!
    for (let place = 0; place < caused.length; place += 1) {
      const row = plan.rows[caused[place]!]!
      const begin = spanBegin(row, instant(columns.from[fact]!))
      if (begin > asOf && into.next === undefined) continue
      const end = endOf(judging, row, fact)
      if (end <= asOf || end <= begin) continue
      if (into.next !== undefined) keep(spans, begin, end, row.colour)
      if (begin > asOf || row.colour < colour) continue
      if (row.colour === colour && (end < lasts || (end === lasts && row.rank >= plan.rows[decides - 1]!.rank)))
        continue
      colour = row.colour
      decides = caused[place]! + 1
      lasts = end
    }
  }
  into.colours[person] = colour
  into.rows[person] = decides
  if (into.next === undefined) return
  const at = nextChange(spans, asOf, start)
  into.next.at[person] = at
  into.next.colours[person] = Number.isNaN(at) ? colour : colourAt(spans, at, start)
}

/** When a row stops colouring because of a fact; any moment up to `asOf` stands for one that is over by then. */
function endOf(judging: Judging, row: PlanRow, fact: number): Instant {
  const { columns, asOf } = judging
  const from = instant(columns.from[fact]!)
  const to = columns.to[fact]!
  const own = spanEnd(row, from, Number.isNaN(to) ? OPEN : instant(to))
  if (own <= asOf || row.form === 'during' || row.form === 'days-after') return own
  const ended = row.form === 'until-in-a-row' ? completedAt(judging, row, from) : firstLater(judging, row, fact)
  return ended < own ? ended : own
}

function firstLater(judging: Judging, row: PlanRow, fact: number): Instant {
  const { columns, asOf, start, stop } = judging
  const from = instant(columns.from[fact]!)
  let first: number = OPEN
  // What comes later mostly stands behind: looking there first finds out soonest that a span is over.
  for (let step = 1; step < stop - start; step += 1) {
    const other = fact + step < stop ? fact + step : fact + step - stop + start
    if (row.later[columns.shape[other]!] === 0) continue
    const at = instant(columns.from[other]!)
    if (!endsIt(from, at) || at >= first) continue
    first = at
    if (at <= asOf) break
  }
  return instant(first)
}

function completedAt(judging: Judging, row: PlanRow, from: Instant): Instant {
  const { columns, start, stop } = judging
  if (judging.moments.length < stop - start) judging.moments = new Float64Array(2 * (stop - start))
  const { moments } = judging
  let count = 0
  for (let other = start; other < stop; other += 1) {
    const at = instant(columns.from[other]!)
    if (row.later[columns.shape[other]!] === 0 || !countsDaily(from, at)) continue
    // Histories are in order or nearly so, where this moves next to nothing.
    let place = count
    for (; place > 0 && moments[place - 1]! > at; place -= 1) moments[place] = moments[place - 1]!
    moments[place] = at
    count += 1
  }
  return nthInARow(row.days, moments, count)
}

function keep(spans: Spans, begin: number, end: number, colour: number): void {
  if (spans.count === spans.begin.length) {
    const larger = roomForSpans(2 * spans.count)
    larger.begin.set(spans.begin)
    larger.end.set(spans.end)
    larger.colour.set(spans.colour)
    Object.assign(spans, { begin: larger.begin, end: larger.end, colour: larger.colour })
  }
  spans.begin[spans.count] = begin
  spans.end[spans.count] = end
  spans.colour[spans.count] = colour
  spans.count += 1
}

/** The first moment after `asOf` at which the colour is another, or NaN. `start` is the colour without any span. */
function nextChange(spans: Spans, asOf: Instant, start: number): number {
  const now = colourAt(spans, asOf, start)
  for (let at = edgeAfter(spans, asOf); at !== OPEN; at = edgeAfter(spans, at)) {
    if (colourAt(spans, at, start) !== now) return at
  }
  return NaN
}

function edgeAfter(spans: Spans, at: number): number {
  let edge: number = OPEN
  for (let place = 0; place < spans.count; place += 1) {
    const begin = spans.begin[place]!
    const end = spans.end[place]!
    if (begin > at && begin < edge) edge = begin
    if (end > at && end < edge) edge = end
  }
  return edge
}

function colourAt(spans: Spans, at: number, start: number): number {
  let worst = start
  for (let place = 0; place < spans.count; place += 1) {
    if (spans.begin[place]! <= at && at < spans.end[place]! && spans.colour[place]! > worst)
      worst = spans.colour[place]!
  }
  return worst
}

function roomForSpans(most: number): Spans {
  return { count: 0, begin: new Float64Array(most), end: new Float64Array(most), colour: new Float64Array(most) }
}
