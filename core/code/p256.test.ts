import assert from 'node:assert/strict'
import { createECDH, ECDH } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { compressPoint, expandPoint, isPoint } from './p256.ts'

const anyPoint = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((secret) => secret.some((byte) => byte !== 0) && secret[0] !== 0xff)
  .map((secret) => {
    const ecdh = createECDH('prime256v1')
    ecdh.setPrivateKey(secret)
    return ecdh
  })

test('compressing and expanding agree with OpenSSL', () => {
  fc.assert(
    fc.property(anyPoint, (ecdh) => {
      const whole = new Uint8Array(ecdh.getPublicKey())
      const short = new Uint8Array(ecdh.getPublicKey(null, 'compressed'))
      assert.deepEqual(compressPoint(whole), short)
      assert.deepEqual(expandPoint(short), whole)
    }),
  )
})

test('a point is a point, and with any one byte changed it is none', () => {
  fc.assert(
    fc.property(anyPoint, fc.nat(64), fc.integer({ min: 1, max: 255 }), (ecdh, at, change) => {
      const point = new Uint8Array(ecdh.getPublicKey())
      assert.ok(isPoint(point))
      assert.ok(!isPoint(point.with(at, point[at]! ^ change)))
    }),
  )
})

test('what is no uncompressed point is no point', () => {
  const good = expandPoint(new Uint8Array(anyGood()))!
  assert.ok(isPoint(good))
  assert.ok(!isPoint(good.slice(0, 64)))
  assert.ok(!isPoint(Uint8Array.of(...good, 0)))
  assert.ok(!isPoint(new Uint8Array(65)))
  assert.ok(!isPoint(Uint8Array.of(4, ...new Uint8Array(64).fill(255))))
})

test('of random abscissae exactly those on the curve expand', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (x) => {
      const short = Uint8Array.of(2, ...x)
      const theirs = openssl(short)
      assert.deepEqual(expandPoint(short), theirs)
    }),
  )
})

test('what is no compressed point does not expand', () => {
  const good = new Uint8Array(anyGood())
  assert.ok(expandPoint(good))
  for (const first of [0, 1, 4, 255]) assert.equal(expandPoint(good.with(0, first)), undefined)
  assert.equal(expandPoint(good.slice(0, 32)), undefined)
  assert.equal(expandPoint(Uint8Array.of(...good, 0)), undefined)
  assert.equal(expandPoint(new Uint8Array()), undefined)
  assert.equal(expandPoint(Uint8Array.of(2, ...new Uint8Array(32).fill(255))), undefined)
})

function anyGood(): Uint8Array {
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  return ecdh.getPublicKey(null, 'compressed')
}

function openssl(short: Uint8Array): Uint8Array | undefined {
  try {
    return new Uint8Array(convert(short))
  } catch {
    return undefined
  }
}

function convert(short: Uint8Array): Uint8Array {
  const whole = ECDH.convertKey(short, 'prime256v1', undefined, undefined, 'uncompressed')
  assert.ok(whole instanceof Uint8Array)
  return whole
}
