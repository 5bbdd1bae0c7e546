// The server's time as this device knows it: a wrong clock here must harm nobody.

import { instant, type Instant } from '../../core/instant.ts'
import { keep, kept } from './device.ts'

let offsetMs = Number(kept('clockOffset') ?? 0)

/** The moment now, by the server's clock as far as it is known. */
export function now(): Instant {
  return instant(Date.now() + offsetMs)
}

/** Learns the server's time from an answer that was asked for at `askedAt` (this device's clock, `Date.now()`). */
export function learnTime(serverTime: number, askedAt: number): void {
  offsetMs = Math.round(serverTime - (askedAt + Date.now()) / 2)
  keep('clockOffset', offsetMs)
}

/** A time to sign with this device's key: later than any before, also where the clock was set back since. */
export function signingTime(): number {
  const time = Math.max(now(), (kept('signedTime') ?? 0) + 1)
  keep('signedTime', time)
  return time
}
