// Fixed keys and made-up people for tests of codes, and for the published vectors. The private keys are public: never use them.

import { createECDH, createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { concat, hex } from '../core/bytes.ts'
import { expiryOf, paperExpiryOf, type Credential, type PaperCredential } from '../core/code/credential.ts'
import type { Algorithm, Signer } from '../core/code/crypto.ts'
import { issueCredential } from '../core/code/issue.ts'
import { compressPoint } from '../core/code/p256.ts'
import { present } from '../core/code/present.ts'
import type { IssuingKey, Verifier } from '../core/code/verify.ts'
import { after, dayOf, instant, MINUTE, type Instant } from '../core/instant.ts'
import { issuingPublicKey, nodeCrypto, nodeSigner } from '../server/kit/code-crypto.ts'
import { signDeterministically } from '../tools/vectors/ecdsa.ts'

/** A key pair whose private half is SHA-256 of its name. */
export interface SampleKey {
  readonly secret: Uint8Array
  readonly privateKey: KeyObject
  /** Signs as the vectors do: the same message gives the same signature. */
  readonly signer: Signer
}

/** 2022-04-15 08:21:40 in Shanghai. */
export const ISSUED_AT = instant(1_649_982_100_000)

/** A minute later. */
export const SHOWN_AT = after(ISSUED_AT, MINUTE)

export const KEYS = {
  city: sampleKey('SSM1 vectors: city, ES256', 'ES256'),
  cityEd: sampleKey('SSM1 vectors: city, EdDSA', 'EdDSA'),
  paper: sampleKey('SSM1 vectors: city, paper', 'ES256'),
  demo: sampleKey('SSM1 vectors: demo city', 'ES256'),
  other: sampleKey('SSM1 vectors: another city', 'ES256'),
  unpublished: sampleKey('SSM1 vectors: unpublished', 'ES256'),
  phone: sampleKey('SSM1 vectors: phone', 'ES256'),
  otherPhone: sampleKey('SSM1 vectors: another phone', 'ES256'),
}

/** What the sample issuers publish. All keys are good from 2022-04-01 to 2022-05-01 in Shanghai. */
export const PUBLISHED: readonly IssuingKey[] = [
  published(KEYS.city, 'city.example'),
  published(KEYS.cityEd, 'city.example'),
  published(KEYS.paper, 'city.example'),
  { ...published(KEYS.demo, 'demo.example'), demo: true },
  published(KEYS.other, 'other.example'),
]

// To export a key takes longer than to sign with it.
const points = new WeakMap<KeyObject, Uint8Array>()

/** A credential of somebody made up. */
export function aCredential(parts: Partial<Credential> = {}): Credential {
  const issuedAt = parts.issuedAt ?? ISSUED_AT
  return {
    issuer: 'city.example',
    issuedAt,
    expires: expiryOf(issuedAt),
    colour: 'green',
    maskedName: '王*明',
    document: { type: 'resident-id', lastFour: '002X' },
    epoch: dayOf(issuedAt),
    index: 20_220_415,
    phoneKey: phoneKeyOf(KEYS.phone),
    ...parts,
  }
}

/** A paper credential of somebody made up. */
export function aPaper(parts: Partial<PaperCredential> = {}): PaperCredential {
  const issuedAt = parts.issuedAt ?? ISSUED_AT
  return {
    kind: 'paper',
    issuer: 'city.example',
    issuedAt,
    expires: paperExpiryOf(issuedAt),
    maskedName: '李*兰',
    document: { type: 'resident-id', lastFour: '1949' },
    index: 77_001,
    ...parts,
  }
}

/** A verifier of the sample city at the moment of `SHOWN_AT`. */
export function aVerifier(parts: Partial<Verifier> = {}): Verifier {
  const keys = new Map(PUBLISHED.map((key) => [hex(key.kid), key]))
  return { now: SHOWN_AT, keyOf: (kid) => keys.get(kid), crypto: nodeCrypto(), acceptsDemo: false, ...parts }
}

/** The code of a credential, shown by a phone at a moment. */
export async function aCode(
  credential: Credential = aCredential(),
  by: { issuer?: SampleKey; phone?: SampleKey; at?: Instant } = {},
): Promise<string> {
  const { issuer = KEYS.city, phone = KEYS.phone, at = SHOWN_AT } = by
  return present(await issueCredential(credential, issuer.signer), at, phone.signer.sign, nodeCrypto().sha256)
}

/** The compressed point of a sample key. */
export function phoneKeyOf({ privateKey }: SampleKey): Uint8Array {
  const point = points.get(privateKey) ?? compressPoint(issuingPublicKey(privateKey).publicKey)
  points.set(privateKey, point)
  return point
}

function sampleKey(name: string, algorithm: Algorithm): SampleKey {
  const secret = new Uint8Array(createHash('sha256').update(name).digest())
  const privateKey = algorithm === 'ES256' ? ecKey(secret) : edKey(secret)
  const deterministic: Signer['sign'] = (message) =>
    algorithm === 'ES256' ? signDeterministically(secret, message) : sign(null, message, privateKey)
  return { secret, privateKey, signer: { ...nodeSigner(privateKey), sign: deterministic } }
}

function ecKey(secret: Uint8Array): KeyObject {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(secret)
  const point = ecdh.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  return createPrivateKey({
    key: { kty: 'EC', crv: 'P-256', d: Buffer.from(secret).toString('base64url'), x, y },
    format: 'jwk',
  })
}

function edKey(secret: Uint8Array): KeyObject {
  // PKCS #8 (RFC 8410) up to the 32 bytes of the key.
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  return createPrivateKey({ key: Buffer.from(concat(prefix, secret)), format: 'der', type: 'pkcs8' })
}

function published(key: SampleKey, issuer: string): IssuingKey {
  const notBefore = instant(Date.UTC(2022, 2, 31, 16))
  const notAfter = instant(Date.UTC(2022, 3, 30, 16))
  return { ...issuingPublicKey(key.privateKey), issuer, demo: false, notBefore, notAfter }
}
