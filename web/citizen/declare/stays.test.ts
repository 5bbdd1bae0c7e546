import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOfStays, freshStay, STILL_THERE, stayOf, type StayDraft } from './stays.ts'

const stay: StayDraft = {
  key: 'a',
  divisionCode: '130431',
  community: ' 测试小区 ',
  from: '2022-04-10',
  to: '2022-04-10',
}

test('a stay may begin and end on one day, and not end before it began', () => {
  assert.deepEqual(faultsOfStays([stay]), {})
  assert.deepEqual(Object.keys(faultsOfStays([{ ...stay, to: '2022-04-09' }])), ['stays.0.to'])
})

test('every field that is missing is named with the place of its stay', () => {
  assert.deepEqual(Object.keys(faultsOfStays([stay, freshStay('b')])), [
    'stays.1.divisionCode',
    'stays.1.community',
    'stays.1.from',
    'stays.1.to',
  ])
})

test('a city without its county is not enough', () => {
  assert.deepEqual(Object.keys(faultsOfStays([{ ...stay, divisionCode: '1304' }])), ['stays.0.divisionCode'])
})

test('somebody who is still there sends no day of leaving', () => {
  const sent = stayOf({ ...stay, to: STILL_THERE })
  assert.deepEqual(sent, { divisionCode: '130431', community: '测试小区', from: '2022-04-10' })
})
