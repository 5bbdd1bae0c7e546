import { Type, type Static } from 'typebox'
import type { StaffRole } from '../core/staff-role.ts'
import { Moment, Uuid } from './atoms.ts'

const closed = { additionalProperties: false }

/** The roles that can be given; guards sign in nowhere, they are on duty at a gate's device. */
export const ROLES = [
  'guard',
  'identity-officer',
  'health-officer',
  'appeal-officer',
  'department-officer',
  'data-steward',
  'venue-operator',
  'auditor',
  'administrator',
] as const satisfies readonly ('guard' | StaffRole)[]

const RoleName = Type.Unsafe<(typeof ROLES)[number]>(Type.Union(ROLES.map((role) => Type.Literal(role))))

/** What somebody does here, and how far: the code of a district (6 digits), of a street (9), or empty for the whole city. */
const Post = {
  role: RoleName,
  division: Type.String({ pattern: '^([0-9]{6}([0-9]{3})?)?$' }),
  /** The one venue whose doors he runs; absent: all of his organisation's. */
  venueId: Type.Optional(Uuid),
  /** Where his desk is, as people there call it. */
  office: Type.String({ maxLength: 60 }),
}

/** Somebody is let in. `name` is how his colleagues call him; it is sealed. */
export const StaffAdmission = Type.Object({ name: Type.String({ minLength: 1, maxLength: 40 }), ...Post }, closed)
export type StaffAdmission = Static<typeof StaffAdmission>

/** The operator lets in the first administrator of an organisation. */
export const OperatorStaffAdmission = Type.Object({ ...StaffAdmission.properties, organisationId: Uuid }, closed)

/** What somebody does from now on; `active: false` switches him off. His sessions end. */
export const StaffChange = Type.Object({ ...Post, active: Type.Boolean() }, closed)
export type StaffChange = Static<typeof StaffChange>

/** A member of staff, as his administrator sees him. */
export const StaffView = Type.Object({
  staffId: Uuid,
  organisationId: Uuid,
  name: Type.Optional(Type.String()),
  ...Post,
  active: Type.Boolean(),
  /** Whether he has joined with a sign-in of his own, and whether he has a passkey. */
  joined: Type.Boolean(),
  hasPasskey: Type.Boolean(),
})
export type StaffView = Static<typeof StaffView>

/** At most 100, in the order of their ids; `next` continues as `?after=`. `?role=` and `?active=` narrow the list. */
export const StaffList = Type.Object({ staff: Type.Array(StaffView), next: Type.Optional(Uuid) })
export type StaffList = Static<typeof StaffList>

/** A one-time code, told once and kept nowhere: with it somebody joins, or makes a new passkey. */
export const StaffCode = Type.Object({ code: Type.String(), expiresAt: Moment })
export type StaffCode = Static<typeof StaffCode>

/** Who was let in; without a code where it is a guard. */
export const StaffAdmitted = Type.Object({ staffId: Uuid, code: Type.Optional(StaffCode) })
export type StaffAdmitted = Static<typeof StaffAdmitted>

/** The code as it was typed. */
export const StaffCodeUse = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }, closed)

/** What the browser is asked to make or to sign: as WebAuthn has it, which `@simplewebauthn/browser` reads. */
export const PasskeyQuestion = Type.Object({ options: Type.Unsafe<object>(Type.Any()) })
export type PasskeyQuestion = Static<typeof PasskeyQuestion>

/** What the browser made or signed, as WebAuthn has it. */
export const PasskeyAnswer = Type.Object(
  { response: Type.Object({ id: Type.String({ maxLength: 1_400 }) }, { additionalProperties: true }) },
  closed,
)
export type PasskeyAnswer = Static<typeof PasskeyAnswer>
