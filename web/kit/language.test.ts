import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill, say } from './language.ts'

test('a text is spoken in Chinese where nobody chose a language', () => {
  assert.equal(say({ zh: '绿码', en: 'Green' }), '绿码')
})

test('values go to their places, as often as the places stand', () => {
  assert.equal(fill('{n} 小时前，{n}', { n: 3 }), '3 小时前，3')
})

test('a place without a value stays readable as it is', () => {
  assert.equal(fill('至 {day}', {}), '至 {day}')
})
