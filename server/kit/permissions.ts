import type { StaffRole } from '../../core/staff-role.ts'
import type { Actor } from './actor.ts'

// Who may do what, to which things, and how far: the one table. A route names the act; who comes is held against it before
// anything is read, and the thing in hand, by the door, before anything is told or changed.

/** Whom an act is open to. Staff are people of the city too: with the same sign-in they do what a citizen does. */
type Who = 'anyone' | 'citizen' | 'gate' | 'source' | 'operator' | StaffRole

/** What an act is done to. */
type ObjectKind =
  | 'nothing'
  | 'account'
  | 'person'
  | 'claim'
  | 'batch'
  | 'draft'
  | 'rule-table'
  | 'signing-key'
  | 'issuing-key'
  | 'area-list'
  | 'venue'
  | 'gate'
  | 'entry'
  | 'staff'
  | 'log'
  | 'appeal'
  | 'system'

/** How far an act reaches. */
type Within =
  /** Whatever there is of the kind. */
  | 'city'
  /** What is the caller's own: his account, his device, his source. */
  | 'own'
  /** What belongs to the caller's organisation, as far as his jurisdiction goes: a district, a street, a venue. */
  | 'organisation'
  /** What lies in the caller's jurisdiction, whatever organisation's it is. */
  | 'division'

/** All of `Who` but the roles of staff. */
const KINDS: ReadonlySet<Who> = new Set<Who>(['anyone', 'citizen', 'gate', 'source', 'operator'])

interface Rule {
  readonly object: ObjectKind
  readonly within: Within
  readonly who: readonly Who[]
}

export const PERMISSIONS = {
  'see-what-is-public': { object: 'nothing', within: 'city', who: ['anyone'] },
  'play-the-demo': { object: 'gate', within: 'city', who: ['anyone'] },
  'sign-in': { object: 'account', within: 'own', who: ['anyone'] },
  // Whether it is that gate, a one-time code or the device's signature says.
  'become-a-gate': { object: 'gate', within: 'own', who: ['anyone'] },

  register: { object: 'account', within: 'own', who: ['citizen'] },
  declare: { object: 'person', within: 'own', who: ['citizen'] },
  'see-own-page': { object: 'person', within: 'own', who: ['citizen'] },
  'fetch-own-code': { object: 'person', within: 'own', who: ['citizen'] },
  appeal: { object: 'appeal', within: 'own', who: ['citizen'] },

  'be-on-duty': { object: 'gate', within: 'own', who: ['gate'] },
  'check-a-code': { object: 'person', within: 'city', who: ['gate'] },
  'record-entries': { object: 'entry', within: 'own', who: ['gate'] },

  'deliver-evidence': { object: 'batch', within: 'own', who: ['source'] },

  'confirm-identity': { object: 'claim', within: 'division', who: ['identity-officer'] },
  'write-facts-by-hand': { object: 'draft', within: 'city', who: ['health-officer'] },
  'decide-held-batches': { object: 'batch', within: 'city', who: ['health-officer'] },
  'write-rule-tables': { object: 'rule-table', within: 'city', who: ['health-officer'] },
  'hold-signing-keys': { object: 'signing-key', within: 'own', who: ['health-officer'] },
  'hear-appeals': { object: 'appeal', within: 'city', who: ['appeal-officer'] },
  'answer-for-a-department': { object: 'appeal', within: 'organisation', who: ['department-officer'] },
  'run-doors': { object: 'venue', within: 'organisation', who: ['venue-operator'] },
  'manage-staff': { object: 'staff', within: 'organisation', who: ['administrator'] },
  'keep-batches': { object: 'batch', within: 'organisation', who: ['data-steward'] },
  'read-the-log': { object: 'log', within: 'city', who: ['auditor'] },
  // The installation lies in no district: it is theirs whose jurisdiction is the whole city.
  'see-keys-and-lists': { object: 'system', within: 'division', who: ['administrator'] },
  'see-health': { object: 'system', within: 'division', who: ['administrator'] },
  // By a one-time code, and by a passkey from then on.
  'prove-to-be-staff': { object: 'account', within: 'own', who: ['citizen'] },

  'explain-colours': { object: 'person', within: 'city', who: ['operator'] },
  'bring-area-lists': { object: 'area-list', within: 'city', who: ['operator'] },
  'print-rule-tables': { object: 'rule-table', within: 'city', who: ['operator'] },
  'enrol-signing-keys': { object: 'signing-key', within: 'city', who: ['operator'] },
  'withdraw-issuing-keys': { object: 'issuing-key', within: 'city', who: ['operator'] },
  'manage-all-staff': { object: 'staff', within: 'city', who: ['operator'] },
  'run-all-gates': { object: 'gate', within: 'city', who: ['operator'] },
  'review-entries': { object: 'entry', within: 'city', who: ['operator'] },
  'compare-the-log': { object: 'log', within: 'city', who: ['operator'] },
} as const satisfies Readonly<Record<string, Rule>>

/** A kind of act, as routes declare it. */
export type Permission = keyof typeof PERMISSIONS

/** Whether an act is one that somebody of a kind may do. */
export function isFor(permission: Permission, who: Who): boolean {
  return ruleOf(permission).who.includes(who)
}

/** The one place that decides whether somebody may do something of a kind; about the thing in hand, `mayTouch` decides. */
export function authorise(
  actor: Actor,
  permission: Permission,
): 'allowed' | 'not-signed-in' | 'signed-in-elsewhere' | 'second-factor-needed' | 'not-permitted' {
  if (isFor(permission, 'anyone')) return 'allowed'
  switch (actor.kind) {
    case 'nobody':
      return actor.because ?? 'not-signed-in'
    case 'staff':
      return isFor(permission, actor.role) || isFor(permission, 'citizen') ? 'allowed' : 'not-permitted'
    case 'citizen':
      if (isFor(permission, 'citizen')) return 'allowed'
      return actor.staff && isForStaff(permission) ? 'second-factor-needed' : 'not-permitted'
    case 'gate':
    case 'source':
    case 'operator':
      return isFor(permission, actor.kind) ? 'allowed' : 'not-permitted'
    case 'system':
      return 'not-permitted'
  }
}

/** What is known of a thing, as far as it decides who may touch it. */
export interface Thing {
  readonly organisationId?: string
  /** Where it lies: the code of a street or a district; undefined: nobody knows, so it is the whole city's. */
  readonly divisionCode?: string | undefined
  readonly venueId?: string | undefined
}

/** The one place that decides whether somebody may touch a thing in an act that is open to him; where not, it is not there for him. */
export function mayTouch(actor: Actor, permission: Permission, thing: Thing): boolean {
  switch (ruleOf(permission).within) {
    case 'city':
      return true
    // What is one's own is named by who calls, never by an id that came with the call.
    case 'own':
      return false
    case 'organisation':
      if (actor.kind !== 'staff' || actor.organisationId !== thing.organisationId) return false
      return reaches(actor.division, thing.divisionCode) && (actor.venueId ?? thing.venueId) === thing.venueId
    case 'division':
      return actor.kind === 'staff' && reaches(actor.division, thing.divisionCode)
  }
}

/** Whether a jurisdiction reaches a place: its own and what lies in it, the city's everything. */
function reaches(division: string, divisionCode: string | undefined): boolean {
  return divisionCode === undefined ? division === '' : divisionCode.startsWith(division)
}

function isForStaff(permission: Permission): boolean {
  return ruleOf(permission).who.every((who) => !KINDS.has(who))
}

function ruleOf(permission: Permission): Rule {
  return PERMISSIONS[permission]
}
