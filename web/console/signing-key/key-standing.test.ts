import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OwnKey } from '../../../contract/signatures.ts'
import { DAY_LENGTH } from '../../../core/instant.ts'
import { firstDay, lastDay, standingOf } from './key-standing.ts'

// 2022-04-16 00:00 in Shanghai.
const FROM = 1_650_038_400_000
const KEY: OwnKey = { keyId: 'mine', state: 'enrolled', from: FROM, to: FROM + 365 * DAY_LENGTH }
const OTHER: OwnKey = { ...KEY, keyId: 'other' }

test('without a key in this browser the one that counts in another is named, and none that waits or expired', () => {
  assert.deepEqual(standingOf(undefined, [], FROM), { at: 'none', elsewhere: undefined })
  assert.deepEqual(standingOf(undefined, [OTHER], FROM), { at: 'none', elsewhere: OTHER })
  for (const state of ['waiting', 'early', 'expired', 'revoked'] as const) {
    assert.deepEqual(standingOf(undefined, [{ ...OTHER, state }], FROM), { at: 'none', elsewhere: undefined })
  }
})

test('a key that the server has not heard of has to be asked for, whatever other keys there are', () => {
  assert.deepEqual(standingOf('mine', [OTHER], FROM), { at: 'unasked' })
})

test('a key ends soon when less than 30 days are left', () => {
  const standing = (left: number) => standingOf('mine', [OTHER, KEY], KEY.to - left)
  assert.deepEqual(standing(30 * DAY_LENGTH), { at: 'known', key: KEY, endsSoon: false })
  assert.deepEqual(standing(30 * DAY_LENGTH - 1), { at: 'known', key: KEY, endsSoon: true })
})

test('a key that ends at 00:00 is valid to the end of the day before', () => {
  assert.deepEqual([firstDay(KEY), lastDay(KEY)], ['2022-04-16', '2023-04-15'])
})
