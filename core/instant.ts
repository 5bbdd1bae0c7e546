// Time without `Date`: every moment is handed in, so that any colour of the past can be recomputed.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly __unit: 'ms since epoch' }

/** A day in Shanghai, counted from 1970-01-01. Shanghai has kept UTC+8 without summer time since 1991. */
export type Day = number & { readonly __unit: 'Shanghai days since epoch' }

/** A half-open stretch of time: `from` belongs to it, `to` does not; without `to` it goes on. */
export interface Period {
  readonly from: Instant
  readonly to: Instant | undefined
}

export const SECOND = 1_000
export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY_LENGTH = 86_400_000

const SHANGHAI_OFFSET = 8 * HOUR

/** The moment so many milliseconds after the epoch. */
export function instant(ms: number): Instant {
  return ms as Instant
}

/** The Shanghai day of that number. */
export function day(days: number): Day {
  return days as Day
}

/** The moment `ms` milliseconds later (earlier when negative). */
export function after(at: Instant, ms: number): Instant {
  return instant(at + ms)
}

/** The Shanghai day in which a moment falls; 00:00 belongs to the day that begins. */
export function dayOf(at: Instant): Day {
  return day(Math.floor((at + SHANGHAI_OFFSET) / DAY_LENGTH))
}

/** 00:00 in Shanghai of a day. */
export function startOfDay(of: Day): Instant {
  return instant(of * DAY_LENGTH - SHANGHAI_OFFSET)
}

/** Whether a moment falls into a half-open period. */
export function within(period: Period, at: Instant): boolean {
  return at >= period.from && (period.to === undefined || at < period.to)
}

/** Whether two half-open periods share a moment. An empty period shares none. */
export function overlaps(a: Period, b: Period): boolean {
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to ?? Infinity, b.to ?? Infinity)
  return from < to
}

/** A day as `2022-04-15`. */
export function formatDay(of: Day): string {
  const { year, month, dayOfMonth } = civil(of)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`
}

/** The day written as `2022-04-15`; undefined when there is no such day. */
export function parseDay(text: string): Day | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return undefined
  const found = dayOfCivil(Number(parts[1]), Number(parts[2]), Number(parts[3]))
  return formatDay(found) === text ? found : undefined
}

/** A moment on Shanghai's clocks as `2022-04-15 08:21:47`. */
export function formatShanghai(at: Instant): string {
  const inDay = at - startOfDay(dayOf(at))
  const hours = Math.floor(inDay / HOUR)
  const minutes = Math.floor((inDay % HOUR) / MINUTE)
  const seconds = Math.floor((inDay % MINUTE) / SECOND)
  return `${formatDay(dayOf(at))} ${two(hours)}:${two(minutes)}:${two(seconds)}`
}

/** Year, month (1 to 12) and day of the month (from 1) of a day. */
export function civil(of: Day): { year: number; month: number; dayOfMonth: number } {
  // Howard Hinnant's days-to-civil algorithm: eras of 400 years, years that begin in March.
  const shifted = of + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

/** The day of a year, month (1 to 12) and day of the month. Out-of-range months and days carry over. */
export function dayOfCivil(year: number, month: number, dayOfMonth: number): Day {
  const shiftedYear = month <= 2 ? year - 1 : year
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return day(era * 146_097 + dayOfEra - 719_468)
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
