import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after, instant, MINUTE, SECOND } from '../../core/instant.ts'
import { oneMore, waitOf, type Attempts } from './attempts.ts'

const NOW = instant(1_650_000_000_000)

test('four wrong PINs cost nothing, the fifth 30 s, and each that follows twice as long, up to 15 minutes', () => {
  const waits = [1, 4, 5, 6, 7, 9, 10, 50].map((wrong) => waitOf(wrongTimes(wrong), NOW))
  assert.deepEqual(
    waits,
    [0, 0, 30, 60, 120, 480, 900, 900].map((seconds) => seconds * SECOND),
  )
  assert.equal(waitOf(undefined, NOW), 0)
})

test('a wait ends at its moment and not before', () => {
  assert.equal(waitOf(wrongTimes(5), after(NOW, 30 * SECOND - 1)), 1)
  assert.equal(waitOf(wrongTimes(5), after(NOW, 30 * SECOND)), 0)
})

test('a clock that is set back makes no wait longer than it was', () => {
  assert.equal(waitOf(wrongTimes(5), after(NOW, -60 * MINUTE)), 30 * SECOND)
})

function wrongTimes(times: number): Attempts | undefined {
  let attempts: Attempts | undefined
  for (let time = 0; time < times; time += 1) attempts = oneMore(attempts, NOW)
  return attempts
}
