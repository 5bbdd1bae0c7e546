import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyCode } from '../../core/code/verify.ts'
import { HONEST, VERIFIER } from './honest-codes.ts'
import { searchForgedFiles } from './file-searches.ts'
import { FILES, readAs } from './honest-files.ts'
import { searchForged, searchGenuine } from './searches.ts'

// Always the same; `npm run fuzz -- code` tries others.
const SEED = 20_220_415

test('codes that the tries start from are genuine, so that what is refused is what was altered', async () => {
  for (const { text } of HONEST) assert.equal((await verifyCode(text, VERIFIER)).genuine, true)
})

test('of 4,000 altered, forged, expired, replayed and confused codes none is believed, crashes or takes 50 ms', async () => {
  const { tried, broken, reasons } = await searchForged({ runs: 4_000, seed: SEED })
  assert.equal(broken?.words, undefined)
  assert.equal(tried, 4_000)
  // The tries get through every check but the last: each is the reason for many.
  const all = ['malformed', 'signature', 'proof', 'expired', 'demo-key', 'wrong-issuer', 'clock', 'unknown-key']
  assert.deepEqual([...reasons.keys()].toSorted(), all.toSorted())
  for (const [because, count] of reasons) assert.ok(count >= 10, `${because} ${count}`)
})

test('of 1,000 genuine codes seen within 80 s of their proof none is refused', async () => {
  const { tried, broken } = await searchGenuine({ runs: 1_000, seed: SEED })
  assert.equal(broken?.words, undefined)
  assert.equal(tried, 1_000)
})

test('the files that the tries start from are believed where they belong', async () => {
  for (const { kind, bytes } of FILES) assert.equal(await readAs(kind, bytes), 'believed', kind)
})

test('of 2,000 altered, forged, confused, oversized, badly deflated and old files none is believed, crashes or takes 50 ms', async () => {
  const { tried, broken, reasons } = await searchForgedFiles({ runs: 2_000, seed: SEED })
  assert.equal(broken?.words, undefined)
  assert.equal(tried, 2_000)
  const all = ['malformed', 'signature', 'unknown-key', 'wrong-issuer', 'misplaced', 'expired']
  assert.deepEqual([...reasons.keys()].toSorted(), [...all, 'no key document', 'rolled back'].toSorted())
  for (const [because, count] of reasons) assert.ok(count >= 3, `${because} ${count}`)
})
