import { concat } from '../../core/bytes.ts'
import { decodeBase45 } from '../../core/code/base45.ts'
import { decodeCbor, encodeCbor, Tagged } from '../../core/code/cbor.ts'
import type { Sign1 } from '../../core/code/cose.ts'
import { PREFIX } from '../../core/code/format.ts'
import { highS, textOf, textOfBytes } from '../../tools/vectors/forge.ts'
import { opened, type Opened } from './honest-codes.ts'
import { edited, encodedOtherwise, type Edit, type OtherBytes } from './loose-cbor.ts'

// Codes altered without any key: whole, or in one of the parts that lie inside one another.

/** The characters of base45 in the order of their values. */
export const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const SIGNATURE_LENGTH = 64
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

/** What of a code is altered: all its bytes, one of its two messages, or one of the parts of a message. */
export const ALTERED_PARTS = [
  'code',
  'credential',
  'header',
  'payload',
  'signature',
  'proof',
  'proof-header',
  'proof-payload',
  'proof-signature',
] as const

/** One of them. */
export type AlteredPart = (typeof ALTERED_PARTS)[number]

/** An alteration of bytes, by bit, by byte or by item. Places count on from the first behind the last. */
export type Change =
  | { readonly flip: readonly number[] }
  | { readonly at: number; readonly cut: number; readonly put: readonly number[] }
  | { readonly keep: number }
  | { readonly copy: number; readonly length: number; readonly to: number }
  | { readonly place: number; readonly edit: Edit }
  | { readonly place: number; readonly as: OtherBytes }
  | { readonly fill: number }
  | { readonly twin: 'ES256' | 'EdDSA' }

/** The text of a code in which one part is changed; of a paper code, which has no proof, the credential's. */
export function altered(text: string, part: AlteredPart, change: Change): string {
  if (part === 'code') return textOfBytes(changedBytes(decodeBase45(text.slice(PREFIX.length))!, change))
  return textWith(opened(text), part, (bytes) => changedBytes(bytes, change))
}

/** The text in which one group of base45 is 65,536 greater (256 for a last byte), and so the same to who looks at 16 bits. `group` counts from the end. */
export function beyondItsBytes(text: string, group: number): string {
  const groups = Math.ceil((text.length - PREFIX.length) / 3)
  const at = PREFIX.length + 3 * (groups - 1 - (group % groups))
  const old = Array.from(text.slice(at, at + 3), (character) => BASE45.indexOf(character))
  const value = old.reduce((sum, digit, place) => sum + digit * 45 ** place, 0) + (old.length === 3 ? 0x1_0000 : 0x100)
  if (value >= 45 ** old.length) return text
  const put = old.map((_, place) => BASE45[Math.floor(value / 45 ** place) % 45]).join('')
  return text.slice(0, at) + put + text.slice(at + 3)
}

/** The text of a code in which some parts are those of another. */
export function spliced(text: string, from: string, parts: readonly AlteredPart[]): string {
  const other = opened(from)
  return parts.reduce<string>((mixed, part) => {
    if (part === 'code') return mixed
    return textWith(opened(mixed), part, (own) => bytesOf(other, part) ?? own)
  }, text)
}

/** The bytes of one message. */
function messageBytes({ header, payload, signature }: Sign1): Uint8Array {
  return encodeCbor(new Tagged(18, [header, new Map(), payload, signature]))
}

function textWith(code: Opened, part: Exclude<AlteredPart, 'code'>, become: (bytes: Uint8Array) => Uint8Array): string {
  const [ofProof, inner] = insideOf(part)
  const written = (message: Sign1, isIt: boolean): Uint8Array => {
    if (!isIt) return messageBytes(message)
    if (inner === undefined) return become(messageBytes(message))
    return messageBytes({ ...message, [inner]: become(message[inner]) })
  }
  const { credential, proof } = code
  if (proof === undefined) return textOf([written(credential, true)])
  return textOf([written(credential, !ofProof), written(proof, ofProof)])
}

function bytesOf({ credential, proof }: Opened, part: Exclude<AlteredPart, 'code'>): Uint8Array | undefined {
  const [ofProof, inner] = insideOf(part)
  const message = ofProof ? proof : credential
  return inner === undefined ? message && messageBytes(message) : message?.[inner]
}

function insideOf(part: Exclude<AlteredPart, 'code'>): [ofProof: boolean, inner: keyof Sign1 | undefined] {
  switch (part) {
    case 'credential':
      return [false, undefined]
    case 'proof':
      return [true, undefined]
    case 'proof-header':
      return [true, 'header']
    case 'proof-payload':
      return [true, 'payload']
    case 'proof-signature':
      return [true, 'signature']
    default:
      return [false, part]
  }
}

/** Bytes with one alteration. */
export function changedBytes(bytes: Uint8Array, change: Change): Uint8Array {
  if ('flip' in change) return change.flip.reduce(flipped, bytes)
  if ('put' in change) {
    const at = change.at % (bytes.length + 1)
    return concat(bytes.subarray(0, at), Uint8Array.from(change.put), bytes.subarray(at + change.cut))
  }
  if ('keep' in change) return bytes.subarray(0, change.keep % (bytes.length + 1))
  if ('copy' in change) {
    const from = change.copy % bytes.length
    const to = change.to % bytes.length
    return concat(bytes.subarray(0, to), bytes.subarray(from, from + change.length), bytes.subarray(to))
  }
  if ('fill' in change) return new Uint8Array(bytes.length).fill(change.fill)
  if ('twin' in change) return bytes.length === SIGNATURE_LENGTH ? twin(bytes, change.twin) : bytes
  const value = decodeCbor(bytes, bytes.length)
  // A signature is no CBOR: then there is nothing inside that could be edited.
  if (value === undefined) return 'edit' in change ? flipped(bytes, change.place) : bytes
  return 'edit' in change
    ? encodeCbor(edited(value, change.place, change.edit))
    : encodedOtherwise(value, change.place, change.as)
}

/** The other signature that the bare equation would take: n - s of ECDSA, s + L of Ed25519. */
function twin(signature: Uint8Array, algorithm: 'ES256' | 'EdDSA'): Uint8Array {
  if (algorithm === 'ES256') return highS(signature)
  const s = BigInt(`0x${Buffer.from(signature.subarray(32).toReversed()).toString('hex')}`) + ED25519_ORDER
  return concat(signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0').slice(-64), 'hex').toReversed())
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const at = (bit >> 3) % bytes.length
  return bytes.with(at, bytes[at]! ^ (1 << (bit & 7)))
}
