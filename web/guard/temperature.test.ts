import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCelsius, showDigits, typeDigit } from './temperature.ts'

test('the third digit completes a temperature', () => {
  assert.deepEqual(typeDigit('', '3'), { kind: 'typing', digits: '3' })
  assert.deepEqual(typeDigit('3', '6'), { kind: 'typing', digits: '36' })
  assert.deepEqual(typeDigit('36', '5'), { kind: 'read', celsius: 36.5 })
})

test('33.9 °C and 43.1 °C are implausible, 34.0 °C and 43.0 °C are read', () => {
  assert.deepEqual(typeDigit('33', '9'), { kind: 'implausible', celsius: 33.9 })
  assert.deepEqual(typeDigit('34', '0'), { kind: 'read', celsius: 34 })
  assert.deepEqual(typeDigit('43', '0'), { kind: 'read', celsius: 43 })
  assert.deepEqual(typeDigit('43', '1'), { kind: 'implausible', celsius: 43.1 })
})

test('a thermometer’s second decimal is rounded before it is judged', () => {
  assert.deepEqual(readCelsius(37.25), { kind: 'read', celsius: 37.3 })
  assert.deepEqual(readCelsius(33.96), { kind: 'read', celsius: 34 })
})

test('the display keeps its width while digits come', () => {
  assert.deepEqual(['', '3', '36'].map(showDigits), ['\u2012\u2012.\u2012', '3\u2012.\u2012', '36.\u2012'])
})
