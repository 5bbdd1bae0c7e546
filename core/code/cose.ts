// COSE_Sign1 (RFC 9052) as our formats use it: tag 18, nothing unprotected, the context as external_aad, low s.

import { sameBytes } from '../bytes.ts'
import { decodeCbor, encodeCbor, isMap, Tagged, type CborMap } from './cbor.ts'
import type { Algorithm, CodeCrypto, PublicKey, Signer } from './crypto.ts'
import { KEY_ID_LENGTH, PROOF_HEADER } from './format.ts'
import { isLowS, lowS } from './low-s.ts'
import { sign1, toBeSigned } from './sign1.ts'

/** A COSE_Sign1 taken apart, not yet verified. */
export interface Sign1 {
  readonly header: Uint8Array
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** What an issuing key's protected header says. */
export interface IssuerHeader {
  readonly algorithm: Algorithm
  readonly kid: Uint8Array
}

const COSE_ID: Readonly<Record<Algorithm, number>> = { ES256: -7, EdDSA: -8 }
const SIGNATURE_LENGTH = 64

/** Signs a payload as COSE_Sign1 with the protected header {1: algorithm, 4: kid}. */
export async function signPayload(payload: Uint8Array, context: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const header = encodeIssuerHeader(signer)
  const signature = await signer.sign(toBeSigned(header, context, payload))
  return sign1(header, payload, signer.algorithm === 'ES256' ? lowS(signature) : signature)
}

/** Takes a COSE_Sign1 apart; undefined unless it has tag 18, an empty unprotected map and a signature of 64 bytes. */
export function readSign1(bytes: Uint8Array, maxBytes: number): Sign1 | undefined {
  const tagged = decodeCbor(bytes, maxBytes)
  if (!(tagged instanceof Tagged) || tagged.tag !== 18) return undefined
  if (!Array.isArray(tagged.value) || tagged.value.length !== 4) return undefined
  const [header, unprotected, payload, signature] = tagged.value
  if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array)) return undefined
  if (!isMap(unprotected) || unprotected.size !== 0) return undefined
  if (!(signature instanceof Uint8Array) || signature.length !== SIGNATURE_LENGTH) return undefined
  return { header, payload, signature }
}

/** The protected header of an issuing key: exactly {1: algorithm, 4: kid of 8 bytes}; undefined for any other. */
export function readIssuerHeader(header: Uint8Array): IssuerHeader | undefined {
  const map = decodeCbor(header, 32)
  if (!isMap(map) || map.size !== 2) return undefined
  const algorithm = algorithmOf(map)
  const kid = map.get(4)
  if (!algorithm || !(kid instanceof Uint8Array) || kid.length !== KEY_ID_LENGTH) return undefined
  return { algorithm, kid }
}

/** Whether a protected header is the proof's: exactly {1: -7}. */
export function isProofHeader(header: Uint8Array): boolean {
  return sameBytes(header, PROOF_HEADER)
}

/** Whether a COSE_Sign1 was signed by a key for this context. An ES256 signature with the greater s was not. */
export async function verifySign1(
  message: Sign1,
  context: Uint8Array,
  by: { algorithm: Algorithm; publicKey: PublicKey; crypto: CodeCrypto },
): Promise<boolean> {
  if (by.algorithm === 'ES256' && !isLowS(message.signature)) return false
  const signed = toBeSigned(message.header, context, message.payload)
  return by.crypto.verify(by.algorithm, by.publicKey, message.signature, signed)
}

function encodeIssuerHeader(signer: Signer): Uint8Array {
  if (signer.kid.length !== KEY_ID_LENGTH) throw new RangeError('a key id has 8 bytes')
  return encodeCbor(
    new Map<number, number | Uint8Array>([
      [1, COSE_ID[signer.algorithm]],
      [4, signer.kid],
    ]),
  )
}

function algorithmOf(map: CborMap): Algorithm | undefined {
  switch (map.get(1)) {
    case COSE_ID.ES256:
      return 'ES256'
    case COSE_ID.EdDSA:
      return 'EdDSA'
  }
  return undefined
}
