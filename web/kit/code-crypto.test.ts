import assert from 'node:assert/strict'
import { test } from 'node:test'
import { present } from '../../core/code/present.ts'
import { compressPoint } from '../../core/code/p256.ts'
import { issueCredential } from '../../core/code/issue.ts'
import { verifyCode } from '../../core/code/verify.ts'
import { nodeCrypto } from '../../server/kit/code-crypto.ts'
import { aCredential, aVerifier, KEYS, SHOWN_AT } from '../../test/code-samples.ts'
import { sha256, signerWith } from '../citizen/code/phone-key.ts'
import { webCrypto } from './code-crypto.ts'

test('a phone with a key that cannot be exported shows a code that server and gate both believe', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const credential = await issueCredential(aCredential({ phoneKey: compressPoint(point) }), KEYS.city.signer)
  // Several times, since every other signature of WebCrypto has a high s.
  for (let count = 0; count < 8; count += 1) {
    const text = await present(credential, SHOWN_AT, signerWith(pair.privateKey), sha256)
    for (const by of [webCrypto, nodeCrypto()]) {
      assert.equal((await verifyCode(text, aVerifier({ crypto: by }))).genuine, true)
    }
  }
})

test('a key that is no point is an error of the verifier, not a wrong signature', async () => {
  const nonsense = new Uint8Array(65).fill(4)
  await assert.rejects(async () => webCrypto.verify('ES256', nonsense, new Uint8Array(64), new Uint8Array()))
})
