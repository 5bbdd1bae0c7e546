import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex, hex } from '../bytes.ts'
import { changesOf, decodeChanges, encodeChanges } from './changes.ts'

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 3 })))

test('changes come back as they were, whatever places they are of', () => {
  fc.assert(
    fc.property(pairs, (some) => {
      const changes = changesOf(some)
      assert.deepEqual(decodeChanges(encodeChanges(changes)), changes)
    }),
  )
})

test('bytes that are read encode to the same bytes again, so that changes have one form only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const changes = decodeChanges(bytes)
      if (changes) assert.deepEqual(encodeChanges(changes), bytes)
    }),
    { numRuns: 2_000 },
  )
})

test('the first and the last place there can be are written, and the one after is refused', () => {
  const edges = changesOf([
    [0, 1],
    [2 ** 32 - 1, 2],
  ])
  assert.equal(hex(encodeChanges(edges)), '01faffffff3f')
  assert.equal(decodeChanges(fromHex('01feffffff3f')!), undefined)
})

test('of two changes of a place the last counts', () => {
  const changes = changesOf([
    [7, 3],
    [4, 2],
    [7, 0],
  ])
  assert.deepEqual([...changes.places], [4, 7])
  assert.deepEqual([...changes.values], [2, 0])
})

test('a varint that is cut off, longer than need be, or endless is refused', () => {
  for (const bytes of ['80', '8000', '0180', 'ffffffffffff01', `${'80'.repeat(5)}01`]) {
    assert.equal(decodeChanges(fromHex(bytes)!), undefined, bytes)
  }
})
