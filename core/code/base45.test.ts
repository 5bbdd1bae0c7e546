import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex, hex } from '../bytes.ts'
import { decodeBase45, encodeBase45 } from './base45.ts'

interface Vectors {
  good: { bytes: string; text: string }[]
  bad: { text: string; because: string }[]
}

const vectors: Vectors = JSON.parse(await readFile(new URL('../../docs/vectors/base45.json', import.meta.url), 'utf8'))

test('the examples of RFC 9285 come out as printed there', () => {
  const examples = { AB: 'BB8', 'Hello!!': '%69 VD92EX0', 'base-45': 'UJCLQE7W581', 'ietf!': 'QED8WEX0' }
  for (const [plain, text] of Object.entries(examples)) assert.equal(encodeBase45(Buffer.from(plain)), text)
})

test('the vectors hold both ways, and every bad text is refused', () => {
  for (const { bytes, text } of vectors.good) {
    assert.equal(encodeBase45(fromHex(bytes)!), text)
    assert.equal(hex(decodeBase45(text)!), bytes)
  }
  for (const { text, because } of vectors.bad) assert.equal(decodeBase45(text), undefined, because)
})

test('a group stands for 65535 but not for 65536, a last pair for 255 but not for 256', () => {
  assert.deepEqual(decodeBase45('FGW'), Uint8Array.of(255, 255))
  assert.equal(decodeBase45('GGW'), undefined)
  assert.deepEqual(decodeBase45('U5'), Uint8Array.of(255))
  assert.equal(decodeBase45('V5'), undefined)
})

test('any bytes come back from their text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.deepEqual(decodeBase45(encodeBase45(bytes)), bytes)
    }),
  )
})

test('no two texts stand for the same bytes', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a码')
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
      const bytes = decodeBase45(text)
      if (bytes) assert.equal(encodeBase45(bytes), text)
    }),
  )
})
