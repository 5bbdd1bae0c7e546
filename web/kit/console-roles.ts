import type { StaffRole } from '../../core/staff-role.ts'

/** The roles whose work is at the console, and not on the staff page. */
export const CONSOLE_ROLES: ReadonlySet<StaffRole> = new Set<StaffRole>([
  'data-steward',
  'venue-operator',
  'auditor',
  'administrator',
])
