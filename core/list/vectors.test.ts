import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { aListReader } from '../../test/list-samples.ts'
import { listVectors, notGreen, readable } from '../../tools/vectors/lists.ts'
import type { ListVector } from '../../tools/vectors/list-values.ts'
import { fromHex } from '../bytes.ts'
import { readDelta } from './delta.ts'
import type { EpochList } from './epoch-list.ts'
import { followEpoch } from './follow.ts'
import { readIndex } from './list-index.ts'
import { readShard } from './shard.ts'
import type { ListReader, Read } from './signed.ts'
import { readWithdrawn } from './withdrawn.ts'

interface Chapter {
  readonly name: string
  readonly index: string
  readonly files: Readonly<Record<string, string>>
  readonly values: unknown
}

const told = JSON.parse(await readFile(new URL('../../docs/vectors/lists.json', import.meta.url), 'utf8')) as {
  files: ListVector[]
  story: { epoch: number; chapters: Chapter[] }
}

test('the published vectors are what the tool makes', async () => {
  assert.deepEqual(told, JSON.parse(JSON.stringify(await listVectors())))
})

test('every file is judged as it says', async () => {
  for (const vector of told.files) {
    const { now, issuer, acceptsDemo } = vector
    const read = await readAny(vector, aListReader({ now, issuer, acceptsDemo }))
    assert.deepEqual(read.ok ? { ok: true, value: readable(read.value) } : read, vector.expect, vector.name)
  }
})

test('the examples in the document are in the vectors', async () => {
  const document = (await readFile(new URL('../../docs/colour-list.md', import.meta.url), 'utf8')).replaceAll('\n', '')
  const fileOf = (name: string): string => told.files.find((vector) => vector.name === name)!.file
  const delta = told.files.find(({ name }) => name === 'a single delta')!.expect as { value: { after: string } }
  assert.ok(document.includes(fileOf('a shard').slice(38, -132)))
  assert.ok(document.includes(delta.value.after) && fileOf('a single delta').includes('14e9ffbf26fbcf08'))
})

test('every reason has a vector of every kind of file that can have it', () => {
  const reasons = new Set(told.files.map(({ kind, expect }) => `${kind} ${(expect as { because?: string }).because}`))
  const common = [undefined, 'malformed', 'unknown-key', 'signature', 'wrong-issuer', 'demo-key']
  const kinds = ['shard', 'delta', 'index', 'withdrawn']
  const expected = kinds.flatMap((kind) => common.map((because) => `${kind} ${because}`))
  assert.deepEqual(
    [...reasons].toSorted(),
    [...expected, 'shard misplaced', 'delta misplaced', 'shard expired'].toSorted(),
  )
})

test('no two files have the same name', () => {
  assert.equal(new Set(told.files.map(({ kind, name }) => `${kind} ${name}`)).size, told.files.length)
})

test('from whichever chapter of the story a gate goes on, it ends with what the later one says', async () => {
  const { chapters } = told.story
  for (let first = -1; first < chapters.length; first += 1) {
    for (let second = Math.max(first, 0); second < chapters.length; second += 1) {
      const held = first < 0 ? undefined : await follow(undefined, chapters[first]!)
      const list = await follow(held, chapters[second]!)
      assert.deepEqual(notGreen(list!.values), chapters[second]!.values, `${first} to ${second}`)
    }
  }
})

async function follow(list: EpochList | undefined, chapter: Chapter): Promise<EpochList | undefined> {
  const reader = aListReader()
  const index = await readIndex(fromHex(chapter.index)!, reader)
  assert.ok(index.ok)
  const fetch = async (path: string): Promise<Uint8Array | undefined> => fromHex(chapter.files[path] ?? 'none')
  const followed = await followEpoch(list, { index: index.value, epoch: told.story.epoch, fetch, reader })
  assert.equal(followed.outcome, 'current', chapter.name)
  return followed.list
}

function readAny({ kind, file, asked }: ListVector, reader: ListReader): Promise<Read<object>> {
  const bytes = fromHex(file)!
  switch (kind) {
    case 'shard':
      return readShard(bytes, asked as { epoch: number; shard: number }, reader)
    case 'delta':
      return readDelta(bytes, asked as { epoch: number; from: number; to: number }, reader)
    case 'index':
      return readIndex(bytes, reader)
    case 'withdrawn':
      return readWithdrawn(bytes, reader)
  }
}
