import { after, dayOfCivil, formatDay, HOUR, MINUTE, SECOND, startOfDay, type Instant } from './instant.ts'

/** A time as a row gives it: 00:00 in Shanghai of a whole day, or a moment. */
export interface RowTime {
  readonly at: Instant
  readonly isDay: boolean
}

const WRITTEN =
  /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:(T| +)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$/

/**
 * The time in a cell: `2026-11-24`, `2026-11-24 08:30` or `2026-11-24 08:30:15` on Shanghai's clocks, the same with `/` as
 * spreadsheets write it, or `2026-11-24T08:30:15+08:00` (or `Z`) on any. Undefined for any other text and for days and
 * times that there are not.
 */
export function readRowTime(text: string): RowTime | undefined {
  const parts = WRITTEN.exec(text)
  if (!parts) return undefined
  const [, year, , month, dayOfMonth, between, hours = '0', minutes = '0', seconds = '0', offset] = parts
  // Between day and time, T asks for an offset and a space for none: what lies between could mean either.
  if ((between === 'T') !== (offset !== undefined)) return undefined
  const day = dayOfCivil(Number(year), Number(month), Number(dayOfMonth))
  if (formatDay(day) !== `${year}-${month!.padStart(2, '0')}-${dayOfMonth!.padStart(2, '0')}`) return undefined
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const inDay = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND
  const behind = offset === undefined ? 0 : behindShanghai(offset)
  if (behind === undefined) return undefined
  return { at: after(startOfDay(day), inDay + behind), isDay: between === undefined }
}

/** How far a clock of that offset is behind Shanghai's, which is at +08:00. */
function behindShanghai(offset: string): number | undefined {
  if (offset === 'Z') return 8 * HOUR
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4))]
  if (hours > 14 || minutes > 59) return undefined
  const ahead = hours * HOUR + minutes * MINUTE
  return 8 * HOUR - (offset.startsWith('-') ? -ahead : ahead)
}
