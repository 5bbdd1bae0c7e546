import { Type, type Static } from 'typebox'
import { Bilingual, Moment, Uuid } from './atoms.ts'
import { PolicyView } from './doors.ts'

/** Which of the policies that come with the program; its document says what it does. */
const PolicyName = Type.Union([
  Type.Literal('service-hall'),
  Type.Literal('park'),
  Type.Literal('cafe-takeaway'),
  Type.Literal('cafe-open'),
  Type.Literal('hospital-emergency'),
])

/** A venue of whoever runs its doors: its gates, and the policy in force with those that follow. */
export const VenueView = Type.Object({
  venueId: Uuid,
  name: Type.String(),
  address: Type.String(),
  divisionCode: Type.String(),
  gates: Type.Array(Type.Object({ gateId: Uuid, name: Type.String() })),
  policies: Type.Array(Type.Object({ from: Moment, name: Bilingual })),
})
export type VenueView = Static<typeof VenueView>

/** At most 100, in the order of their ids; `next` continues as `?after=`. */
export const VenueList = Type.Object({ venues: Type.Array(VenueView), next: Type.Optional(Uuid) })
export type VenueList = Static<typeof VenueList>

/** The door policies to choose from. */
export const DoorPolicies = Type.Object({
  policies: Type.Array(Type.Object({ name: PolicyName, version: Type.String(), policy: PolicyView })),
})
export type DoorPolicies = Static<typeof DoorPolicies>

/** One of them is to be a venue's from a moment on, in place of all that was to follow; `from` absent: from now on. */
export const PolicyChoice = Type.Object(
  { policy: PolicyName, from: Type.Optional(Moment) },
  { additionalProperties: false },
)
export type PolicyChoice = Static<typeof PolicyChoice>
