import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { blindIndex, newPersonKey, personKey, seal, unseal } from './seal.ts'

const world = {
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  keys: { kek: randomBytes(32), blindIndex: randomBytes(32), evaluatorMac: randomBytes(32), cookie: randomBytes(32) },
}

test('what is sealed opens with the same key and context, and is not the same bytes twice', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (plain, context) => {
      const key = randomBytes(32)
      const sealed = seal(world, key, context, plain)
      assert.deepEqual(Buffer.from(unseal(key, context, sealed)), Buffer.from(plain))
      assert.notDeepEqual(Buffer.from(sealed), Buffer.from(seal(world, key, context, plain)))
    }),
  )
})

test('sealed bytes do not open in another row, with another key, or with any bit changed', () => {
  const key = randomBytes(32)
  const sealed = Buffer.from(seal(world, key, 'person:one', Buffer.from('made up')))
  assert.throws(() => unseal(key, 'person:two', sealed))
  assert.throws(() => unseal(randomBytes(32), 'person:one', sealed))
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = Buffer.from(sealed)
    altered[at]! ^= 1
    assert.throws(() => unseal(key, 'person:one', altered), `byte ${at}`)
  }
})

test('a person’s key opens for that person only', () => {
  const { key, wrapped } = newPersonKey(world, 'one')
  assert.deepEqual(Buffer.from(personKey(world.keys, 'one', wrapped)), Buffer.from(key))
  assert.throws(() => personKey(world.keys, 'two', wrapped))
})

test('the blind index keeps its namespaces apart', () => {
  assert.notDeepEqual(blindIndex(world.keys, 'document', 'x'), blindIndex(world.keys, 'subject', 'x'))
})
