import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEnrolment } from './enrolment.ts'

const STAFF = {
  document: 'suishenma-key-enrolment-1',
  organisationId: '01800000-0000-7000-8000-000000000001',
  holder: { kind: 'staff', id: '01800000-0000-7000-8000-000000000002' },
  publicKey: 'AQID',
  notBefore: '2022-04-16',
  notAfter: '2022-04-17',
}
const TERMS = {
  nameZh: '检验科',
  nameEn: 'a laboratory',
  kinds: ['test-result'],
  longestValidityDays: 30,
  brakePeoplePerHour: 0,
  contact: 'laboratory@test.invalid',
}
const SOURCE = { ...STAFF, holder: { ...STAFF.holder, kind: 'source' }, source: TERMS }

/** The fields with which a text is found fault. */
function faults(told: object): string[] {
  const reading = readEnrolment(JSON.stringify(told))
  return reading.ok ? [] : reading.faults.map(({ field }) => field)
}

test('an enrolment of a member of staff and one of a source are read', () => {
  assert.deepEqual(faults(STAFF), [])
  const reading = readEnrolment(JSON.stringify(SOURCE))
  assert.ok(reading.ok)
  assert.deepEqual(reading.enrolment.source, TERMS)
  assert.equal(reading.enrolment.valid.to - reading.enrolment.valid.from, 86_400_000)
})

test('every member that is wrong is named, all at once', () => {
  for (const [told, fields] of [
    [{ ...STAFF, document: 'suishenma-key-enrolment-2' }, ['document']],
    [{ ...STAFF, organisationId: 'x' }, ['organisationId']],
    [{ ...STAFF, holder: { ...STAFF.holder, kind: 'operator' } }, ['holder.kind']],
    [{ ...STAFF, holder: undefined }, ['holder.kind', 'holder.id']],
    [{ ...STAFF, notBefore: '2022-02-30' }, ['notBefore']],
    [{ ...STAFF, notAfter: '2022-04-16' }, ['notAfter']],
    [{ ...STAFF, publicKey: '' }, ['publicKey']],
    [{ ...STAFF, source: TERMS }, ['source']],
    [{ ...SOURCE, source: { ...TERMS, kinds: ['others'] } }, ['source.kinds']],
    [{ ...SOURCE, source: { ...TERMS, kinds: [] } }, ['source.kinds']],
    [{ ...SOURCE, source: { ...TERMS, longestValidityDays: 3_651 } }, ['source.longestValidityDays']],
    [{ ...SOURCE, source: { ...TERMS, brakePeoplePerHour: 0.5 } }, ['source.brakePeoplePerHour']],
    [{ ...SOURCE, source: { ...TERMS, nameEn: ' ', contact: 'x'.repeat(201) } }, ['source.nameEn', 'source.contact']],
  ] as const) {
    assert.deepEqual(faults(told), fields, JSON.stringify(told))
  }
})

test('what is no JSON object is no enrolment', () => {
  for (const text of ['', 'null', '[]', '"suishenma-key-enrolment-1"', '{']) assert.equal(readEnrolment(text).ok, false)
})
