import { Type, type Static } from 'typebox'
import { ColourName, MaskedDocument, Moment } from './atoms.ts'

/** The phone asks for a credential bound to a key that it just made: a P-256 point as WebCrypto exports it (0x04, x, y; 65 bytes), base64url. */
export const CodeRequest = Type.Object(
  { phoneKey: Type.String({ minLength: 87, maxLength: 87 }) },
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
const PublishedKey = Type.Object({
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

/**
 * The keys of a city. `document`: the same, with those that were withdrawn, signed by the root (docs/code-format.md), base64url;
 * `root`: the root's public half, to be pinned by whoever sees it for the first time and to be believed by nobody else.
 */
export const KeyList = Type.Object({
  keys: Type.Array(PublishedKey),
  root: PublishedKey,
  document: Type.String(),
})
export type KeyList = Static<typeof KeyList>

/** An issuing key is to count no longer; its id in lower-case hexadecimal. */
export const KeyWithdrawal = Type.Object(
  { keyId: Type.String({ pattern: '^[0-9a-f]{16}$' }) },
  { additionalProperties: false },
)
export type KeyWithdrawal = Static<typeof KeyWithdrawal>

/** Whether the key counts no longer now: `unknown` where none of that id was published. */
export const KeyWithdrawn = Type.Object({ outcome: Type.Union([Type.Literal('withdrawn'), Type.Literal('unknown')]) })
export type KeyWithdrawn = Static<typeof KeyWithdrawn>
