// Who is on duty on this device, from his PIN to his PIN.

import type { EntryUpload } from '../../contract/doors.ts'
import type { Instant } from '../../core/instant.ts'

/** One guard's time on duty, and what he recorded in it: nobody else's. */
export interface Shift {
  readonly guardId: string
  readonly since: Instant
  readonly passed: { readonly in: number; readonly out: number }
  readonly refused: number
}

/** A guard begins. */
export function beginShift(guardId: string, since: Instant): Shift {
  return { guardId, since, passed: { in: 0, out: 0 }, refused: 0 }
}

/** The same shift with one entry more that was kept. */
export function withEntry(shift: Shift, entry: Pick<EntryUpload, 'decision' | 'direction'>): Shift {
  if (entry.decision === 'refused') return { ...shift, refused: shift.refused + 1 }
  return { ...shift, passed: { ...shift.passed, [entry.direction]: shift.passed[entry.direction] + 1 } }
}
