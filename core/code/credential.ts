// What an issuer says about somebody: the claims of a CWT (RFC 8392), strictly, so that one credential has one encoding.

import { utf8 } from '../bytes.ts'
import { LIST_VALUE, type Colour } from '../colour.ts'
import type { DocumentType } from '../document.ts'
import { day, dayOf, startOfDay, type Day, type Instant } from '../instant.ts'
import { decodeCbor, encodeCbor, isMap, type Cbor, type CborMap } from './cbor.ts'
import { commonClaims, confirmation, readCommon, readConfirmation } from './claims.ts'
import { MAX_NAME_BYTES } from './format.ts'

/** A document as a guard sees it. */
export interface MaskedDocument {
  readonly type: DocumentType
  /** The last characters of the number, at most four. */
  readonly lastFour: string
}

/** What a phone holds for a day: bound to its key, with the colour as it was at issue. Moments are whole seconds. */
export interface Credential {
  readonly issuer: string
  readonly issuedAt: Instant
  readonly expires: Instant
  readonly colour: Colour
  readonly maskedName: string
  readonly document: MaskedDocument
  /** The colour list's epoch: the Shanghai day of issue. */
  readonly epoch: Day
  /** The holder's place in that epoch's list. */
  readonly index: number
  /** Compressed point of P-256, 33 bytes. */
  readonly phoneKey: Uint8Array
}

/** What a printed sheet carries: no colour and no phone; the guard compares the document and the list tells the rest. */
export interface PaperCredential {
  readonly kind: 'paper'
  readonly issuer: string
  readonly issuedAt: Instant
  readonly expires: Instant
  readonly maskedName: string
  readonly document: MaskedDocument
  /** The sheet's place in the list of paper codes, for its whole life. */
  readonly index: number
}

// The day of issue not counted.
const PAPER_DAYS = 180

// Private claims (RFC 8392: labels below -65536). One array each: six labels would cost 25 bytes.
const LIVE_CLAIM = -65_537
const PAPER_CLAIM = -65_538

const MAX_CLAIMS_BYTES = 256
const COLOUR_OF: readonly Colour[] = ['green', 'grey', 'yellow', 'red']
// The place of a type is its number in a code: append, never reorder.
const DOCUMENT_TYPES: readonly DocumentType[] = [
  'resident-id',
  'hk-macao-permit',
  'taiwan-permit',
  'hk-macao-residence-permit',
  'taiwan-residence-permit',
  'passport',
  'permanent-residence-card',
]

/** When a credential issued at a moment ends at the latest: with the next Shanghai day, so that nobody's code dies overnight. */
export function expiryOf(issuedAt: Instant): Instant {
  return startOfDay(day(dayOf(issuedAt) + 2))
}

/** When a paper code issued at a moment ends at the latest: with the 180th Shanghai day after the day of issue. */
export function paperExpiryOf(issuedAt: Instant): Instant {
  return startOfDay(day(dayOf(issuedAt) + PAPER_DAYS + 1))
}

/** Whether a credential is a paper code's. */
export function isPaper(credential: Credential | PaperCredential): credential is PaperCredential {
  return 'kind' in credential
}

/**
 * The claims as CBOR. Milliseconds of `issuedAt` and `expires` are dropped.
 * Throws RangeError for claims that no verifier would accept.
 */
export function encodeCredential(credential: Credential | PaperCredential): Uint8Array {
  const bytes = encodeCbor(isPaper(credential) ? paperClaims(credential) : liveClaims(credential))
  if (!decodeCredential(bytes)) throw new RangeError('these claims are no valid credential')
  return bytes
}

/** The credential that these claims are; undefined for an unknown, missing or ill-typed claim, or one out of its range. */
export function decodeCredential(bytes: Uint8Array): Credential | PaperCredential | undefined {
  const claims = decodeCbor(bytes, MAX_CLAIMS_BYTES)
  if (!isMap(claims)) return undefined
  return claims.has(PAPER_CLAIM) ? readPaper(claims) : readLive(claims)
}

function liveClaims(credential: Credential): CborMap {
  return new Map<number, Cbor>([
    ...commonClaims(credential),
    [8, confirmation(credential.phoneKey)],
    [
      LIVE_CLAIM,
      [
        LIST_VALUE[credential.colour],
        credential.maskedName,
        DOCUMENT_TYPES.indexOf(credential.document.type),
        credential.document.lastFour,
        credential.epoch,
        credential.index,
      ],
    ],
  ])
}

function paperClaims(credential: PaperCredential): CborMap {
  const { type, lastFour } = credential.document
  return new Map<number, Cbor>([
    ...commonClaims(credential),
    [PAPER_CLAIM, [credential.maskedName, DOCUMENT_TYPES.indexOf(type), lastFour, credential.index]],
  ])
}

function readLive(claims: CborMap): Credential | undefined {
  const values = claims.get(LIVE_CLAIM)
  if (claims.size !== 5 || !Array.isArray(values) || values.length !== 6) return undefined
  const common = readCommon(claims)
  const holder = readHolder(values[1], values[2], values[3])
  const colour = typeof values[0] === 'number' ? COLOUR_OF[values[0]] : undefined
  const index = readIndex(values[5])
  const phoneKey = readConfirmation(claims.get(8))
  if (!common || !holder || !colour || index === undefined || !phoneKey) return undefined
  const epoch = dayOf(common.issuedAt)
  if (values[4] !== epoch || common.expires > expiryOf(common.issuedAt)) return undefined
  return { ...common, colour, ...holder, epoch, index, phoneKey }
}

function readPaper(claims: CborMap): PaperCredential | undefined {
  const values = claims.get(PAPER_CLAIM)
  if (claims.size !== 4 || !Array.isArray(values) || values.length !== 4) return undefined
  const common = readCommon(claims)
  const holder = readHolder(values[0], values[1], values[2])
  const index = readIndex(values[3])
  if (!common || !holder || index === undefined) return undefined
  if (common.expires > paperExpiryOf(common.issuedAt)) return undefined
  return { kind: 'paper', ...common, ...holder, index }
}

function readHolder(
  maskedName: Cbor | undefined,
  type: Cbor | undefined,
  lastFour: Cbor | undefined,
): { maskedName: string; document: MaskedDocument } | undefined {
  const documentType = typeof type === 'number' ? DOCUMENT_TYPES[type] : undefined
  if (typeof maskedName !== 'string' || !isName(maskedName) || !documentType) return undefined
  if (typeof lastFour !== 'string' || !/^[0-9A-Z]{1,4}$/.test(lastFour)) return undefined
  return { maskedName, document: { type: documentType, lastFour } }
}

function isName(text: string): boolean {
  // A control character could rearrange or hide what the guard reads.
  return text !== '' && !/\p{Cc}/u.test(text) && utf8(text).length <= MAX_NAME_BYTES
}

function readIndex(value: Cbor | undefined): number | undefined {
  return typeof value === 'number' && value >= 0 && value < 2 ** 32 ? value : undefined
}
