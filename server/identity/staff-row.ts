import { hex } from '../../core/bytes.ts'
import type { StaffRole } from '../../core/staff-role.ts'
import type { MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch } from '../kit/vouch.ts'

/** A member of staff as he stands in his row, which the feature `staff` writes. */
export interface StaffRow {
  readonly staff_id: string
  /** By which sign-in he is known; null until he has joined, and for guards, who sign in nowhere. */
  readonly channel: string | null
  readonly subject_hash: Uint8Array | null
  readonly role: 'guard' | StaffRole
  readonly organisation_id: string
  /** How far he may go: the code of a district or a street; empty: the whole city. */
  readonly division: string
  /** The one venue whose doors he runs; null: all of his organisation. */
  readonly venue_id: string | null
  readonly office: string
  readonly active: boolean
  readonly mac: Uint8Array
}

/** A member of staff who signs in. */
export type Desk = StaffRow & { readonly role: StaffRole }

/** The columns of a `StaffRow`. */
export const STAFF_ROW = [
  'staff.staff_id',
  'staff.channel',
  'staff.subject_hash',
  'staff.role',
  'staff.organisation_id',
  'staff.division',
  'staff.venue_id',
  'staff.office',
  'staff.active',
  'staff.mac',
] as const

/** The program's MAC over what the row of a member of staff says. */
export function vouchForStaff(keys: MasterKeys, row: Omit<StaffRow, 'mac'>): Uint8Array {
  return vouch(keys, 'staff', saidOf(row))
}

/** Whether the program let this person in, as the row stands, and has not switched him off. */
export function isOnDuty(keys: MasterKeys, row: StaffRow): boolean {
  return row.active && isLetIn(keys, row)
}

/** Whether the program wrote this row as it stands, of whoever is or was staff. */
export function isLetIn(keys: MasterKeys, row: StaffRow): boolean {
  return isVouched(keys, 'staff', { said: saidOf(row), mac: row.mac })
}

/** Whether somebody signs in as staff by this row: a guard does not, he is on duty at a gate's device. */
export function hasDesk(keys: MasterKeys, row: StaffRow): row is Desk {
  return row.role !== 'guard' && isOnDuty(keys, row)
}

function saidOf(row: Omit<StaffRow, 'mac'>): (string | boolean | null)[] {
  const subject = row.subject_hash === null ? null : hex(row.subject_hash)
  const { staff_id, channel, role, organisation_id, division, venue_id, office, active } = row
  return [staff_id, channel, subject, role, organisation_id, division, venue_id, office, active]
}
