import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StaffRole } from '../../core/staff-role.ts'
import type { Actor } from './actor.ts'
import { authorise } from './permissions.ts'

const sessionHash = new Uint8Array(32)
const citizen = { kind: 'citizen', accountId: 'a', channel: 'web', sessionHash } as const

function staff(role: StaffRole): Actor {
  return { ...citizen, kind: 'staff', staffId: 's', role, organisationId: 'o', division: '', venueId: undefined }
}

test('an act is open to whom its row names, and to nobody else', () => {
  assert.equal(authorise(citizen, 'declare'), 'allowed')
  assert.equal(authorise(staff('auditor'), 'declare'), 'allowed', 'staff are people of the city')
  assert.equal(authorise(staff('identity-officer'), 'confirm-identity'), 'allowed')
  assert.equal(authorise(staff('health-officer'), 'confirm-identity'), 'not-permitted')
  assert.equal(authorise(citizen, 'confirm-identity'), 'not-permitted')
  assert.equal(authorise({ kind: 'operator' }, 'explain-colours'), 'allowed')
  assert.equal(authorise({ kind: 'operator' }, 'declare'), 'not-permitted')
  assert.equal(authorise({ kind: 'system' }, 'explain-colours'), 'not-permitted')
})

test('nobody hears that he is to sign in, or that his session went to another phone', () => {
  assert.equal(authorise({ kind: 'nobody' }, 'see-what-is-public'), 'allowed')
  assert.equal(authorise({ kind: 'nobody' }, 'declare'), 'not-signed-in')
  assert.equal(authorise({ kind: 'nobody', because: 'signed-in-elsewhere' }, 'declare'), 'signed-in-elsewhere')
})
