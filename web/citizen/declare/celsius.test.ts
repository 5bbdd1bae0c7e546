import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCelsius } from './celsius.ts'

test('a temperature is read as people type it', () => {
  assert.equal(readCelsius('36.5'), 36.5)
  assert.equal(readCelsius(' 36,5 '), 36.5)
  assert.equal(readCelsius('３７．２'), 37.2)
  assert.equal(readCelsius('37℃'), 37)
})

test('nothing typed is nothing measured', () => {
  assert.equal(readCelsius('  '), undefined)
})

test('a temperature lies between 34 and 43, both included', () => {
  assert.equal(readCelsius('33.9'), 'unreadable')
  assert.equal(readCelsius('34'), 34)
  assert.equal(readCelsius('43.0'), 43)
  assert.equal(readCelsius('43.1'), 'unreadable')
  assert.equal(readCelsius('365'), 'unreadable')
})
