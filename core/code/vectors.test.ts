import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { nodeCrypto } from '../../server/kit/code-crypto.ts'
import { base45Vectors, codeVectors, keyVectors, permutationVectors } from '../../tools/vectors/files.ts'
import type { CodeVector } from '../../tools/vectors/forge.ts'
import { webCrypto } from '../../web/kit/code-crypto.ts'
import { hex } from '../bytes.ts'
import { decodeBase45 } from './base45.ts'
import type { CodeCrypto } from './crypto.ts'
import { PREFIX } from './format.ts'
import { readPublishedKey, type KeyText } from './published-key.ts'
import { verifyCode, type Verdict } from './verify.ts'

const { codes }: { codes: CodeVector[] } = await read('codes.json')
const { published }: { published: KeyText[] } = await read('keys.json')
const keys = new Map(published.map((key) => [key.kid, readPublishedKey(key)]))

test('the published vectors are what the tool makes', async () => {
  assert.deepEqual(await read('codes.json'), JSON.parse(JSON.stringify(await codeVectors())))
  assert.deepEqual(await read('keys.json'), JSON.parse(JSON.stringify(keyVectors())))
  assert.deepEqual(await read('permutation.json'), JSON.parse(JSON.stringify(permutationVectors())))
  assert.deepEqual(await read('base45.json'), JSON.parse(JSON.stringify(base45Vectors())))
})

for (const [name, crypto] of [
  ['node:crypto', nodeCrypto()],
  ['WebCrypto', webCrypto],
] as const) {
  test(`every vector is judged as it says, by ${name}`, async () => {
    for (const vector of codes) assert.deepEqual(await judge(vector, crypto), vector.expect, vector.name)
  })
}

test('the example in the document is the first vector', async () => {
  const document = await readFile(new URL('../../docs/code-format.md', import.meta.url), 'utf8')
  const bytes = hex(decodeBase45(codes[0]!.text.slice(PREFIX.length))!)
  const shown = document.replaceAll('\n', '')
  assert.ok(document.includes(codes[0]!.text))
  // Claims, both signatures and the proof, as they stand in the code.
  for (const [from, length] of [
    [22, 101],
    [125, 64],
    [191, 15],
    [206, 64],
  ] as const) {
    assert.ok(shown.includes(bytes.slice(from * 2, (from + length) * 2)), `${length} bytes from ${from}`)
  }
})

test('every reason has a vector', () => {
  const reasons = new Set(codes.map((vector) => JSON.stringify(pick(vector.expect))))
  assert.equal(reasons.size, 2 + 6 + 2)
})

test('vectors have different names and texts', () => {
  const malformed = codes.filter((vector) => JSON.stringify(vector.expect).includes('malformed'))
  assert.equal(new Set(codes.map((vector) => vector.name)).size, codes.length)
  assert.equal(new Set(malformed.map((vector) => vector.text)).size, malformed.length)
})

async function judge(vector: CodeVector, crypto: CodeCrypto): Promise<unknown> {
  const { now, acceptsDemo, text } = vector
  return readable(await verifyCode(text, { now, acceptsDemo, crypto, keyOf: (kid) => keys.get(kid) }))
}

/** A verdict as JSON holds it: bytes in hexadecimal, the issuing key by its id alone. */
function readable(verdict: Verdict): unknown {
  if (verdict.genuine !== true) return verdict
  const { issuingKey, ...rest } = verdict
  assert.equal(hex(issuingKey.kid), verdict.keyId)
  return JSON.parse(JSON.stringify(rest, (_, value: unknown) => (value instanceof Uint8Array ? hex(value) : value)))
}

function pick(expect: unknown): unknown {
  const { genuine, kind, because } = expect as { genuine: unknown; kind?: string; because?: string }
  return { genuine, kind, because }
}

async function read<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(`../../docs/vectors/${name}`, import.meta.url), 'utf8')) as T
}
