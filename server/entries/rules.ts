import { DAY_LENGTH, MINUTE, type Instant } from '../../core/instant.ts'

/** How late an entry may come, and how far a gate's clock may run ahead, before it is held for review. */
const LATEST_MS = 8 * DAY_LENGTH
const AHEAD_MS = 5 * MINUTE

/** Whether the device's time of an entry can be believed at the moment it is received. */
export function isPlausible(at: Instant, receivedAt: Instant): boolean {
  return at >= receivedAt - LATEST_MS && at <= receivedAt + AHEAD_MS
}
