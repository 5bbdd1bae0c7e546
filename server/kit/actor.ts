/** On whose behalf something is done. */
export type Actor =
  | { readonly kind: 'nobody' }
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
  | { readonly kind: 'source'; readonly sourceId: string; readonly organisationId: string; readonly keyId: string }
  | { readonly kind: 'operator' }
  | { readonly kind: 'system' }

export type StaffRole = 'guard' | 'identity-officer' | 'health-officer'

/** What a route asks of whoever calls it. */
export type Permission = 'anyone' | 'citizen' | StaffRole | 'source' | 'operator'

/** The one place that decides whether somebody may do something of a kind; whose object it is, the door decides with the object in hand. */
export function authorise(actor: Actor, permission: Permission): 'allowed' | 'not-signed-in' | 'not-permitted' {
  if (permission === 'anyone') return 'allowed'
  if (actor.kind === 'nobody') return 'not-signed-in'
  switch (permission) {
    // Staff are people of the city too: with the same sign-in they see their own code.
    case 'citizen':
      return actor.kind === 'citizen' || actor.kind === 'staff' ? 'allowed' : 'not-permitted'
    case 'source':
    case 'operator':
      return actor.kind === permission ? 'allowed' : 'not-permitted'
    case 'guard':
    case 'identity-officer':
    case 'health-officer':
      return actor.kind === 'staff' && actor.role === permission ? 'allowed' : 'not-permitted'
  }
}
