import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, DAY_LENGTH, HOUR, instant, MINUTE, startOfDay } from '../../../core/instant.ts'
import { ageOf, validityLine } from './age.ts'
import type { ShownCode } from './card.ts'

const midnight = startOfDay(day(19_000))
const morning = instant(midnight + 8 * HOUR)
const code: ShownCode = {
  credential: new Uint8Array(),
  colour: 'green',
  maskedName: '测*员',
  document: { type: 'resident-id', lastFour: '0034' },
  issuedAt: morning,
  expiresAt: startOfDay(day(19_002)),
  confirmedAt: morning,
  clockOffset: 0,
}

test('a code issued today is good until the end of tomorrow, and says today once tomorrow has come', () => {
  assert.equal(validityLine(code, 'reached', morning), '本机有效至 明天 24:00 · 刚刚更新')
  const tomorrow = startOfDay(day(19_001))
  assert.match(validityLine(code, 'reached', instant(tomorrow - 1)), /明天 24:00/)
  assert.match(validityLine(code, 'reached', tomorrow), /今天 24:00/)
})

test('without the server the line says so, with the age', () => {
  const line = validityLine(code, 'unreached', instant(morning + 3 * HOUR))
  assert.equal(line, '离线 · 3 小时前更新 · 本机有效至 明天 24:00')
})

test('an age is told in the largest whole unit, from both sides of each', () => {
  const from = (age: number) => ageOf(morning, instant(morning + age))
  assert.equal(from(2 * MINUTE - 1), '刚刚更新')
  assert.equal(from(2 * MINUTE), '2 分钟前更新')
  assert.equal(from(HOUR - 1), '59 分钟前更新')
  assert.equal(from(HOUR), '1 小时前更新')
  assert.equal(from(DAY_LENGTH - 1), '23 小时前更新')
  assert.equal(from(DAY_LENGTH), '1 天前更新')
})

test('a clock that went back a little makes no negative age', () => {
  assert.equal(ageOf(morning, instant(morning - 5_000)), '刚刚更新')
})
