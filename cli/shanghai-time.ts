import { after, formatShanghai, HOUR, MINUTE, parseDay, SECOND, startOfDay, type Instant } from '../core/instant.ts'

/** A moment written as `2022-04-20T12:00` (seconds or the whole time may be left out) on Shanghai's clocks; undefined for any other text. */
export function parseShanghai(text: string): Instant | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim())
  const day = parseDay(parts?.[1] ?? '')
  const [hours, minutes, seconds] = [parts?.[2], parts?.[3], parts?.[4]].map((part) => Number(part ?? 0))
  if (day === undefined || hours === undefined || minutes === undefined || seconds === undefined) return undefined
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  return after(startOfDay(day), hours * HOUR + minutes * MINUTE + seconds * SECOND)
}

/** A moment as `2022-04-20 12:00`, with seconds only where there are some. */
export function writeShanghai(at: Instant): string {
  return formatShanghai(at).replace(/:00$/, '')
}
