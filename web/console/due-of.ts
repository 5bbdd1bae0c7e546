// How a case stands with its deadline.

import { HOUR } from '../../core/instant.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import type { Text } from '../kit/language.ts'

/** How urgent a case is, and the words for it; `hours` fills their place. */
export interface Due {
  readonly urgency: 'overdue' | 'soon' | 'later'
  readonly text: Text
  readonly hours: number
}

// 4 h: what is due within half a working day is to be begun now.
const SOON_MS = 4 * HOUR

/** How much time is left until a deadline, or has passed since. Whole hours, rounded down. */
export function dueOf(dueAt: number, now: number): Due {
  const left = dueAt - now
  const hours = Math.floor(Math.abs(left) / HOUR)
  if (left <= 0) return { urgency: 'overdue', text: hours === 0 ? STAFF.overdueNow : STAFF.overdue, hours }
  const urgency = left <= SOON_MS ? 'soon' : 'later'
  return { urgency, text: hours === 0 ? STAFF.underHour : STAFF.hoursLeft, hours }
}
