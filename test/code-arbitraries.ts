import fc from 'fast-check'
import { COLOURS } from '../core/colour.ts'
import { expiryOf, paperExpiryOf, type Credential, type PaperCredential } from '../core/code/credential.ts'
import type { DocumentType } from '../core/document.ts'
import { after, dayOf, instant, SECOND, type Instant } from '../core/instant.ts'

const DOCUMENT_TYPES: readonly DocumentType[] = [
  'resident-id',
  'hk-macao-permit',
  'taiwan-permit',
  'hk-macao-residence-permit',
  'taiwan-residence-permit',
  'passport',
  'permanent-residence-card',
]

const issuer = fc.stringMatching(/^[a-z0-9.-]{1,32}$/)
const issuedAt: fc.Arbitrary<Instant> = fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => instant(s * SECOND))
const index = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const maskedName = fc
  .oneof(fc.string({ minLength: 1, maxLength: 24 }), fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }))
  .filter((name) => !/\p{Cc}/u.test(name) && name.isWellFormed() && Buffer.byteLength(name) <= 24)
const document = fc
  .tuple(fc.constantFrom(...DOCUMENT_TYPES), fc.stringMatching(/^[0-9A-Z]{1,4}$/))
  .map(([type, lastFour]) => ({ type, lastFour }))

/** Any credential that may be issued, bound to one of these phones (compressed points). */
export function anyCredential(...phoneKeys: readonly Uint8Array[]): fc.Arbitrary<Credential> {
  return fc
    .record({
      issuer,
      issuedAt,
      colour: fc.constantFrom(...COLOURS),
      maskedName,
      document,
      index,
      phoneKey: fc.constantFrom(...phoneKeys),
      life: fc.integer({ min: 1, max: 86_400 }),
    })
    .map(({ life, ...rest }) => {
      const expires = instant(Math.min(after(rest.issuedAt, life * SECOND), expiryOf(rest.issuedAt)))
      return Object.assign({ epoch: dayOf(rest.issuedAt), expires }, rest)
    })
}

/** Any paper credential that may be issued. */
export function anyPaper(): fc.Arbitrary<PaperCredential> {
  return fc
    .record({ issuer, issuedAt, maskedName, document, index })
    .map((rest) => Object.assign({ kind: 'paper' as const, expires: paperExpiryOf(rest.issuedAt) }, rest))
}
