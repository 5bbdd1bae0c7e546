// The claims of a CWT (RFC 8392) that credentials and certificates have in common.

import { concat } from '../bytes.ts'
import { instant, SECOND, type Instant } from '../instant.ts'
import { isMap, type Cbor, type CborMap } from './cbor.ts'
import { LAST_SECOND } from './format.ts'

/** By whom and for how long. Moments are whole seconds. */
export interface CommonClaims {
  readonly issuer: string
  readonly issuedAt: Instant
  readonly expires: Instant
}

/** Claims 1, 4 and 6. Milliseconds are dropped. */
export function commonClaims(said: CommonClaims): [number, Cbor][] {
  return [
    [1, said.issuer],
    [4, Math.floor(said.expires / SECOND)],
    [6, Math.floor(said.issuedAt / SECOND)],
  ]
}

/** The same read back; undefined for an issuer or a time that nobody writes, or an end that is not after the issue. */
export function readCommon(claims: CborMap): CommonClaims | undefined {
  const issuer = claims.get(1)
  const expires = readSeconds(claims.get(4))
  const issuedAt = readSeconds(claims.get(6))
  if (typeof issuer !== 'string' || !/^[a-z0-9.-]{1,32}$/.test(issuer)) return undefined
  if (expires === undefined || issuedAt === undefined || expires <= issuedAt) return undefined
  return { issuer, issuedAt, expires }
}

/** Claim 8 (RFC 8747) of a compressed point: a COSE_Key of type EC2 on P-256 whose y is only its sign. */
export function confirmation(compressed: Uint8Array): CborMap {
  return new Map([
    [
      1,
      new Map<number, Cbor>([
        [1, 2],
        [-1, 1],
        [-2, compressed.slice(1)],
        [-3, compressed[0] === 3],
      ]),
    ],
  ])
}

/** The compressed point of claim 8; undefined for any other key. Does not look whether it is on the curve. */
export function readConfirmation(value: Cbor | undefined): Uint8Array | undefined {
  if (!isMap(value) || value.size !== 1) return undefined
  const key = value.get(1)
  if (!isMap(key) || key.size !== 4 || key.get(1) !== 2 || key.get(-1) !== 1) return undefined
  const x = key.get(-2)
  const odd = key.get(-3)
  if (!(x instanceof Uint8Array) || x.length !== 32 || typeof odd !== 'boolean') return undefined
  return concat(Uint8Array.of(odd ? 3 : 2), x)
}

function readSeconds(value: Cbor | undefined): Instant | undefined {
  return typeof value === 'number' && value >= 0 && value <= LAST_SECOND ? instant(value * SECOND) : undefined
}
