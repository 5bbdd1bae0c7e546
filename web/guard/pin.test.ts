import assert from 'node:assert/strict'
import { pbkdf2Sync } from 'node:crypto'
import { test } from 'node:test'
import { isPin } from './pin.ts'

const SALT = Buffer.from('sixteen bytes...')
const CHECK = {
  salt: SALT.toString('base64url'),
  iterations: 1_000,
  hash: pbkdf2Sync('204816', SALT, 1_000, 32, 'sha256').toString('base64url'),
}

test('the digits of a guard are recognised without the server, and no others', async () => {
  assert.equal(await isPin(CHECK, '204816'), true)
  for (const other of ['204817', '20481', '2048166', '']) assert.equal(await isPin(CHECK, other), false)
})

test('a check that cannot be read is nobody’s', async () => {
  assert.equal(await isPin({ ...CHECK, salt: '!' }, '204816'), false)
})
