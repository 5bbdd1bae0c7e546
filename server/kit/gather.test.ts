import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aWorld, type TestWorld } from '../../test/world.ts'
import type { Db } from './db.ts'
import { gathered } from './gather.ts'

let world: TestWorld
before(async () => {
  world = await aWorld()
})
after(() => world.close())

function aReading() {
  const asked: (readonly string[])[] = []
  const read = gathered<{ key: string; text: string }>(
    async (_: Db, keys) => {
      asked.push(keys)
      return keys
        .filter((key) => key !== 'nobody')
        .flatMap((key) => [1, 2].map((text) => ({ key, text: `${key}${text}` })))
    },
    ({ key }) => key,
  )
  return { asked, read }
}

test('readings that are asked for at the same time are one, and each gets the rows of its own key', async () => {
  const { asked, read } = aReading()
  const rows = await Promise.all(['a', 'b', 'nobody', 'a'].map((key) => read(world.db, [key])))
  assert.deepEqual(asked, [['a', 'b', 'nobody']])
  assert.deepEqual(
    rows.map((some) => some.map(({ text }) => text)),
    [['a1', 'a2'], ['b1', 'b2'], [], ['a1', 'a2']],
  )
})

test('a transaction reads for itself, at once', async () => {
  const { asked, read } = aReading()
  await world.db.transaction().execute((tx) => Promise.all([read(tx, ['a']), read(tx, ['b'])]))
  assert.deepEqual(asked, [['a'], ['b']])
})
