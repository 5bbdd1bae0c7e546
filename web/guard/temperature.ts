// Three digits make a temperature: 3 6 5 is 36.5 °C.

import { isPlausible } from '../../core/door.ts'

/** What the digits typed so far come to. */
export type Reading =
  | { readonly kind: 'typing'; readonly digits: string }
  | { readonly kind: 'implausible'; readonly celsius: number }
  | { readonly kind: 'read'; readonly celsius: number }

const DIGITS = 3

// As wide as a digit, so that the display does not jump.
const FIGURE_DASH = '\u2012'

/** One more digit. The third one completes the temperature. */
export function typeDigit(digits: string, digit: string): Reading {
  const typed = digits + digit
  return typed.length < DIGITS ? { kind: 'typing', digits: typed } : readCelsius(Number(typed) / 10)
}

/** A whole temperature at once, as a thermometer types it. Rounded to one decimal, as it is recorded. */
export function readCelsius(celsius: number): Reading {
  const rounded = Math.round(celsius * 10) / 10
  return isPlausible(rounded) ? { kind: 'read', celsius: rounded } : { kind: 'implausible', celsius: rounded }
}

/** The digits as the display shows them: `36.‒`. */
export function showDigits(digits: string): string {
  const padded = digits.padEnd(DIGITS, FIGURE_DASH)
  return `${padded.slice(0, 2)}.${padded.slice(2)}`
}
