import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findHindrance } from './passkey.ts'

test('passkeys want HTTPS or localhost, a name instead of a number, and a browser that knows them', () => {
  const good = { hostname: 'code.example', isSecure: true, knowsPasskeys: true }
  assert.equal(findHindrance(good), undefined)
  assert.equal(findHindrance({ ...good, hostname: 'localhost' }), undefined)
  assert.equal(findHindrance({ ...good, isSecure: false }), 'not-secure')
  for (const hostname of ['127.0.0.1', '192.168.1.20', '[::1]']) {
    assert.equal(findHindrance({ ...good, hostname }), 'no-name', hostname)
  }
  assert.equal(findHindrance({ ...good, knowsPasskeys: false }), 'too-old')
})
