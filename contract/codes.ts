import { Type, type Static } from 'typebox'
import { ColourName, MaskedDocument, Moment } from './atoms.ts'

/** The phone asks for a credential bound to a key that it just made: a P-256 point, compressed (33 bytes), base64url. */
export const CodeRequest = Type.Object(
  { phoneKey: Type.String({ minLength: 44, maxLength: 44 }) },
  { additionalProperties: false },
)
export type CodeRequest = Static<typeof CodeRequest>

/** A credential, and its claims once more for a phone that need not decode it. `credential`: COSE_Sign1 bytes, base64url. */
export const IssuedCode = Type.Object({
  credential: Type.String(),
  colour: ColourName,
  maskedName: Type.String(),
  document: MaskedDocument,
  issuedAt: Moment,
  expiresAt: Moment,
  serverTime: Moment,
})
export type IssuedCode = Static<typeof IssuedCode>

/** A published issuing key. `x`, `y`: base64url coordinates; `kid`: lower-case hexadecimal. */
export const PublishedKey = Type.Object({
  kid: Type.String(),
  issuer: Type.String(),
  algorithm: Type.Union([Type.Literal('ES256'), Type.Literal('EdDSA')]),
  x: Type.String(),
  y: Type.Optional(Type.String()),
  /** Keys of a demo city say so; a production gate refuses them. */
  demo: Type.Boolean(),
  notBefore: Moment,
  notAfter: Moment,
})
export type PublishedKey = Static<typeof PublishedKey>

export const KeyList = Type.Object({ keys: Type.Array(PublishedKey) })
export type KeyList = Static<typeof KeyList>
