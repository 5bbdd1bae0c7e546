import type { StaffRole } from '../../core/staff-role.ts'

/** On whose behalf something is done. */
export type Actor =
  /** `because`: there was a session, and its account now shows its code on another phone. */
  | { readonly kind: 'nobody'; readonly because?: 'signed-in-elsewhere' }
  | { readonly kind: 'citizen'; readonly accountId: string; readonly channel: string; readonly sessionHash: Uint8Array }
  | {
      readonly kind: 'staff'
      readonly staffId: string
      readonly accountId: string
      readonly channel: string
      readonly role: StaffRole
      readonly organisationId: string
      readonly sessionHash: Uint8Array
    }
  /** An enrolled device, whoever is on duty at it. */
  | {
      readonly kind: 'gate'
      readonly deviceId: string
      readonly gateId: string
      readonly venueId: string
      readonly organisationId: string
      readonly sessionHash: Uint8Array
    }
  | { readonly kind: 'source'; readonly sourceId: string; readonly organisationId: string; readonly keyId: string }
  | { readonly kind: 'operator' }
  | { readonly kind: 'system' }

/** What a route asks of whoever calls it. */
export type Permission = 'anyone' | 'citizen' | StaffRole | 'gate' | 'source' | 'operator'

/** The one place that decides whether somebody may do something of a kind; whose object it is, the door decides with the object in hand. */
export function authorise(
  actor: Actor,
  permission: Permission,
): 'allowed' | 'not-signed-in' | 'signed-in-elsewhere' | 'not-permitted' {
  if (permission === 'anyone') return 'allowed'
  if (actor.kind === 'nobody') return actor.because ?? 'not-signed-in'
  switch (permission) {
    // Staff are people of the city too: with the same sign-in they see their own code.
    case 'citizen':
      return actor.kind === 'citizen' || actor.kind === 'staff' ? 'allowed' : 'not-permitted'
    case 'gate':
    case 'source':
    case 'operator':
      return actor.kind === permission ? 'allowed' : 'not-permitted'
    default:
      return actor.kind === 'staff' && actor.role === permission ? 'allowed' : 'not-permitted'
  }
}
