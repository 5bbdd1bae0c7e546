import { Type, type Static } from 'typebox'
import type { StaffRole } from '../core/staff-role.ts'
import { Assignment } from './assignments.ts'
import { Bilingual, Uuid, Moment, Document, DocumentTypeName } from './atoms.ts'

/** A way to sign in (M2): an OpenID Connect provider. */
export const Channel = Type.Object({ id: Type.String(), name: Bilingual })
export type Channel = Static<typeof Channel>

export const Channels = Type.Object({ channels: Type.Array(Channel), demo: Type.Boolean() })
export type Channels = Static<typeof Channels>

/** Where people find help from people: the telephone number and the place to go that the city has set. */
export const Contact = Type.Object({ telephone: Type.String(), where: Bilingual })
export type Contact = Static<typeof Contact>

/** Who is signed in in this browser, and the server's clock. Nothing personal. */
export const SessionView = Type.Object({
  signedIn: Type.Union([Type.Literal('nobody'), Type.Literal('citizen'), Type.Literal('staff')]),
  role: Type.Optional(Type.Unsafe<StaffRole>(Type.String())),
  /** Of staff who have not shown all of who they are: what comes next, before there is a role. */
  step: Type.Optional(Type.Union([Type.Literal('prove-passkey'), Type.Literal('make-passkey')])),
  /** Of a member of staff: by it a browser that several of them use keeps their signing keys apart. */
  staffId: Type.Optional(Uuid),
  /** Of staff whose jurisdiction is the whole city. */
  wholeCity: Type.Optional(Type.Boolean()),
  /** Of staff: how far their jurisdiction goes, a district's or a street's code, empty for the whole city; and the one venue it is held to. */
  division: Type.Optional(Type.String()),
  venueId: Type.Optional(Uuid),
  channel: Type.Optional(Type.String()),
  serverTime: Moment,
  demo: Type.Boolean(),
})
export type SessionView = Static<typeof SessionView>

/** Why a case needs somebody to see the person. */
export const CONFIRMATION_REASONS = ['not-in-register', 'unproved', 'second-claim'] as const

/** A case that waits for a member of staff to see the person and his document. */
export const ConfirmationRow = Type.Object({
  confirmationId: Uuid,
  requestedAt: Moment,
  dueAt: Moment,
  reason: Type.Unsafe<(typeof CONFIRMATION_REASONS)[number]>(
    Type.Union(CONFIRMATION_REASONS.map((reason) => Type.Literal(reason))),
  ),
  documentType: DocumentTypeName,
  channel: Type.String(),
  ...Assignment.properties,
})
export type ConfirmationRow = Static<typeof ConfirmationRow>
/** At most 100, the most urgent first; `next` goes on as `?after=`. `?reason=` and `?assigned=` narrow the list. */
export const ConfirmationList = Type.Object({
  confirmations: Type.Array(ConfirmationRow),
  next: Type.Optional(Type.String()),
})
export type ConfirmationList = Static<typeof ConfirmationList>

/** What the member of staff compares with the document in his hand. Reading it is logged with the purpose. */
export const ConfirmationDetail = Type.Object({
  ...ConfirmationRow.properties,
  name: Type.String(),
  document: Document,
})
export type ConfirmationDetail = Static<typeof ConfirmationDetail>

export const ConfirmationDecision = Type.Object(
  { outcome: Type.Union([Type.Literal('confirmed'), Type.Literal('refused')]) },
  { additionalProperties: false },
)
export type ConfirmationDecision = Static<typeof ConfirmationDecision>

/** Why somebody's claim is read: a word of a closed list, because the record of it may describe nobody. */
export const ConfirmationReading = Type.Object(
  { purpose: Type.Union([Type.Literal('in-person-check'), Type.Literal('review'), Type.Literal('enquiry')]) },
  { additionalProperties: false },
)
export type ConfirmationReading = Static<typeof ConfirmationReading>
