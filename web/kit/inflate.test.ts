import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_SHARD_FILE, SHARD_BYTES } from '../../core/list/format.ts'
import { deflate } from '../../server/lists/sealing.ts'
import { inflate } from './inflate.ts'

const list = new Uint8Array(SHARD_BYTES).fill(0xe4, 100, 300)

test('a page inflates what the server deflated', async () => {
  assert.deepEqual(await inflate(deflate(list), SHARD_BYTES), list)
})

test('what is cut off, altered, followed by anything, or no zlib, inflates to nothing', async () => {
  const deflated = deflate(list)
  for (const bytes of [
    deflated.subarray(0, -1),
    deflated.with(deflated.length - 1, deflated.at(-1)! ^ 1),
    Uint8Array.of(...deflated, 0),
    Uint8Array.of(...deflated, ...deflated),
    Uint8Array.of(1, 2, 3),
    new Uint8Array(),
  ]) {
    assert.equal(await inflate(bytes, SHARD_BYTES), undefined)
  }
})

test('what grows too large inflates to nothing, a bomb too', async () => {
  assert.equal(await inflate(deflate(new Uint8Array(SHARD_BYTES + 1)), SHARD_BYTES), undefined)
  // As large as a shard's file may be.
  const bomb = deflate(new Uint8Array(20_000_000))
  assert.ok(bomb.length > MAX_SHARD_FILE - 1_000)
  assert.equal(await inflate(bomb, SHARD_BYTES), undefined)
})
