import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR } from '../../core/instant.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import { dueOf } from './due-of.ts'

test('a case is due soon from four hours before its deadline', () => {
  assert.equal(dueOf(4 * HOUR + 1, 0).urgency, 'later')
  assert.equal(dueOf(4 * HOUR, 0).urgency, 'soon')
})

test('at its deadline a case is overdue', () => {
  assert.equal(dueOf(1, 0).urgency, 'soon')
  assert.deepEqual(dueOf(0, 0), { urgency: 'overdue', text: STAFF.overdueNow, hours: 0 })
})

test('hours are whole, and an hour begun is not one', () => {
  assert.deepEqual([dueOf(HOUR - 1, 0).text, dueOf(HOUR, 0).text], [STAFF.underHour, STAFF.hoursLeft])
  assert.deepEqual([dueOf(0, HOUR - 1).text, dueOf(0, HOUR).text], [STAFF.overdueNow, STAFF.overdue])
  assert.equal(dueOf(0, 26 * HOUR).hours, 26)
})
