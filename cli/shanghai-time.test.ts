import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instant, SECOND } from '../core/instant.ts'
import { parseShanghai, writeShanghai } from './shanghai-time.ts'

test('a time is read on Shanghai’s clocks, with or without seconds, and a day is its 00:00', () => {
  const noon = Date.parse('2022-04-20T12:00:00+08:00')
  assert.equal(parseShanghai('2022-04-20T12:00'), noon)
  assert.equal(parseShanghai('2022-04-20 12:00:00'), noon)
  assert.equal(parseShanghai('2022-04-20T12:00:59'), noon + 59 * SECOND)
  assert.equal(parseShanghai('2022-04-20'), Date.parse('2022-04-20T00:00:00+08:00'))
})

test('what is no time is refused', () => {
  for (const text of [
    '',
    '2022-02-29',
    '2022-04-20T24:00',
    '2022-04-20T12:60',
    '2022-04-20T12:00:60',
    '2022-04-20T12:00Z',
    '12:00',
  ]) {
    assert.equal(parseShanghai(text), undefined, text)
  }
})

test('what is written is read as the same second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), (seconds) => {
      const at = instant(seconds * SECOND)
      assert.equal(parseShanghai(writeShanghai(at)), at)
    }),
  )
})
