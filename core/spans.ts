import type { FactShape } from './fact-shapes.ts'
import type { Fact } from './facts.ts'
import { instant, type Instant, type Period } from './instant.ts'
import type { Comparison, FactMatch, RuleRow } from './rule-table.ts'
import { countsDaily, endsIt, nthInARow, OPEN, spanBegin, spanEnd, timesOf, type RowTimes } from './span-times.ts'

/** The time in which one row colours somebody because of one fact. Never empty. */
export interface Span extends Period {
  readonly row: RuleRow
  readonly fact: Fact
}

/** Every span that a table's rows make of a person's facts. The order of the facts does not matter. */
export function spansOf(rows: readonly RuleRow[], facts: readonly Fact[]): Span[] {
  return rows.flatMap((row) => {
    const causes = facts.filter((fact) => matches(row.fact, fact))
    if (causes.length === 0) return []
    const wanted = laterMatches(row)
    const later = facts.filter((fact) => wanted.some((match) => matches(match, fact))).map((fact) => fact.period.from)
    return causes
      .map((fact): Span => ({ row, fact, ...periodOf(row, fact, later) }))
      .filter((span) => span.to === undefined || span.to > span.from)
  })
}

/** Whether a fact, or the shape of one, is of a kind and passes every comparison. */
export function matches(match: FactMatch, fact: FactShape): boolean {
  return (
    fact.kind === match.kind && match.where.every((comparison) => passes(comparison, fact.details[comparison.detail]))
  )
}

/** The descriptions of the later facts that a row counts: what ends it, or what must come every day. */
export function laterMatches(row: RuleRow): readonly FactMatch[] {
  switch (row.form) {
    case 'during':
    case 'days-after':
      return []
    case 'until':
      return row.until
    case 'unless':
      return row.unless
    case 'until-in-a-row':
      return [row.daily]
  }
}

function periodOf(row: RuleRow, fact: Fact, later: readonly Instant[]): Period {
  const times = timesOf(row)
  const { from } = fact.period
  const to = Math.min(spanEnd(times, from, fact.period.to ?? OPEN), endedBy(times, from, later))
  return { from: spanBegin(times, from), to: to === OPEN ? undefined : instant(to) }
}

/** The moment at which the facts of those moments end what began at `from`, or `OPEN`. */
function endedBy(times: RowTimes, from: Instant, later: readonly Instant[]): Instant {
  if (times.form !== 'until-in-a-row') {
    return later.reduce((first, at) => (endsIt(from, at) && at < first ? at : first), OPEN)
  }
  const counted = later.filter((at) => countsDaily(from, at)).toSorted((a, b) => a - b)
  return nthInARow(times.days, counted, counted.length)
}

function passes(comparison: Comparison, value: string | number | boolean | undefined): boolean {
  if (value === undefined) return false
  if ('eq' in comparison) return value === comparison.eq
  if ('in' in comparison) return comparison.in.some((choice) => choice === value)
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  if ('atLeast' in comparison) return value >= comparison.atLeast
  if ('above' in comparison) return value > comparison.above
  if ('atMost' in comparison) return value <= comparison.atMost
  return value < comparison.below
}
