import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unattendedHeader } from './attended.ts'

test('a page says that nobody is there when it was touched more than a minute ago', () => {
  const opened = performance.now()
  assert.deepEqual(unattendedHeader(opened + 59_000), {})
  assert.deepEqual(unattendedHeader(opened + 61_000), { 'x-unattended': '1' })
})
