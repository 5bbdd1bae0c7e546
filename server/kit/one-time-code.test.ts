import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../test/world.ts'
import { drawCode, drawPin, readCode } from './one-time-code.ts'

test('a code is ten letters in two groups, and no letter can be taken for another', () => {
  const random = seededRandom('codes')
  for (let turn = 0; turn < 500; turn += 1) assert.match(drawCode(random), /^[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}$/)
  assert.equal(new Set(Array.from({ length: 500 }, () => drawCode(random))).size, 500)
})

test('every letter of a code is as likely as any other', () => {
  const random = seededRandom('fair')
  const counts = new Map<string, number>()
  for (let turn = 0; turn < 3_100; turn += 1) {
    for (const letter of drawCode(random).replace('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  assert.equal(counts.size, 31)
  for (const [letter, count] of counts) assert.ok(count > 850 && count < 1_150, `${letter}: ${count} of 1000`)
})

test('a code is understood however it was typed, and nothing else is', () => {
  for (const typed of ['7KQ4M-XW2RD', '7kq4mxw2rd', ' 7KQ4M XW2RD ']) assert.equal(readCode(typed), '7KQ4MXW2RD')
  for (const typed of ['', '7KQ4M-XW2R', '7KQ4M-XW2RDD', '7KQ4M-XW2R0', '7KQ4M-XW2RI']) {
    assert.equal(readCode(typed), undefined, typed)
  }
})

test('a PIN is six digits, zeros in front included', () => {
  const random = seededRandom('pins')
  const pins = Array.from({ length: 200 }, () => drawPin(random))
  for (const pin of pins) assert.match(pin, /^[0-9]{6}$/)
  assert.ok(pins.some((pin) => pin.startsWith('0')))
})
