import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gapAfter, readKeys } from './keys-typed.ts'

test('one to three keys of digits are fingers, the point stands by itself', () => {
  assert.deepEqual(readKeys('3'), { kind: 'digits', digits: '3' })
  assert.deepEqual(readKeys('365'), { kind: 'digits', digits: '365' })
  assert.deepEqual(readKeys('6.5'), { kind: 'digits', digits: '65' })
  assert.equal(readKeys('.'), undefined)
})

test('a thermometer types a temperature in several ways', () => {
  for (const keys of ['36.5', '36,5', ' 36.50', '36.5C', '36.5 °C', '36.5℃']) {
    assert.deepEqual(readKeys(keys), { kind: 'celsius', celsius: 36.5 }, keys)
  }
})

test('a long run of keys is a code, also one with digits in it', () => {
  assert.deepEqual(readKeys('SSM1:6BF +70 36.5'), { kind: 'code', code: 'SSM1:6BF +70 36.5' })
  assert.deepEqual(readKeys('690123456789'), { kind: 'code', code: '690123456789' })
})

test('a stray key or a short barcode is nothing', () => {
  for (const keys of ['', 'x', 'abc', '6901234', '1234']) assert.equal(readKeys(keys), undefined, keys)
})

test('the pages wait longer within a code than between fingers', () => {
  assert.ok(gapAfter('S') > gapAfter('3'))
  assert.ok(gapAfter('SSM1:6BF') > gapAfter('SSX'))
  assert.equal(gapAfter(''), gapAfter('3'))
})
