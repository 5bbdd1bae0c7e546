// Shanghai's days as on a wall calendar: written out one after the other, so that no arithmetic of `core` is believed.

const FIRST_YEAR = 2019
const LAST_YEAR = 2031
/** 2019-01-01 00:00 in Shanghai. */
const FIRST_MIDNIGHT = Date.parse('2019-01-01T00:00:00+08:00')
const HOURS_OF_A_DAY = 24
const HOUR = 60 * 60 * 1_000

/** One day: its date as `2020-02-29`, its first moment, and the first moment that no longer belongs to it. */
export interface CalendarDay {
  readonly date: string
  readonly midnight: number
  readonly nextMidnight: number
}

/** Every day from 2019 to 2031, in order. */
export const CALENDAR: readonly CalendarDay[] = writeOut()

const PLACES: ReadonlyMap<string, number> = new Map(CALENDAR.map((day, place) => [day.date, place]))

/** The place in the calendar of the day in which a moment falls. Throws outside the calendar. */
export function placeOf(at: number): number {
  let low = 0
  let high = CALENDAR.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (CALENDAR[middle]!.nextMidnight <= at) low = middle + 1
    else high = middle
  }
  if (low === CALENDAR.length || at < CALENDAR[low]!.midnight) throw new RangeError('outside the calendar')
  return low
}

/** The moment written as `2022-04-15 11:00`. */
export function momentOf(date: string, clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number)
  return CALENDAR[PLACES.get(date)!]!.midnight + hours! * HOUR + minutes! * 60_000
}

/** A moment as `2022-04-15 11:00`, with seconds and what is below them only where there are some. */
export function written(at: number): string {
  const day = CALENDAR[placeOf(at)]!
  const [hours, minutes] = [Math.floor((at - day.midnight) / HOUR), Math.floor(((at - day.midnight) % HOUR) / 60_000)]
  const rest = (at - day.midnight) % 60_000
  const clock = [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':')
  return `${day.date} ${clock}${rest === 0 ? '' : ` and ${rest} ms`}`
}

function writeOut(): CalendarDay[] {
  const days: CalendarDay[] = []
  let midnight = FIRST_MIDNIGHT
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    const february = year === 2020 || year === 2024 || year === 2028 ? 29 : 28
    for (const [month, length] of [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].entries()) {
      for (let dayOfMonth = 1; dayOfMonth <= length; dayOfMonth += 1) {
        const nextMidnight = midnight + HOURS_OF_A_DAY * HOUR
        const date = [year, month + 1, dayOfMonth].map((part) => String(part).padStart(2, '0')).join('-')
        days.push({ date, midnight, nextMidnight })
        midnight = nextMidnight
      }
    }
  }
  return days
}
