// What all files of the list have in common: a COSE_Sign1 by an issuing key, over claims of which one says the time.

import { hex } from '../bytes.ts'
import { decodeCbor, encodeCbor, isMap, type Cbor, type CborMap } from '../code/cbor.ts'
import { readIssuerHeader, readSign1, signPayload, verifySign1 } from '../code/cose.ts'
import type { CodeCrypto, Signer } from '../code/crypto.ts'
import { LAST_SECOND } from '../code/format.ts'
import type { IssuingKey } from '../code/verify.ts'
import { instant, SECOND, within, type Instant } from '../instant.ts'
import { ISSUED_AT, type Inflate } from './format.ts'

/** What somebody who reads a city's list brings along. `keyOf` finds an issuing key by its id in lower-case hexadecimal. */
export interface ListReader {
  readonly now: Instant
  /** Whose list it is: files by another issuer's key are refused. */
  readonly issuer: string
  readonly keyOf: (kidHex: string) => IssuingKey | undefined
  readonly crypto: CodeCrypto
  readonly acceptsDemo: boolean
  readonly inflate: Inflate
}

/**
 * Why a file is not taken. `misplaced`: it is genuine, and another one than was asked for. `expired`: a shard too old to be
 * loaded. None of these is anybody's colour.
 */
export type ListFault =
  'malformed' | 'unknown-key' | 'signature' | 'wrong-issuer' | 'demo-key' | 'expired' | 'misplaced'

/** A file of the list that was read, or why not. */
export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly because: ListFault }

/** How a kind of file is read. */
export interface Kind<Value> {
  readonly context: Uint8Array
  readonly maxBytes: number
  /** The value of the claims, `at` being their time; undefined where they are not exactly this kind's. */
  readonly decode: (claims: CborMap, at: Instant) => Value | undefined
}

/** Signs claims that were made at a moment, of which whole seconds are kept. */
export async function signClaims(
  claims: readonly (readonly [number, Cbor])[],
  by: { at: Instant; context: Uint8Array; signer: Signer },
): Promise<Uint8Array> {
  const payload = encodeCbor(new Map<number, Cbor>([[ISSUED_AT, Math.floor(by.at / SECOND)], ...claims]))
  return signPayload(payload, by.context, by.signer)
}

/**
 * Reads a signed file of a kind. Never throws. What is in it is not looked at before it was found to be signed: it may be 16 MB of
 * anything, and whoever spreads the list is nobody whom a reader trusts.
 */
export async function readSigned<Value>(
  bytes: Uint8Array,
  kind: Kind<Value>,
  reader: ListReader,
): Promise<Read<Value>> {
  const message = readSign1(bytes, kind.maxBytes)
  const header = message && readIssuerHeader(message.header)
  if (!message || !header) return refused('malformed')
  const key = reader.keyOf(hex(header.kid))
  if (!key) return refused('unknown-key')
  if (header.algorithm !== key.algorithm) return refused('signature')
  try {
    const by = { algorithm: key.algorithm, publicKey: key.publicKey, crypto: reader.crypto }
    if (!(await verifySign1(message, kind.context, by))) return refused('signature')
  } catch {
    // The reader's own cryptography gave up, say on an algorithm that its browser lacks.
    return refused('unknown-key')
  }
  const claims = decodeCbor(message.payload, kind.maxBytes)
  const at = isMap(claims) ? readSeconds(claims.get(ISSUED_AT)) : undefined
  const value = isMap(claims) && at !== undefined ? kind.decode(claims, at) : undefined
  if (at === undefined || value === undefined) return refused('malformed')
  if (!within({ from: key.notBefore, to: key.notAfter }, at)) return refused('signature')
  if (key.issuer !== reader.issuer) return refused('wrong-issuer')
  if (key.demo && !reader.acceptsDemo) return refused('demo-key')
  return { ok: true, value }
}

/** A file that is not taken. */
export function refused(because: ListFault): { readonly ok: false; readonly because: ListFault } {
  return { ok: false, because }
}

/** A moment of the wire; undefined unless it is a number of seconds up to 2100. */
export function readSeconds(value: Cbor | undefined): Instant | undefined {
  return isCount(value) && value <= LAST_SECOND ? instant(value * SECOND) : undefined
}

/** Whether a decoded value is a whole number from 0. */
export function isCount(value: Cbor | undefined): value is number {
  return typeof value === 'number' && value >= 0
}
