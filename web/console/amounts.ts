import { DAY_LENGTH, HOUR, MINUTE, SECOND } from '../../core/instant.ts'
import { AMOUNTS } from '../kit/dictionary/amounts.ts'
import { language, say } from '../kit/language.ts'

const UNITS = [
  [2 * DAY_LENGTH, DAY_LENGTH, AMOUNTS.days],
  [2 * HOUR, HOUR, AMOUNTS.hours],
  [2 * MINUTE, MINUTE, AMOUNTS.minutes],
  [0, SECOND, AMOUNTS.seconds],
] as const

/** A length of time in the largest unit of which there are two, or exactly one. */
export function lengthText(ms: number): string {
  const [, unit, words] = UNITS.find(([from, unit]) => ms >= from || ms === unit) ?? UNITS[3]
  return say(words, { n: Math.floor(ms / unit) })
}

/** How long ago a moment was, by the server's clock. */
export function ageText(at: number, now: number): string {
  return say(AMOUNTS.ago, { age: lengthText(Math.max(0, now - at)) })
}

/** Milliseconds where they count. */
export function millisecondsText(ms: number): string {
  return say(AMOUNTS.milliseconds, { n: numberText(ms) })
}

const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** Bytes in powers of 1,024. */
export function bytesText(bytes: number): string {
  const power = Math.min(SIZES.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10))
  return `${numberText(bytes / 1_024 ** power)} ${SIZES[power]}`
}

/** A number with its thousands set apart, and a decimal where it is small. */
export function numberText(amount: number): string {
  return amount.toLocaleString(language() === 'en' ? 'en' : 'zh-CN', { maximumFractionDigits: amount < 100 ? 1 : 0 })
}
