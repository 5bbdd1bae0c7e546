import { lastDayOf } from './facts.ts'
import { day, dayOf, instant, startOfDay, type Instant } from './instant.ts'
import type { RowForm } from './rule-table.ts'

// The time arithmetic of the five forms, once for the evaluation of one person and for that of a whole city: over plain
// numbers, so that neither has to make an object for every span.

/** Later than every moment: the end of what has none, or none yet. */
export const OPEN: Instant = instant(Infinity)

/** What a row says about time. `days` is 0 in a form that counts none. */
export interface RowTimes {
  readonly form: RowForm['form']
  readonly days: number
}

/** What a row says about time. */
export function timesOf(row: RowForm): RowTimes {
  return { form: row.form, days: 'days' in row ? row.days : 0 }
}

/** The moment from which a row colours because of a fact that begins at `from`. */
export function spanBegin(row: RowTimes, from: Instant): Instant {
  return row.form === 'unless' ? endOfDays(dayOf(from), row.days) : from
}

/** The moment at which a row stops colouring if no other fact ends it. `to` is the end of the fact, or `OPEN`. */
export function spanEnd(row: RowTimes, from: Instant, to: Instant): Instant {
  switch (row.form) {
    case 'during':
      return to
    case 'days-after':
      return to === OPEN ? OPEN : endOfDays(lastDayOf(from, to), row.days)
    case 'until':
    case 'unless':
      // A fact of one moment (it ends where it begins) does not end what it starts.
      return to > from ? to : OPEN
    case 'until-in-a-row':
      return OPEN
  }
}

/**
 * Whether a fact that begins at `at` ends what a fact of `from` started. Later than, not at: a sample taken before an
 * order, or the very sample that started the matter, ends nothing.
 */
export function endsIt(from: Instant, at: Instant): boolean {
  return at > from
}

/** Whether a daily fact of `at` counts for a row of days in a row that began at `from`. */
export function countsDaily(from: Instant, at: Instant): boolean {
  return at >= from
}

/**
 * The moment that completes so many days in a row, or `OPEN`: the first `count` of `moments`, which are sorted. Several
 * on one day are one, and a day without one starts the count anew.
 */
export function nthInARow(days: number, moments: ArrayLike<number>, count: number): Instant {
  let inARow = 0
  let last = -Infinity
  for (let place = 0; place < count; place += 1) {
    const at = instant(moments[place]!)
    const today = dayOf(at)
    if (today === last) continue
    inARow = today === last + 1 ? inARow + 1 : 1
    if (inARow >= days) return at
    last = today
  }
  return OPEN
}

// The day of the fact is day 0: "14 days" end at 00:00 of day 15.
function endOfDays(last: number, days: number): Instant {
  return startOfDay(day(last + days + 1))
}
