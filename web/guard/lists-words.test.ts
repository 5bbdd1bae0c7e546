import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after, HOUR, instant, MINUTE } from '../../core/instant.ts'
import { sayLists } from './lists-words.ts'

const AS_OF = instant(1_650_000_000_000)

test('the age of the lists is said, and minded from 30 minutes on', () => {
  const at = (age: number) => Object.values(sayLists(AS_OF, after(AS_OF, age)))
  assert.deepEqual(at(2 * MINUTE - 1), ['名单 刚刚更新', false])
  assert.deepEqual(at(2 * MINUTE), ['名单 2 分钟前', false])
  assert.deepEqual(at(30 * MINUTE - 1), ['名单 29 分钟前', false])
  assert.deepEqual(at(30 * MINUTE), ['名单 30 分钟前', true])
  assert.deepEqual(at(24 * HOUR - 1), ['名单 23 小时前', true])
  assert.deepEqual(at(24 * HOUR), ['名单超过 24 小时，无法离线核验', true])
  assert.deepEqual(Object.values(sayLists(undefined, AS_OF)), ['本机还没有今天的名单', true])
})
