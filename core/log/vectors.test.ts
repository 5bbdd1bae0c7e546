import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { LOG_CRYPTO } from '../../test/a-log.ts'
import { logVectors, logVectorFiles } from '../../tools/vectors/log.ts'
import { fromBase64, utf8 } from '../bytes.ts'
import { readCheckpoint } from './checkpoint.ts'
import { leafHash } from './hashes.ts'
import { readKeyText } from './note.ts'
import { isConsistent, isIncluded } from './proofs.ts'
import { verifyLog } from './verify.ts'

type Vectors = Awaited<ReturnType<typeof logVectors>>

const { sha256 } = LOG_CRYPTO
const told = JSON.parse(await readFile(new URL('../../docs/vectors/log.json', import.meta.url), 'utf8')) as Vectors
const key = readKeyText(sha256, told.key)!
const heads = await Promise.all(
  Object.values(told.checkpoints).map(async (note) => {
    const head = await readCheckpoint(LOG_CRYPTO, note, key)
    assert.ok(head.ok)
    return head
  }),
)
const later = heads.at(-1)!

test('the published vectors are what the tool makes', async () => {
  assert.deepEqual(told, JSON.parse(JSON.stringify(await logVectors())))
})

test('the log of the vectors is whole, and goes on from the earlier head', async () => {
  const files = logVectorFiles()
  const kept = heads.map((head) => ({ ...head, name: String(head.size) }))
  const { faults, head } = await verifyLog({ read: async (path) => files.get(path), key, crypto: LOG_CRYPTO, kept })
  assert.deepEqual([faults, head?.size], [[], told.leaves.length])
})

test('each proof of the vectors proves what it says', () => {
  for (const { index, path } of told.inclusion) {
    const leaf = { hash: leafHash(sha256, utf8(told.leaves[index]!)), index, path: path.map((one) => fromBase64(one)!) }
    assert.ok(isIncluded(sha256, leaf, later), String(index))
  }
  for (const { from, root, proof } of told.consistency) {
    const earlier = { size: from, root: fromBase64(root!)! }
    assert.ok(
      isConsistent(
        sha256,
        { earlier, later },
        proof.map((one) => fromBase64(one)!),
      ),
      String(from),
    )
  }
})

test('the examples in the document are in the vectors', async () => {
  const document = await readFile(new URL('../../docs/log.md', import.meta.url), 'utf8')
  for (const example of [told.key, told.leaves[1]!, told.checkpoints['260']!]) {
    assert.ok(document.includes(example.trimEnd()), example)
  }
})
