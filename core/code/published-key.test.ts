import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PUBLISHED } from '../../test/code-samples.ts'
import { publishKey, readPublishedKey } from './published-key.ts'

test('an issuing key comes back from its published form', () => {
  for (const key of PUBLISHED) assert.deepEqual(readPublishedKey(publishKey(key)), key)
})

test('a published key with an id or a coordinate of the wrong length is refused', () => {
  const [es256, edDsa] = [publishKey(PUBLISHED[0]!), publishKey(PUBLISHED[1]!)]
  assert.equal(readPublishedKey({ ...es256, kid: es256.kid.slice(2) }), undefined)
  assert.equal(readPublishedKey({ ...es256, kid: 'none of hexadecimal' }), undefined)
  assert.equal(readPublishedKey({ ...es256, x: es256.x.slice(4) }), undefined)
  assert.equal(readPublishedKey({ ...es256, y: undefined }), undefined)
  assert.equal(readPublishedKey({ ...es256, y: `${es256.y}!` }), undefined)
  assert.equal(readPublishedKey({ ...edDsa, y: es256.y }), undefined)
})
