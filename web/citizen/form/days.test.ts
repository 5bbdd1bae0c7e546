import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOfCivil } from '../../../core/instant.ts'
import { comingDays, dayText, recentDays } from './days.ts'

test('a day is said with its weekday', () => {
  assert.equal(dayText(dayOfCivil(2022, 4, 15)), '4月15日 周五')
  assert.equal(dayText(dayOfCivil(1969, 12, 31)), '12月31日 周三')
})

test('fourteen days back are fifteen days to choose from, today first', () => {
  const days = recentDays(dayOfCivil(2022, 4, 15), 14)
  assert.equal(days.length, 15)
  assert.deepEqual(days[0], { value: '2022-04-15', label: '今天 4月15日 周五' })
  assert.deepEqual(days.at(-1), { value: '2022-04-01', label: '4月1日 周五' })
})

test('coming days begin with tomorrow', () => {
  const days = comingDays(dayOfCivil(2022, 12, 31), 2)
  assert.deepEqual(days[0], { value: '2023-01-01', label: '明天 1月1日 周日' })
  assert.equal(days[1]?.value, '2023-01-02')
})
