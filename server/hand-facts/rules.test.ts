import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HandFactState } from '../../contract/hand-facts.ts'
import { after, instant } from '../../core/instant.ts'
import { mayRead, stateAt, type Draft } from './rules.ts'

const EXPIRES = instant(1_650_000_000_000)
const BEFORE = after(EXPIRES, -1)

function aDraft(state: HandFactState): Draft {
  return {
    state,
    authorId: 'author',
    authorOrganisationId: 'a',
    expiresAt: EXPIRES,
    decidedByOrganisationId: state === 'approved' || state === 'rejected' ? 'b' : undefined,
  }
}

test('what is open is over at the moment at which it expires, and what is closed stays as it is', () => {
  for (const state of ['unsigned', 'waiting'] as const) {
    assert.equal(stateAt(aDraft(state), BEFORE), state)
    assert.equal(stateAt(aDraft(state), EXPIRES), 'expired')
  }
  for (const state of ['approved', 'rejected', 'withdrawn'] as const) {
    assert.equal(stateAt(aDraft(state), EXPIRES), state)
  }
})

test('who may read a draft follows from where it stands', () => {
  const readers = (state: HandFactState, at = BEFORE) =>
    ['a', 'b', 'c'].filter((organisationId) => mayRead(aDraft(state), { staffId: 'somebody', organisationId }, at))
  assert.deepEqual(readers('unsigned'), [])
  assert.deepEqual(readers('waiting'), ['a', 'b', 'c'])
  assert.deepEqual(readers('waiting', EXPIRES), [])
  assert.deepEqual(readers('approved'), ['a', 'b'])
  assert.deepEqual(readers('rejected'), ['a', 'b'])
  assert.deepEqual(readers('withdrawn'), [])
})

test('its author may always read it', () => {
  for (const state of ['unsigned', 'waiting', 'approved', 'rejected', 'withdrawn', 'expired'] as const) {
    assert.ok(mayRead(aDraft(state), { staffId: 'author', organisationId: 'another by now' }, EXPIRES))
  }
})
