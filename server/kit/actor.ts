import type { StaffRole } from '../../core/staff-role.ts'

/** On whose behalf something is done. */
export type Actor =
  /** `because`: there was a session, and its account now shows its code on another phone. */
  | { readonly kind: 'nobody'; readonly because?: 'signed-in-elsewhere' }
  | {
      readonly kind: 'citizen'
      readonly accountId: string
      readonly channel: string
      readonly sessionHash: Uint8Array
      /** He signed in as staff, and has not shown his second factor yet. */
      readonly staff?: { readonly staffId: string; readonly standing: 'known' | 'invited' }
    }
  | {
      readonly kind: 'staff'
      readonly staffId: string
      readonly accountId: string
      readonly channel: string
      readonly role: StaffRole
      readonly organisationId: string
      /** How far he may go: the code of a district or a street; empty: the whole city. */
      readonly division: string
      /** The one venue whose doors he runs; undefined: all of his organisation's within the division. */
      readonly venueId: string | undefined
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
