import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNearlyFull } from './room.ts'

test('less than 20 MB left is nearly full, 20 MB are not, and a browser that tells nothing has enough', () => {
  assert.equal(isNearlyFull({ usage: 80_000_001, quota: 100_000_000 }), true)
  assert.equal(isNearlyFull({ usage: 80_000_000, quota: 100_000_000 }), false)
  assert.equal(isNearlyFull({}), false)
})
