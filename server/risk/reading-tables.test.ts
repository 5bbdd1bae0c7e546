import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { readTables } from './table.ts'

let world: TestWorld
before(async () => {
  world = await aWorld()
})
after(() => world.close())

test('who holds a connection reads the tables on it, while somebody waits for a free one to read them first', async () => {
  const connections = world.pool.options.max
  const ready = Promise.withResolvers<void>()
  let begun = 0
  const allHold = Promise.withResolvers<void>()
  const holding = Promise.all(
    Array.from({ length: connections }, () =>
      world.db.transaction().execute(async (tx) => {
        begun += 1
        if (begun === connections) allHold.resolve()
        await ready.promise
        return readTables(tx, world.system())
      }),
    ),
  )
  await allHold.promise
  const waiting = readTables(world.db, world.system())
  ready.resolve()
  const read = await Promise.race([holding, pause(20_000, 'they wait for each other', { ref: false })])
  assert.deepEqual(read, Array(connections).fill(await waiting))
})
