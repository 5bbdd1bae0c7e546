import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrivalOf, faultsOfArrival, freshArrival, transportNamed, type ArrivalDraft } from './arrival.ts'
import { NONE } from './symptoms.ts'

const arrival: ArrivalDraft = {
  declarationId: 'id',
  divisionCode: '130431',
  community: '测试村',
  leftOn: '2022-04-10',
  arrivedOn: '2022-04-10',
  transport: 'train',
  transportNumber: ' ',
  lodgingCode: '310101015',
  lodgingDetail: '测试路 1 号',
  symptoms: [NONE],
}

test('an arrival on the day of leaving is right, the day before is not', () => {
  assert.deepEqual(faultsOfArrival(arrival), {})
  assert.deepEqual(Object.keys(faultsOfArrival({ ...arrival, arrivedOn: '2022-04-09' })), ['arrivedOn'])
})

test('an empty arrival names each of its fields once', () => {
  assert.deepEqual(Object.keys(faultsOfArrival(freshArrival('id'))), [
    'from.divisionCode',
    'from.community',
    'leftOn',
    'arrivedOn',
    'transport',
    'lodging.divisionCode',
    'lodging.detail',
    'symptoms',
  ])
})

test('a number that was not typed is not sent, and no symptoms are an empty list', () => {
  const sent = arrivalOf(arrival)
  assert.equal('transportNumber' in sent, false)
  assert.deepEqual(sent.symptoms, [])
})

test('only the transports of the list are taken', () => {
  assert.equal(transportNamed('train'), 'train')
  assert.equal(transportNamed('toString'), '')
})
