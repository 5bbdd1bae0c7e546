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
