import fc from 'fast-check'
import { detailsOf, FACT_KINDS, isFactKind, type FactKind } from '../../core/facts.ts'
import type { MatchDocument, PlainFact, PlainHistory, RowDocument, TableDocument } from './second-opinion.ts'
import { CALENDAR, momentOf, placeOf } from './wall-calendar.ts'

// Made-up people whose facts lie where rules turn: a few minutes around midnight, days that are 1, 7 and 14 apart, the
// same minute, a leap day, the end of a month and of a year; facts just meant by a row, and just not.

const MINUTE = 60_000
/** Nothing begins later than so many days after the first. */
const LONGEST = 30
const MOST_FACTS = 40

type Details = PlainFact['details']
type Draft = Omit<PlainFact, 'id'>

/** Some facts of a person under one heading, without the moment from which they count. */
type Chapter = readonly Draft[]

const firstDay = fc.constantFrom('2022-04-10', '2022-03-30', '2020-02-25', '2024-02-27', '2022-12-28')
const clock = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('08:00', '00:00', '00:01', '23:59', '12:00') },
  { weight: 1, arbitrary: fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map(two).join(':')) },
)
const daysLater = fc.oneof(
  { weight: 3, arbitrary: fc.nat(3) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 6, 7, 8, 13, 14, 15) },
  { weight: 1, arbitrary: fc.nat(LONGEST) },
)
/** Most facts are of a full minute; rules count milliseconds all the same. */
const beside = fc.oneof(
  { weight: 19, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 1, 500) },
)

/** A person with a history that matters to a table. */
export function aHistory(table: TableDocument): fc.Arbitrary<PlainHistory> {
  const chapters = firstDay.chain((first) => {
    const moment = aMoment(first)
    return fc.array(fc.oneof(...table.rows.flatMap((row) => chaptersOf(row, moment)), aStray(moment)), {
      minLength: 1,
      maxLength: 4,
    })
  })
  return fc.record({ chapters, identityConfirmed: fc.boolean() }).map(({ chapters: drafts, identityConfirmed }) => ({
    facts: drafts
      .flat()
      .slice(0, MOST_FACTS)
      .map((draft, place): PlainFact => ({ id: `fact-${place}`, ...draft })),
    identityConfirmed,
  }))
}

function chaptersOf(row: RowDocument, moment: fc.Arbitrary<number>): fc.Arbitrary<Chapter>[] {
  const endings = row.until ?? row.unless ?? []
  const alone = aFact(row.fact, moment).map((draft) => [draft])
  return [
    alone,
    severalOf(row.fact, moment),
    ...endings.map((ending) => withEnding(row, ending, moment)),
    ...(row.daily === undefined ? [] : [withDaily(row, row.daily, moment)]),
  ]
}

/** The same again: tests seven days apart, two orders, two diagnoses in one minute. */
function severalOf(match: MatchDocument, moment: fc.Arbitrary<number>): fc.Arbitrary<Chapter> {
  const gaps = fc.array(aGap(), { minLength: 1, maxLength: 3 })
  return fc
    .tuple(aFact(match, moment), gaps)
    .map(([first, apart]) => [first, ...apart.map((_, place) => moved(first, sum(apart.slice(0, place + 1))))])
}

/** A fact and what may end it: before it, in the same minute, and around the end of the grace. */
function withEnding(row: RowDocument, ending: MatchDocument, moment: fc.Arbitrary<number>): fc.Arbitrary<Chapter> {
  const place = fc.oneof(
    aGap(),
    aGap().map((gap) => -gap),
    aMidnightAfter(row.days ?? 0),
  )
  return fc.tuple(aFact(row.fact, moment), aFact(ending, moment), place).map(([fact, end, when]) => {
    const at = typeof when === 'number' ? fact.from + when : when(fact.from)
    return [fact, moved(end, at - end.from)]
  })
}

/** An order and reports on most of the days after it: one short, just enough, one left out, one that does not count. */
function withDaily(row: RowDocument, daily: MatchDocument, moment: fc.Arbitrary<number>): fc.Arbitrary<Chapter> {
  const asked = row.days ?? 1
  const reports = fc.record({
    count: fc.constantFrom(asked, asked - 1, asked + 1, 2 * asked, 1),
    clock,
    delay: fc.constantFrom(0, 1, -1),
    gap: fc.option(fc.nat(asked), { freq: 3 }),
    late: fc.option(fc.nat(asked), { freq: 3 }),
  })
  return fc
    .tuple(aFact(row.fact, moment), aFact(daily, moment), aFact(daily, moment), reports)
    .map(([order, report, other, { count, clock: when, delay, gap, late }]) => {
      const days = Array.from({ length: count }, (_, place) => placeOf(order.from) + delay + place)
      const sent = days.map((day, place): Draft | undefined => {
        if (place === gap) return undefined
        const at = place === late ? CALENDAR[day]!.nextMidnight - MINUTE : momentOf(CALENDAR[day]!.date, when)
        return { ...report, details: place === late ? other.details : report.details, from: at, to: at }
      })
      return [order, ...sent.filter((one) => one !== undefined)]
    })
}

/** A fact of any kind, whether or not the table speaks of it. */
function aStray(moment: fc.Arbitrary<number>): fc.Arbitrary<Chapter> {
  return fc
    .constantFrom(...Object.keys(FACT_KINDS).filter(isFactKind))
    .chain((kind) => aFact({ kind }, moment))
    .map((draft) => [draft])
}

/** A fact that a match means, or once in a while just not. */
function aFact(match: MatchDocument, moment: fc.Arbitrary<number>): fc.Arbitrary<Draft> {
  const exact = detailsThatPass(match)
  const details = fc.oneof({ weight: 6, arbitrary: exact }, { weight: 1, arbitrary: bent(match, exact) })
  return fc.record({ from: moment, end: anEnd(match, moment), details }).map(({ from, end, details: some }) => ({
    kind: match.kind,
    from,
    to: end === 'same' ? from : end === 'open' ? undefined : Math.max(from, end),
    details: some,
  }))
}

/** What lasts is mostly open or ends on some day; what is of one moment mostly is, and may be written otherwise. */
function anEnd(match: MatchDocument, moment: fc.Arbitrary<number>): fc.Arbitrary<number | 'same' | 'open'> {
  const lasting = LASTING.has(match.kind)
  return fc.oneof(
    { weight: lasting ? 1 : 8, arbitrary: fc.constant('same' as const) },
    { weight: lasting ? 4 : 1, arbitrary: fc.constant('open' as const) },
    { weight: lasting ? 4 : 1, arbitrary: moment },
  )
}

function detailsThatPass({ where = [] }: MatchDocument): fc.Arbitrary<Details> {
  return fc.record(Object.fromEntries(where.map((one) => [String(one['detail']), valuesThatPass(one)])))
}

function valuesThatPass(comparison: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  if ('eq' in comparison) return fc.constant(comparison['eq'])
  if ('in' in comparison) return fc.constantFrom(...(comparison['in'] as readonly unknown[]))
  const bound = Number(comparison['atLeast'] ?? comparison['above'] ?? comparison['atMost'] ?? comparison['below'])
  return fc.constantFrom(bound, bound + 0.1, bound - 0.1, bound + 1, bound - 1)
}

/** The same details with one of them absent, another word or number of its kind, or of another type. */
function bent(match: MatchDocument, exact: fc.Arbitrary<Details>): fc.Arbitrary<Details> {
  const types = Object.entries(detailsOf(match.kind as FactKind))
  if (types.length === 0) return exact
  return fc.tuple(exact, fc.constantFrom(...types)).chain(([details, [name, type]]) => {
    const words = typeof type === 'string' ? [true, false, 7, 14, '14', 'true'] : type
    return fc.constantFrom(undefined, ...words).map((value) => {
      const { [name]: _, ...rest } = details
      return value === undefined ? rest : { ...rest, [name]: value }
    })
  })
}

/** From a minute to a few weeks, most often whole days and a minute to either side. */
function aGap(): fc.Arbitrary<number> {
  return fc
    .tuple(daysLater, fc.constantFrom(0, 1, -1, 300))
    .map(([days, minutes]) => days * 24 * 60 * MINUTE + minutes * MINUTE)
}

/** Around the midnight at which so many days of grace end, or some time after it. */
function aMidnightAfter(days: number): fc.Arbitrary<(from: number) => number> {
  const later = fc.oneof(fc.constantFrom(0, MINUTE, -MINUTE), aGap())
  return later.map((ms) => (from) => CALENDAR[placeOf(from) + days]!.nextMidnight + ms)
}

function aMoment(first: string): fc.Arbitrary<number> {
  return fc.tuple(daysLater, clock, beside).map(([days, at, ms]) => {
    return momentOf(CALENDAR[placeOf(momentOf(first, '00:00')) + days]!.date, at) + ms
  })
}

function moved(draft: Draft, by: number): Draft {
  return { ...draft, from: draft.from + by, to: draft.to === undefined ? undefined : draft.to + by }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

/** Kinds of which docs/rules.md says that they last. */
const LASTING: ReadonlySet<string> = new Set([
  'case-status',
  'contact',
  'quarantine-order',
  'told-to-test',
  'stay-in-area',
  'area-risk-level',
  'key-area',
  'key-person-group',
])
