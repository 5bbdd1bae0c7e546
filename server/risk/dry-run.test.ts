import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CHUNK_PEOPLE } from '../../core/fact-columns.ts'
import { learn, peopleWith } from '../../test/known-people.ts'
import {
  APRIL,
  AS_OF,
  aSmallCity,
  countByDryRun,
  countOneByOne,
  everybody,
  generationOf,
  markedPlaces,
  nextListNumber,
  SECONDARY_CONTACT,
  SEPTEMBER,
} from '../../test/whole-city.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { takeAreaList } from '../evidence/area-lists.ts'
import { declareStays } from '../evidence/declarations.ts'
import { buildChunk, countChunks } from './city-columns.ts'
import { dryRun } from './dry-run.ts'
import { reassess } from './risk.ts'

let world: TestWorld

before(async () => {
  world = await aWorld()
  await aSmallCity(world)
})
after(() => world.close())

test('a dry run counts what evaluation says of each person, by colour, deciding row and district', async () => {
  assert.equal(await countChunks(world.db), 2)
  const progress: string[] = []
  const result = await dryRun(world.db, world.system(), SEPTEMBER, {
    asOf: AS_OF,
    against: APRIL,
    onProgress: (done, of) => progress.push(`${done}/${of}`),
  })
  assert.deepEqual(progress, ['1/2', '2/2'])
  assert.deepEqual(result.table, { name: 'shanghai-2022-09', version: SEPTEMBER.version })
  assert.deepEqual(result.against, { name: 'shanghai-2022-04', version: APRIL.version })
  const expected = await countOneByOne(world)
  assert.equal(expected.people, 60)
  assert.ok(expected.changed > 5, `${expected.changed} change`)
  // Once from what the run has just built, once from what was kept.
  assert.deepEqual(await countByDryRun(world), expected)
  assert.equal(result.changed, expected.changed)
})

test('who changed since is counted as the facts are now, and nothing is built for it', async () => {
  const ctx = world.system()
  const generations = [await generationOf(world, 0), await generationOf(world, 1)]
  const people = await everybody(world)
  const changed = [people[3]!, people[41]!, people[59]!]
  await ctx.db.transaction().execute(async (tx) => {
    await learn(
      tx,
      ctx,
      changed.map((person) => ({ person, facts: [SECONDARY_CONTACT] })),
    )
    await reassess(
      tx,
      ctx,
      changed.map((person) => person.personId),
    )
  })
  assert.deepEqual(await markedPlaces(world, 0), [3, CHUNK_PEOPLE - 3])
  assert.deepEqual(await markedPlaces(world, 1), [15])
  const expected = await countOneByOne(world)
  assert.deepEqual(await countByDryRun(world), expected)
  assert.deepEqual([await generationOf(world, 0), await generationOf(world, 1)], generations)
})

test('who came since is counted, in a gap of the numbers and behind the last, evaluated or not', async () => {
  const ctx = world.system()
  await nextListNumber(world, 1_000)
  await peopleWith(ctx, [{ facts: [SECONDARY_CONTACT], divisionCode: '310151' }], { serial: 'E8' })
  await nextListNumber(world, 2 * CHUNK_PEOPLE)
  await peopleWith(ctx, [{ identity: 'unregistered' }], { serial: 'E9' })
  const expected = await countOneByOne(world)
  assert.equal(expected.people, 62)
  assert.deepEqual(await countByDryRun(world), expected)
})

test('a list of areas reaches a dry run with the people whom it concerns', async () => {
  const ctx = world.system()
  const [person] = (await peopleWith(ctx, [{}], { serial: 'EA' })) as [Awaited<ReturnType<typeof peopleWith>>[number]]
  await ctx.db.transaction().execute(async (tx) => {
    const stays = [{ divisionCode: '131002', community: '甲村', from: '2022-04-14' }]
    await declareStays(tx, ctx, { person, channel: 'web', declarationId: person.personId, stays })
    await reassess(tx, ctx, [person.personId])
  })
  const chunk = Math.floor(person.listNumber / CHUNK_PEOPLE)
  await buildChunk(ctx, chunk)
  const moved = (await countByDryRun(world)).moves
  const area = { province: '河北省', city: '廊坊市', county: '安次区', communitys: ['甲村'] }
  const list = { end_update_time: '2022-04-15 8时', highlist: [], middlelist: [area] }
  await takeAreaList(ctx, { bytes: Buffer.from(JSON.stringify({ data: list })), fileName: 'list.json' })
  await world.work()
  const expected = await countOneByOne(world)
  assert.deepEqual(await countByDryRun(world), expected)
  assert.equal(expected.moves.yellow.red, moved.yellow.red + 1)
})

test('a dry run that is called off ends between two chunks, with the reason', async () => {
  const stop = new AbortController()
  const seen: number[] = []
  const run = dryRun(world.db, world.system(), SEPTEMBER, {
    asOf: AS_OF,
    against: APRIL,
    signal: stop.signal,
    onProgress(done) {
      seen.push(done)
      stop.abort(new Error('called off'))
    },
  })
  await assert.rejects(run, /called off/)
  assert.deepEqual(seen, [1])
})
