import { Type, type Static } from 'typebox'
import { Bilingual, Moment, Uuid } from './atoms.ts'

// Who may sign what: keys of officers and sources, and the organisations that answer for them.

/** The name of a key: SHA-256 of its public half (SubjectPublicKeyInfo, DER) in hexadecimal. */
const KeyId = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** Whether a key counts now: `waiting` for its organisation's signature, `early` before its first day, `expired` after its last. */
const KeyState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('early'),
  Type.Literal('enrolled'),
  Type.Literal('expired'),
  Type.Literal('revoked'),
])

/** Asks for the enrolment of a key that the browser has made. `publicKey`: SubjectPublicKeyInfo, DER, in base64. */
export const KeyRequest = Type.Object(
  { publicKey: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
)
export type KeyRequest = Static<typeof KeyRequest>

/** A key of the officer who asks. It holds from `from` until before `to`. */
export const OwnKey = Type.Object({
  keyId: KeyId,
  state: KeyState,
  from: Moment,
  to: Moment,
  /** Of a key that waits: the text that its organisation's root key is to sign. */
  enrolment: Type.Optional(Type.String()),
})
export type OwnKey = Static<typeof OwnKey>

/** The keys of the officer who asks, the latest first, and his organisation where it has a root key on file. */
export const OwnKeys = Type.Object({ keys: Type.Array(OwnKey), organisation: Type.Optional(Bilingual) })
export type OwnKeys = Static<typeof OwnKeys>

/** An enrolment as it was signed, and the signature of its organisation's root key in base64 (DER, or r and s). */
export const KeyEnrolment = Type.Object(
  {
    document: Type.String({ minLength: 1, maxLength: 20_000 }),
    signature: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
)
export type KeyEnrolment = Static<typeof KeyEnrolment>

/** A key as the operator sees it. */
export const SigningKeyView = Type.Object({
  ...OwnKey.properties,
  organisationId: Uuid,
  holder: Type.Object({ kind: Type.Union([Type.Literal('source'), Type.Literal('staff')]), id: Uuid }),
  /** Of a source: what it is called, and what it may deliver. */
  source: Type.Optional(
    Type.Object({
      name: Bilingual,
      kinds: Type.Array(Type.String()),
      longestValidityDays: Type.Integer(),
      brakePeoplePerHour: Type.Integer(),
      contact: Type.String(),
    }),
  ),
})
export type SigningKeyView = Static<typeof SigningKeyView>

/** Every key whose enrolment its organisation has signed, and those that wait for it. */
export const SigningKeys = Type.Object({ keys: Type.Array(SigningKeyView) })
export type SigningKeys = Static<typeof SigningKeys>

/** The organisations on file, each with the name of its root key and how many keys it has revoked. */
export const Organisations = Type.Object({
  organisations: Type.Array(
    Type.Object({
      organisationId: Uuid,
      name: Bilingual,
      rootKeyId: KeyId,
      revoked: Type.Integer(),
      demo: Type.Boolean(),
    }),
  ),
})
export type Organisations = Static<typeof Organisations>

/** An officer's signature under what he approves, by the key of that id: r and s in base64. */
export const SignedApproval = Type.Object(
  { keyId: KeyId, signature: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
)
export type SignedApproval = Static<typeof SignedApproval>
