import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issuingPublicKey, nodeCrypto } from '../../server/kit/code-crypto.ts'
import { KEYS, PUBLISHED, SHOWN_AT } from '../../test/code-samples.ts'
import { instant } from '../instant.ts'
import { encodeCbor } from './cbor.ts'
import { signPayload } from './cose.ts'
import { readKeyDocument, signKeyDocument, type KeyDocument } from './key-document.ts'

const crypto = nodeCrypto()
const root = issuingPublicKey(KEYS.other.privateKey)
const OURS = PUBLISHED.filter(({ issuer }) => issuer === 'city.example')
const DOCUMENT: KeyDocument = {
  issuer: 'city.example',
  signedAt: SHOWN_AT,
  keys: OURS,
  withdrawn: [issuingPublicKey(KEYS.unpublished.privateKey).kid],
}

function plain(document: KeyDocument | undefined): unknown {
  return JSON.parse(
    JSON.stringify(document, (_, value) => (value instanceof Uint8Array ? [...value] : value)) ?? 'null',
  )
}

test('what a root signed reads back the same, of both algorithms', async () => {
  const bytes = await signKeyDocument(DOCUMENT, KEYS.other.signer)
  assert.deepEqual(plain(await readKeyDocument(bytes, { root, crypto })), plain(DOCUMENT))
  const none = { ...DOCUMENT, keys: [], withdrawn: [] }
  const edwards = await signKeyDocument(none, KEYS.cityEd.signer)
  const by = { root: issuingPublicKey(KEYS.cityEd.privateKey), crypto }
  assert.deepEqual(plain(await readKeyDocument(edwards, by)), plain(none))
})

test('a document by another root, or with any byte altered, is none', async () => {
  const bytes = await signKeyDocument({ ...DOCUMENT, keys: OURS.slice(0, 1) }, KEYS.other.signer)
  const stranger = issuingPublicKey(KEYS.city.privateKey)
  assert.equal(await readKeyDocument(bytes, { root: stranger, crypto }), undefined)
  for (let at = 0; at < bytes.length; at += 1) {
    const altered = bytes.with(at, bytes[at]! ^ 1)
    assert.equal(await readKeyDocument(altered, { root, crypto }), undefined, `byte ${at}`)
  }
  for (const length of [0, 1, bytes.length - 1]) {
    assert.equal(await readKeyDocument(bytes.slice(0, length), { root, crypto }), undefined)
  }
})

test('what the root signed for anything else is no key document', async () => {
  const payload = encodeCbor(['city.example', 1, [], []])
  const other = await signPayload(payload, new TextEncoder().encode('SSM1 credential'), KEYS.other.signer)
  assert.equal(await readKeyDocument(other, { root, crypto }), undefined)
})

test('a key that no reader would take is not signed', async () => {
  const [key] = OURS
  for (const wrong of [
    { ...key!, notAfter: key!.notBefore },
    { ...key!, publicKey: new Uint8Array(64) },
    { ...key!, kid: new Uint8Array(7) },
    { ...key!, notBefore: instant(-1_000) },
  ]) {
    await assert.rejects(signKeyDocument({ ...DOCUMENT, keys: [wrong] }, KEYS.other.signer), RangeError)
  }
  await assert.rejects(signKeyDocument({ ...DOCUMENT, issuer: 'City' }, KEYS.other.signer), RangeError)
})
