// The keys that a city issues codes with, signed by its long-lived root: what a gate believes without asking anybody further.

import { sameBytes, utf8 } from '../bytes.ts'
import { instant, SECOND, type Instant } from '../instant.ts'
import { decodeCbor, encodeCbor, type Cbor } from './cbor.ts'
import { readIssuerHeader, readSign1, signPayload, verifySign1 } from './cose.ts'
import type { Algorithm, CodeCrypto, PublicKey, Signer } from './crypto.ts'
import { KEY_ID_LENGTH, LAST_SECOND } from './format.ts'
import type { IssuingKey } from './verify.ts'

/** Everything that an issuer says about its keys at a moment. A key that is in neither list is not, or no longer, its own. */
export interface KeyDocument {
  readonly issuer: string
  /** When it was said: of two documents the later one counts, and a gate goes back to none. */
  readonly signedAt: Instant
  readonly keys: readonly IssuingKey[]
  /** Ids of keys that count for nothing any more, whatever they signed and whenever. */
  readonly withdrawn: readonly Uint8Array[]
}

/** The public half of a root, as a gate learns it once, at enrolment. */
export interface RootKey {
  readonly kid: Uint8Array
  readonly algorithm: Algorithm
  readonly publicKey: PublicKey
}

const CONTEXT = utf8('SSM1 keys')
// The place of an algorithm is its number in the document: append, never reorder.
const ALGORITHMS: readonly Algorithm[] = ['ES256', 'EdDSA']
const KEY_LENGTHS: Readonly<Record<Algorithm, number>> = { ES256: 65, EdDSA: 32 }
/** A key a day, and those of the months of paper codes, stay far below. */
const MAX_KEYS = 1_000
const MAX_BYTES = 131_072

/** Signs a key document: the bytes of a COSE_Sign1 by the root. Milliseconds are dropped. Throws RangeError for one that no reader would take. */
export async function signKeyDocument(document: KeyDocument, root: Signer): Promise<Uint8Array> {
  const payload = encodeCbor([
    document.issuer,
    seconds(document.signedAt),
    document.keys.map((key) => [
      key.kid,
      ALGORITHMS.indexOf(key.algorithm),
      key.publicKey,
      key.demo,
      seconds(key.notBefore),
      seconds(key.notAfter),
    ]),
    [...document.withdrawn],
  ])
  if (payload.length > MAX_BYTES || !readPayload(payload)) throw new RangeError('this is no valid key document')
  return signPayload(payload, CONTEXT, root)
}

/** The key document in these bytes, if the root signed it; undefined for anything else. */
export async function readKeyDocument(
  bytes: Uint8Array,
  by: { root: RootKey; crypto: CodeCrypto },
): Promise<KeyDocument | undefined> {
  const message = readSign1(bytes, MAX_BYTES)
  const header = message && readIssuerHeader(message.header)
  const { root, crypto } = by
  if (!header || header.algorithm !== root.algorithm || !sameBytes(header.kid, root.kid)) return undefined
  const { algorithm, publicKey } = root
  return (await verifySign1(message, CONTEXT, { algorithm, publicKey, crypto }))
    ? readPayload(message.payload)
    : undefined
}

function readPayload(bytes: Uint8Array): KeyDocument | undefined {
  const parts = decodeCbor(bytes, MAX_BYTES)
  if (!Array.isArray(parts) || parts.length !== 4) return undefined
  const [issuer, signed, listed, struck] = parts as readonly Cbor[]
  const signedAt = readSeconds(signed)
  if (typeof issuer !== 'string' || !/^[a-z0-9.-]{1,32}$/.test(issuer) || signedAt === undefined) return undefined
  const keys = readAll(listed, (told) => readKey(told, issuer))
  const withdrawn = readAll(struck, readKeyId)
  if (!keys || !withdrawn) return undefined
  return { issuer, signedAt, keys, withdrawn }
}

function readKey(told: Cbor, issuer: string): IssuingKey | undefined {
  if (!Array.isArray(told) || told.length !== 6) return undefined
  const kid = readKeyId(told[0] as Cbor)
  const algorithm = ALGORITHMS[typeof told[1] === 'number' ? told[1] : -1]
  const [publicKey, demo] = [told[2], told[3]]
  const [notBefore, notAfter] = [readSeconds(told[4]), readSeconds(told[5])]
  if (!kid || !algorithm || typeof demo !== 'boolean') return undefined
  if (!(publicKey instanceof Uint8Array) || publicKey.length !== KEY_LENGTHS[algorithm]) return undefined
  if (notBefore === undefined || notAfter === undefined || notAfter <= notBefore) return undefined
  return { kid, issuer, algorithm, publicKey, demo, notBefore, notAfter }
}

function readKeyId(told: Cbor): Uint8Array | undefined {
  return told instanceof Uint8Array && told.length === KEY_ID_LENGTH ? told : undefined
}

function readAll<Item>(told: Cbor | undefined, read: (one: Cbor) => Item | undefined): Item[] | undefined {
  if (!Array.isArray(told) || told.length > MAX_KEYS) return undefined
  const items = (told as readonly Cbor[]).map(read).filter((item) => item !== undefined)
  return items.length === told.length ? items : undefined
}

function seconds(at: Instant): number {
  return Math.floor(at / SECOND)
}

function readSeconds(told: Cbor | undefined): Instant | undefined {
  return typeof told === 'number' && told >= 0 && told <= LAST_SECOND ? instant(told * SECOND) : undefined
}
