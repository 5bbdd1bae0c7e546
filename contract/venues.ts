import { Type, type Static } from 'typebox'
import { MOST_GATES, VENUE_KINDS, type VenueKind } from '../core/venue.ts'
import { Bilingual, DivisionCode, Moment, Uuid } from './atoms.ts'
import { PolicyView } from './doors.ts'

const closed = { additionalProperties: false }

const KindName = Type.Unsafe<VenueKind>(Type.Union(VENUE_KINDS.map((kind) => Type.Literal(kind))))

/** As somebody types it; how long it may be when it is read, `core/venue.ts` says. */
const Typed = Type.String({ minLength: 1, maxLength: 500 })

/** Which of the policies that come with the program; its document says what it does. */
const PolicyName = Type.Union([
  Type.Literal('service-hall'),
  Type.Literal('park'),
  Type.Literal('cafe-takeaway'),
  Type.Literal('cafe-open'),
  Type.Literal('hospital-emergency'),
])

/** A venue of whoever runs its doors: its gates, open or closed, and the policy in force with those that follow. */
export const VenueView = Type.Object({
  venueId: Uuid,
  name: Type.String(),
  kind: KindName,
  address: Type.String(),
  divisionCode: Type.String(),
  gates: Type.Array(Type.Object({ gateId: Uuid, name: Type.String(), closedAt: Type.Optional(Moment) })),
  policies: Type.Array(Type.Object({ from: Moment, name: Bilingual })),
})
export type VenueView = Static<typeof VenueView>

/**
 * At most 100, in the order of their names; `next` continues as `?after=`. `?division=` narrows the list to a district or a street, and
 * `?name=` to the names that begin so.
 */
export const VenueList = Type.Object({ venues: Type.Array(VenueView), next: Type.Optional(Uuid) })
export type VenueList = Static<typeof VenueList>

const Described = { name: Typed, kind: KindName, address: Typed, divisionCode: DivisionCode }

/** A venue is registered with its first policy and its gates. The same again registers nothing; `divisionCode` is a street's. */
export const VenueRegistration = Type.Object(
  { venueId: Uuid, ...Described, policy: PolicyName, gates: Type.Array(Typed, { minItems: 1, maxItems: MOST_GATES }) },
  closed,
)
export type VenueRegistration = Static<typeof VenueRegistration>

/** What is to be put right of a venue; what is not named stays as it is. */
export const VenueCorrection = Type.Partial(Type.Object(Described, closed))
export type VenueCorrection = Static<typeof VenueCorrection>

/** One more gate. The same again adds nothing. */
export const NewGate = Type.Object({ gateId: Uuid, name: Typed }, closed)
export type NewGate = Static<typeof NewGate>

/** What a gate is called from now on. */
export const GateName = Type.Object({ name: Typed }, closed)
export type GateName = Static<typeof GateName>

/** The door policies to choose from. */
export const DoorPolicies = Type.Object({
  policies: Type.Array(Type.Object({ name: PolicyName, version: Type.String(), policy: PolicyView })),
})
export type DoorPolicies = Static<typeof DoorPolicies>

/** One of them is to be a venue's from a moment on, in place of all that was to follow; `from` absent: from now on. */
export const PolicyChoice = Type.Object({ policy: PolicyName, from: Type.Optional(Moment) }, closed)
export type PolicyChoice = Static<typeof PolicyChoice>
