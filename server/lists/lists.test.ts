import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after as afterAll, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { openEpochs } from '../codes/epochs.ts'
import { publishLists } from './lists.ts'

let world: TestWorld
const folders: string[] = []

before(async () => {
  world = await aWorld()
})
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
  await world.close()
})

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-list-'))
  folders.push(folder)
  return folder
}

test('of two programs on one database one publishes, and the other takes over when it stops', async () => {
  const [first, second] = [await aFolder(), await aFolder()]
  const start = async (listDir: string) => {
    const lists = await publishLists(world, { epochs: openEpochs(world), listDir, address: '/list' })
    await lists.begun
    return lists
  }
  const publishing = await start(first)
  const waiting = await start(second)
  assert.ok((await readdir(first)).includes('index'))
  assert.deepEqual(await readdir(second), [])
  await publishing.stop()
  for (let waits = 0; waits < 300 && (await readdir(second)).length === 0; waits += 1) await pause(50)
  await pause(500)
  assert.ok((await readdir(second)).includes('index'))
  await waiting.stop()
})
