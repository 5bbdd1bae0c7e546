import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { CHUNK_PEOPLE, emptyColumns } from '../../core/fact-columns.ts'
import { HOUR } from '../../core/instant.ts'
import { peopleWith } from '../../test/known-people.ts'
import { APRIL, nextListNumber, SEPTEMBER } from '../../test/whole-city.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { sealColumns } from './city-columns.ts'
import { replaceChunk } from './city-store.ts'
import { dryRun } from './dry-run.ts'

const CHUNKS = 24
/** A chunk takes 1.6 MB as columns, and while it is fetched as much again, sealed: kept, those between would hold 30. */
const GROWTH_BYTES = 8_000_000

let world: TestWorld

before(async () => {
  world = await aWorld()
})
after(() => world.close())

/** A garbage collector that can be called. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

test('what a dry run holds does not grow with the people whom it has judged', async () => {
  const ctx = world.system()
  const columns = {
    ...emptyColumns(CHUNK_PEOPLE, CHUNK_PEOPLE),
    shapes: [{ kind: 'test-result', details: { result: 'negative', sample: 'single' } }],
  } as const
  for (let person = 0; person < CHUNK_PEOPLE; person += 1) {
    columns.first[person + 1] = person + 1
    columns.from[person] = A_MORNING - (person % 300) * HOUR
    columns.to[person] = columns.from[person]!
  }
  columns.confirmed.fill(1)
  for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
    const kept = { ...sealColumns(ctx, chunk, columns), replaces: undefined, seen: [] }
    await ctx.db.transaction().execute((tx) => replaceChunk(tx, kept))
  }
  await nextListNumber(world, CHUNKS * CHUNK_PEOPLE - 1)
  await peopleWith(ctx, [{}], { serial: 'F9' })

  const collect = collector()
  const held: number[] = []
  const { people, changed } = await dryRun(world.db, ctx, SEPTEMBER, {
    asOf: A_MORNING,
    against: APRIL,
    onProgress() {
      collect()
      const { heapUsed, arrayBuffers } = process.memoryUsage()
      held.push(heapUsed + arrayBuffers)
    },
  })
  assert.equal(people, CHUNKS * CHUNK_PEOPLE)
  assert.ok(changed > people / 10)
  // Of one chunk or of two: the next is fetched while one is judged.
  const [early, late] = [Math.min(...held.slice(2, 6)), Math.min(...held.slice(-4))]
  assert.ok(late - early < GROWTH_BYTES, `${early} bytes at first, ${late} at last`)
})
