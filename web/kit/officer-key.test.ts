import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approvalStatement } from '../../core/approval.ts'
import { hex } from '../../core/bytes.ts'
import { isSignature } from '../../server/signatures/p256.ts'
import { signApproval } from './officer-key.ts'

const HASH = new Uint8Array(32).fill(7)

test('what a browser signs with a key that cannot be read out is a signature to the server, for that subject only', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const key = { keyId: 'ab', publicKey: '', privateKey: pair.privateKey }
  const { keyId, signature } = await signApproval(key, 'batch', hex(HASH))
  const raw = new Uint8Array(Buffer.from(signature, 'base64'))
  assert.deepEqual([keyId, raw.length], ['ab', 64])
  assert.ok(isSignature(spki, approvalStatement('batch', HASH), raw))
  assert.ok(!isSignature(spki, approvalStatement('table', HASH), raw))
})

test('what is not named by a SHA-256 is not signed', async () => {
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const key = { keyId: 'ab', publicKey: '', privateKey }
  for (const hash of ['', 'zz'.repeat(32), hex(HASH.subarray(1))]) {
    await assert.rejects(signApproval(key, 'batch', hash), /named by its SHA-256/)
  }
})
