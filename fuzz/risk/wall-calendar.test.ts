import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CALENDAR, momentOf, placeOf, written } from './wall-calendar.ts'

// The clocks of Shanghai as the time zone database has them, which knows nothing of ours.
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })

test('every day of the wall calendar begins and ends as on the clocks of Shanghai', () => {
  for (const { date, midnight, nextMidnight } of CALENDAR) {
    assert.equal(clock.format(midnight), `${date} 00:00:00`)
    assert.equal(clock.format(nextMidnight - 1), `${date} 23:59:59`)
  }
})

test('the wall calendar has the 29 February of leap years and no other', () => {
  const leapDays = CALENDAR.map(({ date }) => date).filter((date) => date.endsWith('-02-29'))
  assert.deepEqual(leapDays, ['2020-02-29', '2024-02-29', '2028-02-29'])
})

test('a moment falls into the day that begins at it, and into the day before until then', () => {
  for (const [place, { midnight }] of CALENDAR.entries()) {
    assert.equal(placeOf(midnight), place)
    if (place > 0) assert.equal(placeOf(midnight - 1), place - 1)
  }
})

test('a moment is written as on the clocks of Shanghai', () => {
  assert.equal(written(momentOf('2020-02-29', '23:59')), '2020-02-29 23:59')
  assert.equal(written(momentOf('2020-02-29', '23:59') + 60_000), '2020-03-01 00:00')
  assert.equal(written(momentOf('2020-03-01', '00:00') - 1), '2020-02-29 23:59 and 59999 ms')
})
