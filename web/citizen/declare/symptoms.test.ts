import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NONE, symptomsOf, toggleSymptom } from './symptoms.ts'

test('"none of these" and a symptom are never chosen together', () => {
  assert.deepEqual(toggleSymptom(['fever', 'cough'], NONE), [NONE])
  assert.deepEqual(toggleSymptom([NONE], 'fever'), ['fever'])
})

test('pressing an answer again takes it back', () => {
  assert.deepEqual(toggleSymptom(['fever', 'cough'], 'fever'), ['cough'])
  assert.deepEqual(toggleSymptom([NONE], NONE), [])
})

test('"none of these" is declared as an empty list', () => {
  assert.deepEqual(symptomsOf([NONE]), [])
  assert.deepEqual(symptomsOf(['cough', 'fever']), ['fever', 'cough'])
})
