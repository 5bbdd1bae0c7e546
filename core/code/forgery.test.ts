import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCode, aCredential, aPaper, aVerifier, KEYS } from '../../test/code-samples.ts'
import { claimsMap, forgeCode, forgeCredential, someClaims, textOfBytes } from '../../tools/vectors/forge.ts'
import { decodeBase45, encodeBase45 } from './base45.ts'
import { decodeCbor, encodeCbor } from './cbor.ts'
import { PREFIX } from './format.ts'
import { issueCredential, paperText } from './issue.ts'
import { verifyCode } from './verify.ts'

const verifier = aVerifier()
const codes: readonly [string, string][] = [
  ['a code', await aCode()],
  ['a code by EdDSA', await aCode(aCredential(), { issuer: KEYS.cityEd })],
  ['a paper code', paperText(await issueCredential(aPaper(), KEYS.paper.signer))],
]

for (const [name, text] of codes) {
  test(`${name} is genuine as it stands`, async () => {
    assert.equal((await verifyCode(text, verifier)).genuine, true)
  })

  test(`${name} with any single bit of any byte altered is not genuine`, async () => {
    const bytes = decodeBase45(text.slice(PREFIX.length))!
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const at = bit >> 3
      await assertNotGenuine(textOfBytes(bytes.with(at, bytes[at]! ^ (1 << (bit & 7)))), `bit ${bit}`)
    }
  })

  test(`${name} with any single byte left out, doubled, zeroed or filled is not genuine`, async () => {
    const bytes = decodeBase45(text.slice(PREFIX.length))!
    for (let at = 0; at < bytes.length; at += 1) {
      await assertNotGenuine(textOfBytes(bytes.filter((_, place) => place !== at)), `without byte ${at}`)
      await assertNotGenuine(textOfBytes(doubled(bytes, at)), `with byte ${at} twice`)
      if (bytes[at] !== 0) await assertNotGenuine(textOfBytes(bytes.with(at, 0)), `with byte ${at} 0`)
      if (bytes[at] !== 255) await assertNotGenuine(textOfBytes(bytes.with(at, 255)), `with byte ${at} 255`)
    }
  })

  test(`${name} with any character altered, or cut anywhere, is not genuine`, async () => {
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === 'A' ? 'B' : 'A'
      await assertNotGenuine(text.slice(0, at) + other + text.slice(at + 1), `character ${at}`)
      await assertNotGenuine(text.slice(0, at), `cut after ${at}`)
    }
  })
}

test('the parts of two codes do not go together', async () => {
  const [mine, proofOfMine] = partsOf(await aCode(aCredential({ index: 1, colour: 'red' })))
  const [friends, proofOfFriends] = partsOf(await aCode(aCredential({ index: 2, colour: 'green' })))
  for (const parts of [
    [friends!, proofOfMine!],
    [mine!, proofOfFriends!],
  ]) {
    const text = PREFIX + encodeBase45(encodeCbor(parts))
    assert.deepEqual(await verifyCode(text, verifier), { genuine: false, because: 'proof' })
  }
})

test('the forger, where he alters nothing, makes exactly the right code', async () => {
  const text = await forgeCode(await forgeCredential({ payload: claimsMap(someClaims()) }))
  assert.equal(text, await aCode())
})

async function assertNotGenuine(text: string, what: string): Promise<void> {
  const verdict = await verifyCode(text, verifier)
  assert.notEqual(verdict.genuine, true, what)
}

function doubled(bytes: Uint8Array, at: number): Uint8Array {
  return Uint8Array.of(...bytes.subarray(0, at + 1), ...bytes.subarray(at))
}

function partsOf(text: string): Uint8Array[] {
  const parts = decodeCbor(decodeBase45(text.slice(PREFIX.length))!, 500)
  assert.ok(Array.isArray(parts))
  return parts
}
