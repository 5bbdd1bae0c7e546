import assert from 'node:assert/strict'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { test } from 'node:test'
import { fromHex, hex } from '../bytes.ts'
import { isLowS, lowS } from './low-s.ts'

const R = '11'.repeat(32)
const HALF = '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8'
const HALF_PLUS_ONE = '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9'
const LAST = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550'
const ONE = '1'.padStart(64, '0')

test('half of the order is low, one more is high', () => {
  assert.equal(isLowS(fromHex(R + HALF)!), true)
  assert.equal(isLowS(fromHex(R + HALF_PLUS_ONE)!), false)
  assert.equal(isLowS(fromHex(R + ONE)!), true)
  assert.equal(isLowS(fromHex(R + LAST)!), false)
})

test('a high s becomes its low twin, a low one stays', () => {
  assert.equal(hex(lowS(fromHex(R + HALF_PLUS_ONE)!)), R + HALF)
  assert.equal(hex(lowS(fromHex(R + LAST)!)), R + ONE)
  assert.equal(hex(lowS(fromHex(R + HALF)!)), R + HALF)
})

test('a normalised signature is low and still right', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const message = Buffer.from('code')
  const signatures = Array.from({ length: 40 }, () =>
    sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  )
  // Each is high with a chance of one half, so that 40 without a high one do not happen.
  assert.ok(signatures.some((signature) => !isLowS(signature)))
  for (const signature of signatures) {
    const low = lowS(signature)
    assert.ok(isLowS(low))
    assert.ok(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, low))
  }
})
