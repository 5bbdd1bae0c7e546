import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { concat } from '../../core/bytes.ts'
import { inflate } from './inflate.ts'

const BYTES = Uint8Array.from({ length: 16_384 }, (_, place) => place % 251)
const DEFLATED = new Uint8Array(deflateSync(BYTES))

test('what was deflated comes back, up to the bytes that are allowed', async () => {
  assert.deepEqual(await inflate(DEFLATED, BYTES.length), BYTES)
  assert.equal(await inflate(DEFLATED, BYTES.length - 1), undefined)
})

test('anything else, a stream that is cut off, and bytes behind the end are no bytes at all', async () => {
  assert.equal(await inflate(new Uint8Array([1, 2, 3]), 100), undefined)
  assert.equal(await inflate(DEFLATED.subarray(0, -1), BYTES.length), undefined)
  assert.equal(await inflate(concat(DEFLATED, new Uint8Array(1)), BYTES.length), undefined)
})
