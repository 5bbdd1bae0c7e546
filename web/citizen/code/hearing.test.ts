import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instant } from '../../../core/instant.ts'
import type { MyPage } from '../../../contract/registration.ts'
import type { CardState } from './card.ts'
import { consequenceOf } from './hearing.ts'

const shown: CardState = {
  kind: 'shown',
  standing: 'reached',
  code: {
    credential: new Uint8Array(),
    colour: 'green',
    maskedName: '测*员',
    document: { type: 'resident-id', lastFour: '0034' },
    issuedAt: instant(0),
    expiresAt: instant(1),
    confirmedAt: instant(0),
    clockOffset: 0,
  },
}
const ready: MyPage = {
  state: 'ready',
  serverTime: 0,
  colour: 'green',
  maskedName: '测*员',
  document: { type: 'resident-id', lastFour: '0034' },
  demo: true,
}

test('the same colour of the same person confirms the code', () => {
  assert.deepEqual(consequenceOf(ready, shown), { act: 'confirm' })
})

test('another colour is fetched at once', () => {
  assert.deepEqual(consequenceOf({ ...ready, colour: 'yellow' }, shown), { act: 'renew' })
})

test('a phone on which somebody else signed in fetches that person’s code', () => {
  assert.deepEqual(consequenceOf({ ...ready, maskedName: '别*' }, shown), { act: 'renew' })
  const otherDocument = { ...ready, document: { type: 'passport', lastFour: '0034' } as const }
  assert.deepEqual(consequenceOf(otherDocument, shown), { act: 'renew' })
})

test('whoever has become ready gets a code without asking', () => {
  assert.deepEqual(consequenceOf(ready, { kind: 'refused', problem: 'identity-not-confirmed' }), { act: 'renew' })
  assert.deepEqual(consequenceOf(ready, { kind: 'unreachable', expired: true, busy: false }), { act: 'renew' })
})

test('a code that is no longer due is taken off the phone', () => {
  const consequence = consequenceOf({ ...ready, state: 'arrival-undeclared' }, shown)
  assert.deepEqual(consequence, { act: 'withdraw', problem: 'arrival-not-declared' })
})

test('a request for a code that is under way is not doubled', () => {
  assert.deepEqual(consequenceOf(ready, { kind: 'opening' }), { act: 'nothing' })
})

test('a code issued before a key was withdrawn is made anew, one issued after is not', () => {
  assert.deepEqual(consequenceOf({ ...ready, codesSince: 1 }, shown), { act: 'renew' })
  assert.deepEqual(consequenceOf({ ...ready, codesSince: 0 }, shown), { act: 'confirm' })
})
