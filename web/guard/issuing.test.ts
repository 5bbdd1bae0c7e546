import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeyList } from '../../contract/codes.ts'
import { base64url } from '../../core/bytes.ts'
import { signKeyDocument, type KeyDocument } from '../../core/code/key-document.ts'
import { publishKey } from '../../core/code/published-key.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { KEYS, PUBLISHED, SHOWN_AT } from '../../test/code-samples.ts'
import { laterCity } from './issuing.ts'

const [cityKey, , , , otherKey] = PUBLISHED
const DOCUMENT: KeyDocument = { issuer: 'city.example', signedAt: SHOWN_AT, keys: [cityKey!], withdrawn: [] }

/** What a server answers at `/keys`; the root is the other city's key, for want of a better one. */
async function told(document: KeyDocument, root: 'other' | 'city' = 'other'): Promise<KeyList> {
  const bytes = await signKeyDocument(document, KEYS[root].signer)
  const rootKey = root === 'other' ? otherKey! : cityKey!
  return { keys: document.keys.map(publishKey), root: publishKey(rootKey), document: base64url(bytes) }
}

test('the first root that a device sees is the one it stays with', async () => {
  const known = await laterCity(await told(DOCUMENT), undefined)
  assert.equal(known.document.keys.length, 1)
  const later = { ...DOCUMENT, signedAt: after(SHOWN_AT, MINUTE), keys: [] }
  assert.equal((await laterCity(await told(later), known)).document.keys.length, 0)
  await assert.rejects(laterCity(await told(later, 'city'), known), /another root/)
})

test('keys older than those it has are not believed, the same ones again are', async () => {
  const known = await laterCity(await told(DOCUMENT), undefined)
  await laterCity(await told(DOCUMENT), known)
  await assert.rejects(laterCity(await told({ ...DOCUMENT, signedAt: after(SHOWN_AT, -MINUTE) }), known), /older/)
})

test('a list of keys whose document says otherwise counts by its document only', async () => {
  const list = await told({ ...DOCUMENT, keys: [] })
  const known = await laterCity({ ...list, keys: PUBLISHED.map(publishKey) }, undefined)
  assert.equal(known.document.keys.length, 0)
  await assert.rejects(laterCity({ ...list, document: base64url(new Uint8Array(9)) }, undefined), /not signed/)
})
