// Wrong PINs on this device: five are a slip of the finger, after that each costs a wait, also without a network.

import { MINUTE, SECOND, type Instant } from '../../core/instant.ts'

/** Wrong PINs in a row, and when the last one was typed. */
export interface Attempts {
  readonly wrong: number
  readonly lastAt: Instant
}

const FREE = 5
const FIRST_WAIT_MS = 30 * SECOND
// 15 minutes: a million PINs then take 28 years, and a guard who forgot his own is not sent home.
const LONGEST_WAIT_MS = 15 * MINUTE

/** One wrong PIN more. */
export function oneMore(before: Attempts | undefined, now: Instant): Attempts {
  return { wrong: (before?.wrong ?? 0) + 1, lastAt: now }
}

/** How long nobody may try for now, in milliseconds: after five wrong PINs 30 s, twice as long after each that follows. */
export function waitOf(attempts: Attempts | undefined, now: Instant): number {
  if (!attempts || attempts.wrong < FREE) return 0
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts.wrong - FREE))
  // A clock that was set back makes no wait longer than it was.
  return Math.min(wait, Math.max(0, attempts.lastAt + wait - now))
}
