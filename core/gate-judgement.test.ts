import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCode, aCredential, aVerifier, ISSUED_AT, SHOWN_AT } from '../test/code-samples.ts'
import { verifyCode, type Verdict } from './code/verify.ts'
import { COLOURS, type Colour } from './colour.ts'
import { ageOfLists, judgeAtGate, type Listed } from './gate-judgement.ts'
import { after, HOUR, MINUTE, SECOND } from './instant.ts'

const verdict = await verdictOf('green')

test('the list’s colour counts where it is as new as the credential, or newer', () => {
  assert.deepEqual(judgeAtGate(verdict, listed('red', 0), SHOWN_AT), { kind: 'colour', colour: 'red', asOf: ISSUED_AT })
  const later = judgeAtGate(verdict, listed('yellow', SECOND), SHOWN_AT)
  assert.deepEqual(later, { kind: 'colour', colour: 'yellow', asOf: after(ISSUED_AT, SECOND) })
})

test('the credential’s colour counts where it was issued after the list', async () => {
  const asOf = { kind: 'colour', asOf: ISSUED_AT }
  assert.deepEqual(judgeAtGate(verdict, listed('red', -SECOND), SHOWN_AT), { ...asOf, colour: 'green' })
  const red = await verdictOf('red')
  assert.deepEqual(judgeAtGate(red, listed('green', -SECOND), SHOWN_AT), { ...asOf, colour: 'red' })
})

test('grey is no colour, whoever says it', async () => {
  const grey = { kind: 'cannot-tell', because: 'grey' }
  assert.deepEqual(judgeAtGate(verdict, listed('grey', 0), SHOWN_AT), grey)
  assert.deepEqual(judgeAtGate(await verdictOf('grey'), listed('green', -SECOND), SHOWN_AT), grey)
})

test('lists are fresh for 30 minutes and serve for 24 hours, and not a moment longer', () => {
  const ages = [0, 30 * MINUTE - 1, 30 * MINUTE, 24 * HOUR - 1, 24 * HOUR, -HOUR]
  assert.deepEqual(
    ages.map((age) => ageOfLists(ISSUED_AT, after(ISSUED_AT, age))),
    ['fresh', 'fresh', 'aged', 'aged', 'stale', 'fresh'],
  )
})

test('by lists of 24 hours nobody is judged, also not by a credential that is newer', () => {
  for (const colour of COLOURS.filter((one) => one !== 'grey')) {
    const now = after(ISSUED_AT, 23 * HOUR)
    const at = (age: number) => judgeAtGate(verdict, listed(colour, 23 * HOUR - age), now)
    assert.equal(at(24 * HOUR - 1).kind, 'colour')
    assert.deepEqual(at(24 * HOUR), { kind: 'cannot-tell', because: 'stale-list' })
  }
})

test('without a list that has the code’s place the gate cannot tell', () => {
  const because = { kind: 'cannot-tell', because: 'no-list' }
  assert.deepEqual(judgeAtGate(verdict, undefined, SHOWN_AT), because)
  assert.deepEqual(judgeAtGate(verdict, { ...listed('red', 0), colour: undefined }, SHOWN_AT), because)
})

test('a withdrawn phone’s code is not genuine, however old the list is and whatever its colour', () => {
  const withdrawn = { ...listed('green', 0), isWithdrawn: true }
  const because = { kind: 'not-genuine', because: 'withdrawn' }
  assert.deepEqual(judgeAtGate(verdict, withdrawn, after(ISSUED_AT, 25 * HOUR)), because)
  assert.deepEqual(judgeAtGate(verdict, { ...withdrawn, colour: undefined }, SHOWN_AT), because)
})

test('what the code itself says comes before any list: a forgery, another clock, an unknown key', () => {
  const forged: Verdict = { genuine: false, because: 'proof' }
  assert.deepEqual(judgeAtGate(forged, listed('green', 0), SHOWN_AT), { kind: 'not-genuine', because: 'proof' })
  for (const because of ['clock', 'unknown-key'] as const) {
    const unknown: Verdict = { genuine: 'unknown', because }
    assert.deepEqual(judgeAtGate(unknown, listed('red', 0), SHOWN_AT), { kind: 'cannot-tell', because })
  }
})

async function verdictOf(colour: Colour): Promise<Verdict> {
  return verifyCode(await aCode(aCredential({ colour })), aVerifier())
}

/** A list that was right so many milliseconds after the credential was issued. */
function listed(colour: Colour, afterIssue: number): Listed {
  return { colour, asOf: after(ISSUED_AT, afterIssue), isWithdrawn: false }
}
