// Codes put together byte by byte, so that exactly one thing can be wrong with them.

import { concat, utf8 } from '../../core/bytes.ts'
import { encodeBase45 } from '../../core/code/base45.ts'
import { encodeCbor, type Cbor } from '../../core/code/cbor.ts'
import { encodeCredential, expiryOf } from '../../core/code/credential.ts'
import { CREDENTIAL_CONTEXT, PREFIX, PROOF_CONTEXT, PROOF_HEADER } from '../../core/code/format.ts'
import { byteString, head } from '../../core/code/heads.ts'
import { lowS } from '../../core/code/low-s.ts'
import { toBeSigned } from '../../core/code/sign1.ts'
import { dayOf, type Instant } from '../../core/instant.ts'
import { nodeCrypto } from '../../server/kit/code-crypto.ts'
import { aCredential, ISSUED_AT, KEYS, phoneKeyOf, SHOWN_AT, type SampleKey } from '../../test/code-samples.ts'

/** A vector: a text, the moment and the kind of gate at which it is judged, and what must come out. */
export interface CodeVector {
  readonly name: string
  readonly text: string
  readonly now: Instant
  readonly acceptsDemo: boolean
  readonly expect: unknown
}

/** What of a COSE_Sign1 differs from the right one. */
export interface Sign1Parts {
  readonly tag?: Uint8Array
  readonly header?: Uint8Array
  readonly unprotected?: Uint8Array
  readonly payload?: Uint8Array
  readonly context?: Uint8Array
  readonly by?: SampleKey
  /** Applied to the right signature. */
  readonly alter?: (signature: Uint8Array) => Uint8Array
}

/** A claim as its label and the bytes of its value. */
export type Claim = readonly [label: number, value: Uint8Array]

export const LIVE_CLAIM = -65_537

/** The protected header of an issuing key. */
export function issuerHeader(key: SampleKey, algorithm = -7): Uint8Array {
  return cbor(
    new Map<number, Cbor>([
      [1, algorithm],
      [4, key.signer.kid],
    ]),
  )
}

/** A credential's COSE_Sign1, right but for what is named. */
export function forgeCredential(parts: Sign1Parts = {}): Promise<Uint8Array> {
  const by = parts.by ?? KEYS.city
  return forgeSign1({
    header: issuerHeader(by, by.signer.algorithm === 'ES256' ? -7 : -8),
    payload: encodeCredential(aCredential()),
    context: CREDENTIAL_CONTEXT,
    ...parts,
    by,
  })
}

/** A code, right but for what is named. */
export async function forgeCode(credential: Uint8Array, proof: Sign1Parts & { of?: Uint8Array } = {}): Promise<string> {
  return textOf([credential, await forgeProof(credential, proof)])
}

/** A proof, right but for what is named; `of` is the credential that it belongs to. */
export async function forgeProof(credential: Uint8Array, parts: Sign1Parts & { of?: Uint8Array }): Promise<Uint8Array> {
  return forgeSign1({
    header: PROOF_HEADER,
    payload: head(0, SHOWN_AT / 1_000),
    context: concat(PROOF_CONTEXT, await nodeCrypto().sha256(parts.of ?? credential)),
    by: KEYS.phone,
    ...parts,
  })
}

/** The text of an outer array of byte strings. */
export function textOf(parts: readonly Uint8Array[]): string {
  return textOfBytes(concat(head(4, parts.length), ...parts.map(byteString)))
}

/** The text of any bytes. */
export function textOfBytes(bytes: Uint8Array): string {
  return PREFIX + encodeBase45(bytes)
}

/** The claims of the sample credential, ready to be tampered with. */
export function someClaims(holder: readonly Uint8Array[] = someHolder()): Claim[] {
  return [
    [1, cbor('city.example')],
    [4, cbor(expiryOf(ISSUED_AT) / 1_000)],
    [6, cbor(ISSUED_AT / 1_000)],
    [8, somePhone()],
    [LIVE_CLAIM, concat(head(4, holder.length), ...holder)],
  ]
}

/** The six values of the private claim. */
export function someHolder(): Uint8Array[] {
  return [0, '王*明', 0, '002X', dayOf(ISSUED_AT), 20_220_415].map((value) => cbor(value))
}

/** The confirmation claim, with other members of its COSE_Key where they are named. */
export function somePhone(other: Readonly<Record<number, Cbor>> = {}): Uint8Array {
  const point = phoneKeyOf(KEYS.phone)
  const key = new Map<number, Cbor>([
    [1, 2],
    [-1, 1],
    [-2, point.slice(1)],
    [-3, point[0] === 3],
    ...Object.entries(other).map(([label, value]): [number, Cbor] => [Number(label), value]),
  ])
  return cbor(new Map([[1, key]]))
}

/** A map of claims, in the order given, whether or not that is right. */
export function claimsMap(claims: readonly Claim[]): Uint8Array {
  return concat(head(5, claims.length), ...claims.flatMap(([label, value]) => [cbor(label), value]))
}

/** Deterministic CBOR. */
export function cbor(value: Cbor): Uint8Array {
  return encodeCbor(value)
}

/** The twin of an ECDSA signature: the greater s. */
export function highS(signature: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const s = BigInt(`0x${Buffer.from(lowS(signature).subarray(32)).toString('hex')}`)
  return concat(signature.slice(0, 32), Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex'))
}

/** A COSE_Sign1, right but for what is named. */
export async function forgeSign1(parts: Sign1Parts): Promise<Uint8Array> {
  const { header = utf8(''), payload = utf8(''), context = utf8(''), by = KEYS.city } = parts
  const signature = await by.signer.sign(toBeSigned(header, context, payload))
  const low = by.signer.algorithm === 'ES256' ? lowS(signature) : signature
  return concat(
    parts.tag ?? Uint8Array.of(0xd2),
    Uint8Array.of(0x84),
    byteString(header),
    parts.unprotected ?? Uint8Array.of(0xa0),
    byteString(payload),
    byteString(parts.alter ? parts.alter(low) : low),
  )
}
