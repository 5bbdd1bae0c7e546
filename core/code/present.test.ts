import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { encode } from 'uqr'
import { anyCredential, anyPaper } from '../../test/code-arbitraries.ts'
import { aCredential, aVerifier, KEYS, phoneKeyOf, PUBLISHED } from '../../test/code-samples.ts'
import { nodeCrypto, nodeSigner } from '../../server/kit/code-crypto.ts'
import { after } from '../instant.ts'
import { issueCredential, paperText } from './issue.ts'
import { present } from './present.ts'
import { verifyCode } from './verify.ts'

const signer = nodeSigner(KEYS.city.privateKey)
const phone = nodeSigner(KEYS.phone.privateKey)
const { sha256 } = nodeCrypto()

test('any credential, presented, is genuine and comes out as it went in', async () => {
  const cityKey = PUBLISHED[0]!
  await fc.assert(
    fc.asyncProperty(anyCredential(phoneKeyOf(KEYS.phone)), fc.nat(89_999), async (credential, late) => {
      const text = await present(await issueCredential(credential, signer), credential.issuedAt, phone.sign, sha256)
      const key = {
        ...cityKey,
        issuer: credential.issuer,
        notBefore: credential.issuedAt,
        notAfter: credential.expires,
      }
      const now = after(credential.issuedAt, Math.min(late, credential.expires - credential.issuedAt - 1))
      const verdict = await verifyCode(text, aVerifier({ now, keyOf: () => key }))
      assert.ok(verdict.genuine === true && verdict.kind === 'presentation')
      assert.deepEqual(verdict.credential, credential)
      assert.equal(verdict.shownAt, credential.issuedAt)
    }),
  )
})

test('any code fits a QR code of version 13 at level M', async () => {
  const codes = fc.oneof(
    anyCredential(phoneKeyOf(KEYS.phone)).map(async (credential) =>
      present(await issueCredential(credential, signer), credential.issuedAt, phone.sign, sha256),
    ),
    anyPaper().map(async (credential) => paperText(await issueCredential(credential, signer))),
  )
  await fc.assert(
    fc.asyncProperty(codes, async (code) => assert.ok(versionOf(await code) <= 13)),
    { numRuns: 100 },
  )
})

test('the longest code there is has 469 characters and version 13', async () => {
  const credential = aCredential({ issuer: 'c'.repeat(32), maskedName: 'A'.repeat(24), index: 2 ** 32 - 1 })
  const text = await present(await issueCredential(credential, signer), credential.issuedAt, phone.sign, sha256)
  assert.equal(text.length, 469)
  assert.equal(versionOf(text), 13)
})

test('two presentations in the same second differ in nothing but the signature, and both are genuine', async () => {
  const credential = await issueCredential(aCredential(), signer)
  const at = aVerifier().now
  const texts = [
    await present(credential, at, phone.sign, sha256),
    await present(credential, after(at, 999), phone.sign, sha256),
  ]
  for (const text of texts) {
    const verdict = await verifyCode(text, aVerifier())
    assert.ok(verdict.genuine === true && verdict.kind === 'presentation')
    assert.equal(verdict.shownAt, at)
  }
})

test('presenting loads no CBOR codec and nothing else that is heavy', async () => {
  const loaded = await reachableFrom(new URL('./present.ts', import.meta.url))
  assert.deepEqual(loaded.map((url) => url.pathname.split('/').at(-1)).toSorted(), [
    'base45.ts',
    'bytes.ts',
    'format.ts',
    'heads.ts',
    'instant.ts',
    'low-s.ts',
    'present.ts',
    'sign1.ts',
  ])
})

function versionOf(text: string): number {
  return encode(text, { ecc: 'M', boostEcc: false }).version
}

/** A module and all that it imports, but for types. */
async function reachableFrom(url: URL, found: URL[] = []): Promise<URL[]> {
  if (found.some((other) => other.href === url.href)) return found
  found.push(url)
  const source = await readFile(url, 'utf8')
  for (const [, path] of source.matchAll(/^import (?!type ).*? from '(.*)'$/gm)) {
    await reachableFrom(new URL(path!, url), found)
  }
  return found
}
