import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex } from '../../core/bytes.ts'
import { systemRandom } from './random.ts'

test('random bytes are as many as were asked for, and never the same twice, however many are taken', () => {
  const random = systemRandom()
  const seen = new Set<string>()
  for (let times = 0; times < 5_000; times += 1) {
    const bytes = random(times % 2 === 0 ? 12 : 32)
    assert.equal(bytes.length, times % 2 === 0 ? 12 : 32)
    seen.add(hex(bytes))
  }
  assert.equal(seen.size, 5_000)
  assert.equal(random(100_000).length, 100_000)
})

test('what was given stays what it was when more is taken', () => {
  const random = systemRandom()
  const given = Array.from({ length: 2_000 }, () => random(16))
  const before = given.map(hex)
  random(16)
  assert.deepEqual(given.map(hex), before)
  assert.equal(new Set(before).size, 2_000)
})
