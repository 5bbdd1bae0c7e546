import { useEffect, useState } from 'preact/hooks'
import type { Instant } from '../../core/instant.ts'
import { now } from './clock.ts'

// What ages on the screen does so by minutes.
const EVERY_MS = 10_000

/** The moment now, for what grows old by itself: lists, policies, waits. */
export function useNow(everyMs = EVERY_MS): Instant {
  const [at, setAt] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return at
}
