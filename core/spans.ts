import { lastDayOf, type Fact } from './facts.ts'
import { day, dayOf, startOfDay, type Instant, type Period } from './instant.ts'
import type { Comparison, FactMatch, RuleRow } from './rule-table.ts'

/** The time in which one row colours somebody because of one fact. Never empty. */
export interface Span extends Period {
  readonly row: RuleRow
  readonly fact: Fact
}

/** Every span that a table's rows make of a person's facts. The order of the facts does not matter. */
export function spansOf(rows: readonly RuleRow[], facts: readonly Fact[]): Span[] {
  return rows.flatMap((row) =>
    facts
      .filter((fact) => matches(row.fact, fact))
      .map((fact): Span => {
        const { from, to } = periodOf(row, fact, facts)
        return { row, fact, from, to }
      })
      .filter((span) => span.to === undefined || span.to > span.from),
  )
}

/** Whether a fact is of a kind and passes every comparison. */
function matches(match: FactMatch, fact: Fact): boolean {
  return (
    fact.kind === match.kind && match.where.every((comparison) => passes(comparison, fact.details[comparison.detail]))
  )
}

function periodOf(row: RuleRow, fact: Fact, facts: readonly Fact[]): Period {
  const { from, to } = fact.period
  switch (row.form) {
    case 'during':
      return { from, to }
    case 'days-after':
      return { from, to: to === undefined ? undefined : endOfDays(lastDayOf(from, to), row.days) }
    case 'until':
      return { from, to: earlier(ownEnd(fact), firstAfter(from, row.until, facts)) }
    case 'unless':
      return { from: endOfDays(dayOf(from), row.days), to: earlier(ownEnd(fact), firstAfter(from, row.unless, facts)) }
    case 'until-in-a-row':
      return {
        from,
        to: nthInARow(
          row.days,
          from,
          facts.filter((other) => matches(row.daily, other)),
        ),
      }
  }
}

function passes(comparison: Comparison, value: string | number | boolean | undefined): boolean {
  if (value === undefined) return false
  if ('eq' in comparison) return value === comparison.eq
  if ('in' in comparison) return comparison.in.some((choice) => choice === value)
  if (typeof value !== 'number') return false
  if ('atLeast' in comparison) return value >= comparison.atLeast
  if ('above' in comparison) return value > comparison.above
  if ('atMost' in comparison) return value <= comparison.atMost
  return value < comparison.below
}

// The day of the fact is day 0: "14 days" end at 00:00 of day 15.
function endOfDays(last: number, days: number): Instant {
  return startOfDay(day(last + days + 1))
}

// A fact of one moment (it ends where it begins) does not end what it starts.
function ownEnd(fact: Fact): Instant | undefined {
  const { from, to } = fact.period
  return to !== undefined && to > from ? to : undefined
}

// Later than, not at: a sample taken before an order, or the very sample that started the matter, ends nothing.
function firstAfter(from: Instant, wanted: readonly FactMatch[], facts: readonly Fact[]): Instant | undefined {
  const ends = facts.filter((fact) => fact.period.from > from && wanted.some((match) => matches(match, fact)))
  return ends.reduce<Instant | undefined>((first, fact) => earlier(first, fact.period.from), undefined)
}

// The moment of the check-in that completes so many days in a row, counted from the day of the fact; several on one day
// are one, and a day without one starts the count anew.
function nthInARow(days: number, from: Instant, daily: readonly Fact[]): Instant | undefined {
  const moments = daily.map((fact) => fact.period.from).filter((at) => at >= from)
  let inARow = 0
  let last: number | undefined
  for (const at of moments.toSorted((a, b) => a - b)) {
    if (dayOf(at) === last) continue
    inARow = last !== undefined && dayOf(at) === last + 1 ? inARow + 1 : 1
    if (inARow >= days) return at
    last = dayOf(at)
  }
  return undefined
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}
