import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CHUNK_PEOPLE } from '../../core/fact-columns.ts'
import { DAY_LENGTH, instant, MINUTE } from '../../core/instant.ts'
import { peopleWith } from '../../test/known-people.ts'
import {
  aSmallCity,
  countByDryRun,
  countOneByOne,
  everybody,
  generationOf,
  markedPlaces,
  nextListNumber,
} from '../../test/whole-city.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildChunk, keepColumns } from './city-columns.ts'
import { MANY_MARKED, markChanged, readChunk, replaceChunk } from './city-store.ts'
import { reassess, sweep } from './risk.ts'

let world: TestWorld

before(async () => {
  world = await aWorld()
  await aSmallCity(world)
  await nextListNumber(world, 2 * CHUNK_PEOPLE)
  await peopleWith(world.system(), [{}], { serial: 'E8' })
  await countByDryRun(world)
})
after(() => world.close())

test('a chunk built anew says the same, and its marks are gone', async () => {
  const ctx = world.system()
  for (const chunk of [0, 1]) {
    const generation = await generationOf(world, chunk)
    await buildChunk(ctx, chunk)
    assert.notEqual(await generationOf(world, chunk), generation)
    assert.deepEqual(await markedPlaces(world, chunk), [])
  }
  assert.deepEqual(await countByDryRun(world), await countOneByOne(world))
})

test('bytes that somebody altered, moved or took away are never believed: the chunk is built anew', async () => {
  const expected = await countOneByOne(world)
  const attacks = {
    'one bit of the bytes': `update city_chunk set sealed = set_bit(sealed, 100, 1 - get_bit(sealed, 100)) where chunk = 0`,
    'cut off': `update city_chunk set sealed = substring(sealed from 1 for 20) where chunk = 0`,
    'those of another chunk': `update city_chunk set (sealed, generation, built_at) =
      (select sealed, generation, built_at from city_chunk where chunk = 1) where chunk = 0`,
    'another generation': `update city_chunk set generation = gen_random_uuid() where chunk = 0`,
    'another moment': `update city_chunk set built_at = built_at + interval '1 day' where chunk = 0`,
    'no bytes': `update city_chunk set sealed = null where chunk = 0`,
    'no chunks': `delete from city_chunk`,
  }
  for (const [name, statement] of Object.entries(attacks)) {
    const honest = await generationOf(world, 0)
    await world.pool.query(statement)
    assert.deepEqual(await countByDryRun(world), expected, name)
    assert.notEqual(await generationOf(world, 0), honest, name)
    const rebuilt = await generationOf(world, 0)
    assert.deepEqual(await countByDryRun(world), expected, name)
    assert.equal(await generationOf(world, 0), rebuilt, `${name}: the chunk is whole again`)
  }
})

test('what is kept can be read by nobody without the key', async () => {
  await countByDryRun(world)
  const { rows } = await world.pool.query<{ sealed: Buffer }>('select sealed from city_chunk')
  assert.equal(rows.length, 3)
  for (const { sealed } of rows) assert.ok(!sealed.includes('contact') && !sealed.includes('SFC'))
})

test('whoever is marked while a chunk is being built stays marked', async () => {
  const ctx = world.system()
  const [person] = await everybody(world)
  const mark = () => ctx.db.transaction().execute((tx) => markChanged(tx, ctx, [person!.personId]))
  await mark()
  const { stored, marks: seen } = await readChunk(world.db, 0)
  await mark()
  const kept = { ...stored!, replaces: stored!.generation, seen }
  await ctx.db.transaction().execute((tx) => replaceChunk(tx, kept))
  assert.deepEqual(await markedPlaces(world, 0), [0])
})

test('of two who build a chunk at once, the later one changes nothing', async () => {
  const ctx = world.system()
  const { stored, marks: seen } = await readChunk(world.db, 0)
  await buildChunk(ctx, 0)
  const built = await generationOf(world, 0)
  const late = { ...stored!, sealed: new Uint8Array(1), replaces: stored!.generation, seen }
  await ctx.db.transaction().execute((tx) => replaceChunk(tx, late))
  assert.equal(await generationOf(world, 0), built)
  await Promise.all([buildChunk(ctx, 0), buildChunk(ctx, 0), buildChunk(ctx, 1)])
  assert.deepEqual(await countByDryRun(world), await countOneByOne(world))
})

test('who is reassessed in a transaction that fails is not marked', async () => {
  const ctx = world.system()
  const [person] = await everybody(world)
  const broken = ctx.db.transaction().execute(async (tx) => {
    await reassess(tx, ctx, [person!.personId])
    throw new Error('broken half way')
  })
  await assert.rejects(broken, /broken half way/)
  assert.deepEqual(await markedPlaces(world, 0), [])
})

test('chunks that are not built and those with many marks are built by a job each, asked for once', async () => {
  const waiting = async () => {
    const { rows } = await world.pool.query(
      `select data ->> 'chunk' as chunk from pgboss.job where name = 'risk.build-chunk' and state = 'created' order by 1`,
    )
    return rows.map((row) => Number(row.chunk))
  }
  await world.pool.query('delete from city_chunk where chunk = 1')
  await keepColumns(world.system())
  await keepColumns(world.system())
  assert.deepEqual(await waiting(), [1])
  await world.work()
  const people = await peopleWith(
    world.system(),
    Array.from({ length: MANY_MARKED }, () => ({})),
    { serial: 'EB' },
  )
  assert.equal(Math.floor(people[0]!.listNumber / CHUNK_PEOPLE), 2)
  const reassessed = people.map((person) => person.personId)
  const ctx = world.system()
  await ctx.db.transaction().execute((tx) => reassess(tx, ctx, reassessed))
  assert.equal((await markedPlaces(world, 2)).length, MANY_MARKED)
  await keepColumns(ctx)
  assert.deepEqual(await waiting(), [], 'it was built a moment ago')
  const later = { ...ctx, now: instant(ctx.now + 11 * MINUTE) }
  await keepColumns(later)
  await keepColumns(later)
  assert.deepEqual(await waiting(), [2])
  await world.work()
  assert.deepEqual(await markedPlaces(world, 2), [])
  assert.deepEqual(await countByDryRun(world), await countOneByOne(world))
})

test('a dry run of a chunk with many marks builds it first', async () => {
  const ctx = world.system()
  const personIds = (await everybody(world))
    .filter((one) => one.listNumber >= 2 * CHUNK_PEOPLE)
    .map((one) => one.personId)
  await ctx.db.transaction().execute((tx) => markChanged(tx, ctx, personIds))
  const before = await generationOf(world, 2)
  assert.deepEqual(await countByDryRun(world), await countOneByOne(world))
  assert.notEqual(await generationOf(world, 2), before)
  assert.deepEqual(await markedPlaces(world, 2), [])
})

test('whose colour ends by itself is not marked: the columns knew', async () => {
  const ctx = world.system()
  const people = await everybody(world)
  const personIds = people.map((person) => person.personId)
  await ctx.db.transaction().execute((tx) => reassess(tx, ctx, personIds))
  for (const chunk of [0, 1, 2]) await buildChunk(ctx, chunk)
  assert.ok((await sweep({ ...ctx, now: instant(ctx.now + 60 * DAY_LENGTH) })) > 5)
  for (const chunk of [0, 1, 2]) assert.deepEqual(await markedPlaces(world, chunk), [])
})
