import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPhone, isStreet, stepAt } from './register-draft.ts'

test('nobody reaches a later step before the check of the first', () => {
  assert.equal(stepAt('#3', { found: undefined }), 1)
  assert.equal(stepAt('#3', { found: { outcome: 'unmatched', proved: false } }), 3)
})

test('the address says the step, so that the back button goes back one', () => {
  const found = { outcome: 'matched', proved: true } as const
  assert.equal(stepAt('', { found }), 1)
  assert.equal(stepAt('#2', { found }), 2)
  assert.equal(stepAt('#4', { found }), 1)
})

test('a district alone is no address', () => {
  assert.equal(isStreet('310101'), false)
  assert.equal(isStreet('310101015'), true)
})

test('a telephone number has 5 to 20 characters', () => {
  assert.equal(isPhone('1234'), false)
  assert.equal(isPhone('12345'), true)
  assert.equal(isPhone('+852 1234 5678'), true)
  assert.equal(isPhone('1'.repeat(21)), false)
})
