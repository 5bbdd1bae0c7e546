import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameBytes } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor, Tagged, type Cbor } from '../../core/code/cbor.ts'
import { encodeCredential } from '../../core/code/credential.ts'
import { aCredential } from '../../test/code-samples.ts'
import { edited, encodedOtherwise, OTHER_BYTES } from './loose-cbor.ts'

const bytes = encodeCredential(aCredential())
const claims = decodeCbor(bytes, bytes.length)!
/** The claims, the confirmation, its key, and what is in them. */
const ITEMS = 16

test('each other way to write claims gives other bytes somewhere, and a strict decoder never reads the same from them', () => {
  for (const how of OTHER_BYTES) {
    const others = Array.from({ length: ITEMS }, (_, place) => encodedOtherwise(claims, place, how))
    const altered = others.filter((other) => !sameBytes(other, bytes))
    assert.ok(altered.length > 0, how)
    for (const other of altered) assert.notDeepEqual(decodeCbor(other, 1_000), claims, how)
  }
})

test('an edit changes exactly the item at its place, from the outside in', () => {
  const value: Cbor = new Map<number, Cbor>([[1, [1, 'a', new Tagged(18, true)]]])
  const put = (place: number): Cbor => edited(value, place, { put: 7 })
  assert.deepEqual(put(0), 7)
  assert.deepEqual(put(1), new Map([[1, 7]]))
  assert.deepEqual(put(2), new Map([[1, [7, 'a', new Tagged(18, true)]]]))
  assert.deepEqual(put(4), new Map([[1, [1, 'a', 7]]]))
  assert.deepEqual(put(5), new Map([[1, [1, 'a', new Tagged(18, 7)]]]))
  assert.deepEqual(put(6), put(0))
  assert.deepEqual(edited(value, 3, 'remove'), new Map([[1, [1, new Tagged(18, true)]]]))
  assert.deepEqual(edited(value, 3, 'next'), new Map([[1, [1, '0', new Tagged(18, true)]]]))
  assert.deepEqual(encodeCbor(edited(value, 1, 'double')), encodeCbor(value))
})
