import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  appealDueAt,
  appealNumberText,
  APPEALS_WITHOUT_FLAG,
  isLate,
  mayAnswer,
  mayFind,
  mayTake,
  organisationsAsked,
  questionDueAt,
  raisesFlag,
  stateOf,
  type Appeal,
} from './appeals.ts'
import { after, HOUR, instant } from './instant.ts'

const APPEALED = instant(1_650_067_200_000)
const DUE = appealDueAt(APPEALED)
const QUESTION_DUE = questionDueAt(APPEALED)
const ENDED = { as: 'withdrawn', at: APPEALED } as const

function anAppeal(told: Partial<Appeal> & { answered?: readonly boolean[] } = {}): Appeal {
  const { answered = [], ...rest } = told
  const questions = answered.map((one, place) => ({
    organisationId: `organisation-${place + 1}`,
    dueAt: QUESTION_DUE,
    answered: one,
  }))
  return { dueAt: DUE, questions, assignedTo: 'officer', ended: undefined, ...rest }
}

test('a department has 8 hours and the whole takes 24', () => {
  assert.equal(QUESTION_DUE - APPEALED, 8 * HOUR)
  assert.equal(DUE - APPEALED, 24 * HOUR)
})

test('an appeal is checked while a department has not answered, and then waits for the officer', () => {
  assert.deepEqual(stateOf(anAppeal({ answered: [true, false] })), { is: 'checking', waitsFor: ['organisation-2'] })
  assert.deepEqual(stateOf(anAppeal({ answered: [true, true] })), { is: 'answering' })
})

test('an appeal that nobody is asked about waits for the officer at once', () => {
  assert.deepEqual(stateOf(anAppeal()), { is: 'answering' })
})

test('an appeal that has ended stays so, whatever departments have not answered', () => {
  assert.deepEqual(stateOf(anAppeal({ answered: [false], ended: ENDED })), { is: 'withdrawn', at: APPEALED })
})

test('an appeal is late from the very moment at which its time is over', () => {
  assert.equal(isLate(anAppeal(), after(DUE, -1)), false)
  assert.equal(isLate(anAppeal(), DUE), true)
})

test('an appeal is late from the moment at which a department has let its time pass, and not if it has answered', () => {
  assert.equal(isLate(anAppeal({ answered: [false] }), after(QUESTION_DUE, -1)), false)
  assert.equal(isLate(anAppeal({ answered: [false] }), QUESTION_DUE), true)
  assert.equal(isLate(anAppeal({ answered: [true] }), QUESTION_DUE), false)
})

test('what has ended is never late', () => {
  assert.equal(isLate(anAppeal({ answered: [false], ended: ENDED }), DUE), false)
})

test('an appeal is taken by whoever comes first, and by another officer only when its time is over', () => {
  assert.equal(mayTake(anAppeal({ assignedTo: undefined }), 'officer', APPEALED), 'yes')
  assert.equal(mayTake(anAppeal(), 'officer', APPEALED), 'yes')
  assert.equal(mayTake(anAppeal(), 'another', after(DUE, -1)), 'taken')
  assert.equal(mayTake(anAppeal(), 'another', DUE), 'yes')
  assert.equal(mayTake(anAppeal({ ended: ENDED }), 'officer', DUE), 'closed')
})

test('only the officer who works on an appeal answers it', () => {
  assert.equal(mayAnswer(anAppeal(), 'officer', APPEALED), 'yes')
  assert.equal(mayAnswer(anAppeal(), 'another', DUE), 'not-assigned')
  assert.equal(mayAnswer(anAppeal({ assignedTo: undefined }), 'officer', APPEALED), 'not-assigned')
  assert.equal(mayAnswer(anAppeal({ ended: ENDED }), 'officer', APPEALED), 'closed')
})

test('no answer goes out before the departments have answered, unless the time of the whole is over', () => {
  const waiting = anAppeal({ answered: [true, false] })
  assert.equal(mayAnswer(waiting, 'officer', after(DUE, -1)), 'unanswered')
  assert.equal(mayAnswer(waiting, 'officer', DUE), 'yes')
  assert.equal(mayAnswer(anAppeal({ answered: [true, true] }), 'officer', APPEALED), 'yes')
})

test('a department answers once, late too, and not when the appeal has ended', () => {
  const appeal = anAppeal({ answered: [false, true] })
  assert.equal(mayFind(appeal, appeal.questions[0]!), 'yes')
  assert.equal(mayFind(appeal, appeal.questions[1]!), 'closed')
  assert.equal(mayFind({ ended: ENDED }, appeal.questions[0]!), 'closed')
})

test('each organisation that answers for a fact is asked once', () => {
  const grounds = ['centre', 'bureau', 'centre', undefined].map((organisationId) => ({ organisationId }))
  assert.deepEqual(organisationsAsked('colour-wrong', grounds, 'register'), ['centre', 'bureau'])
  assert.deepEqual(organisationsAsked('data-wrong', grounds, undefined), ['centre', 'bureau'])
})

test('a wrong name goes to whoever keeps the register, and to no department', () => {
  assert.deepEqual(organisationsAsked('name-wrong', [{ organisationId: 'centre' }], 'register'), ['register'])
  assert.deepEqual(organisationsAsked('name-wrong', [{ organisationId: 'centre' }], undefined), [])
})

test('the twentieth appeal against a batch raises no flag and the next one does', () => {
  assert.equal(raisesFlag(APPEALS_WITHOUT_FLAG), false)
  assert.equal(raisesFlag(APPEALS_WITHOUT_FLAG + 1), true)
})

test('a number is read out in groups of three', () => {
  assert.deepEqual([999, 1_000, 100_023, 1_100_023].map(appealNumberText), ['999', '1 000', '100 023', '1 100 023'])
})
