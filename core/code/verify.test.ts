import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aCode, aCredential, aVerifier, ISSUED_AT, KEYS, SHOWN_AT } from '../../test/code-samples.ts'
import { textOf, textOfBytes } from '../../tools/vectors/forge.ts'
import { after, SECOND } from '../instant.ts'
import { verifyCode } from './verify.ts'

const good = await aCode()

test('a code is fresh from 90 s before its time until just under 90 s after', async () => {
  for (const [milliseconds, genuine] of [
    [-90_001, 'unknown'],
    [-90_000, true],
    [0, true],
    [89_999, true],
    [90_000, 'unknown'],
  ] as const) {
    const verdict = await verifyCode(good, aVerifier({ now: after(SHOWN_AT, milliseconds) }))
    assert.equal(verdict.genuine, genuine, `${milliseconds} ms`)
  }
})

test('a wrong clock is called clock, on either side and however wrong, never expired', async () => {
  for (const days of [-800, -2, -1, 1, 2, 3, 800]) {
    const verdict = await verifyCode(good, aVerifier({ now: after(SHOWN_AT, days * 86_400_000) }))
    assert.deepEqual(verdict, { genuine: 'unknown', because: 'clock' })
  }
})

test('a forged code is not genuine whatever the clock says', async () => {
  const forged = await aCode(aCredential(), { phone: KEYS.otherPhone })
  const verdict = await verifyCode(forged, aVerifier({ now: after(SHOWN_AT, 86_400_000) }))
  assert.deepEqual(verdict, { genuine: false, because: 'proof' })
})

test('a credential and its phone up to 90 s ahead of the gate are no matter', async () => {
  const text = await aCode(aCredential(), { at: ISSUED_AT })
  assert.equal((await verifyCode(text, aVerifier({ now: after(ISSUED_AT, -90 * SECOND) }))).genuine, true)
})

test('a verifier whose cryptography fails cannot tell, and does not throw', async () => {
  const broken = {
    verify: () => Promise.reject(new Error('not supported')),
    sha256: () => new Uint8Array(32),
  }
  const verdict = await verifyCode(good, aVerifier({ crypto: broken }))
  assert.deepEqual(verdict, { genuine: 'unknown', because: 'unknown-key' })
})

test('no text makes the verifier throw or believe', async () => {
  const text = fc.oneof(
    fc.string({ unit: fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)), maxLength: 600 }),
    fc
      .string({ unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:') })
      .map((body) => `SSM1:${body}`),
    fc.uint8Array({ maxLength: 330 }).map(textOfBytes),
    fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 3 }).map(textOf),
  )
  const verifier = aVerifier()
  await fc.assert(
    fc.asyncProperty(text, async (any) => {
      assert.deepEqual(await verifyCode(any, verifier), { genuine: false, because: 'malformed' })
    }),
    { numRuns: 200 },
  )
})

test('a text too long is not even read', async () => {
  assert.deepEqual(await verifyCode(`SSM1:${'0'.repeat(50_000_000)}`, aVerifier()), {
    genuine: false,
    because: 'malformed',
  })
})
