import type { Dayjs } from 'dayjs'
import { formatShanghai, instant } from '../../core/instant.ts'

// Whatever zone the browser is in: what is shown and what is picked is the city's time.

/** A moment to the minute: 2026-11-26 18:05. */
export function momentText(at: number): string {
  return formatShanghai(instant(at)).slice(0, 16)
}

/** The moment that somebody picked. */
export function momentPicked(picked: Dayjs): number {
  return Date.parse(`${picked.format('YYYY-MM-DDTHH:mm')}:00+08:00`)
}
