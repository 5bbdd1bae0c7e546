import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCredential, anyPaper } from '../../test/code-arbitraries.ts'
import { aCredential, aPaper, ISSUED_AT, KEYS, phoneKeyOf } from '../../test/code-samples.ts'
import { hex } from '../bytes.ts'
import { after, instant, SECOND } from '../instant.ts'
import { decodeCredential, encodeCredential, expiryOf, paperExpiryOf } from './credential.ts'

const someone = anyCredential(phoneKeyOf(KEYS.phone), phoneKeyOf(KEYS.otherPhone))

test('any credential and any paper credential come back from their bytes', () => {
  fc.assert(
    fc.property(fc.oneof(someone, anyPaper()), (credential) => {
      assert.deepEqual(decodeCredential(encodeCredential(credential)), credential)
    }),
  )
})

test('whatever decodes is the only encoding of its claims, also with a byte altered', () => {
  const altered = fc.tuple(fc.oneof(someone, anyPaper()), fc.nat(), fc.integer({ min: 1, max: 255 }))
  fc.assert(
    fc.property(altered, ([credential, place, change]) => {
      const bytes = encodeCredential(credential)
      const at = place % bytes.length
      const read = decodeCredential(bytes.with(at, bytes[at]! ^ change))
      if (read) assert.equal(hex(encodeCredential(read)), hex(bytes.with(at, bytes[at]! ^ change)))
    }),
    { numRuns: 1_000 },
  )
})

test('random bytes are no credential and nothing is thrown', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => decodeCredential(bytes) === undefined))
})

test('a credential lives to the end of the next Shanghai day', () => {
  // 2022-04-15 08:21:40 and the last and first millisecond of that day in Shanghai.
  const end = instant(Date.UTC(2022, 3, 16, 16))
  assert.equal(expiryOf(ISSUED_AT), end)
  assert.equal(expiryOf(instant(Date.UTC(2022, 3, 15, 15, 59, 59, 999))), end)
  assert.equal(expiryOf(instant(Date.UTC(2022, 3, 14, 16))), end)
  assert.equal(expiryOf(instant(Date.UTC(2022, 3, 15, 16))), after(end, 86_400_000))
})

test('a paper code lives to the end of the 180th Shanghai day after its issue', () => {
  assert.equal(paperExpiryOf(ISSUED_AT), instant(Date.UTC(2022, 9, 12, 16)))
})

test('milliseconds are dropped', () => {
  const bytes = encodeCredential(aCredential({ issuedAt: after(ISSUED_AT, 999) }))
  assert.equal(hex(bytes), hex(encodeCredential(aCredential())))
})

test('claims that no verifier would accept are not encoded', () => {
  const end = expiryOf(ISSUED_AT)
  const faults = {
    'an expiry beyond the next day': aCredential({ expires: after(end, SECOND) }),
    'an expiry at issue': aCredential({ expires: ISSUED_AT }),
    'a name of 25 bytes': aCredential({ maskedName: 'A'.repeat(25) }),
    'no name': aCredential({ maskedName: '' }),
    'five characters of a document': aCredential({ document: { type: 'passport', lastFour: '12345' } }),
    'an index of 2^32': aCredential({ index: 2 ** 32 }),
    'a negative index': aCredential({ index: -1 }),
    'half an index': aCredential({ index: 0.5 }),
    'an issuer with a capital letter': aCredential({ issuer: 'City' }),
    'a phone key of 32 bytes': aCredential({ phoneKey: new Uint8Array(32) }),
    'a paper code beyond its 180th day': aPaper({ expires: after(paperExpiryOf(ISSUED_AT), SECOND) }),
  }
  for (const [name, credential] of Object.entries(faults)) {
    assert.throws(() => encodeCredential(credential), RangeError, name)
  }
  assert.ok(encodeCredential(aCredential({ maskedName: 'A'.repeat(24), index: 2 ** 32 - 1, expires: end })))
})
