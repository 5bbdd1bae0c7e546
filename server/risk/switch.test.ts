import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { evaluate, timeline } from '../../core/evaluate.ts'
import { learn, peopleWith } from '../../test/known-people.ts'
import { APRIL, AS_OF, aSmallCity, everybody, SECONDARY_CONTACT, SEPTEMBER } from '../../test/whole-city.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { factsOf, takeBackFacts } from '../evidence/evidence.ts'
import type { Person } from '../identity/persons.ts'
import { buildChunk } from './city-columns.ts'
import { readChunk } from './city-store.ts'
import { reassessChunk } from './reassess.ts'
import { evaluateAnew, findColour, reassess } from './risk.ts'
import { switchProgress } from './switch-store.ts'
import { switchChunk, switchTable } from './switch.ts'

// From September's table to April's, which is the one in force: the colours that September's had made stand in the database.
const TABLES = { from: SEPTEMBER, to: APRIL }

let world: TestWorld

before(async () => {
  world = await aWorld({ now: AS_OF })
  await aSmallCity(world)
  await colourUnderSeptember(await everybody(world))
})
after(() => world.close())

async function colourUnderSeptember(people: readonly Person[]): Promise<void> {
  const ctx = world.system()
  const personIds = people.map(({ personId }) => personId).toSorted()
  await ctx.db.transaction().execute((tx) => reassessChunk(tx, ctx, { personIds, table: SEPTEMBER }))
}

/** Who is another under the one table than under the other, person by person. */
async function differing(): Promise<ReadonlySet<string>> {
  const ctx = world.system()
  const ids: string[] = []
  for (const person of await everybody(world)) {
    const facts = await factsOf(world.db, ctx, person)
    const said = (table: typeof APRIL) => {
      const asked = { table, facts, identityConfirmed: person.identity === 'confirmed' }
      const { reasons } = evaluate({ ...asked, asOf: AS_OF })
      const [now, next] = timeline({ ...asked, from: AS_OF })
      return JSON.stringify([now, next, reasons[0]?.rowId])
    }
    if (said(APRIL) !== said(SEPTEMBER)) ids.push(person.personId)
  }
  return new Set(ids)
}

async function coloursInDatabase() {
  const { rows } = await world.pool.query('select * from colour_state order by person_id')
  return rows
}

async function recordedChanges(): Promise<number> {
  const { rows } = await world.pool.query(`select count(*) as changes from audit where kind = 'colour-changed'`)
  return rows[0].changes
}

async function beginSwitch(): Promise<string> {
  const ctx = world.system()
  return ctx.db.transaction().execute((tx) => switchTable(tx, ctx, TABLES))
}

test('a switch writes whom it concerns as reassessing everybody would, and nobody else', async () => {
  const before = await coloursInDatabase()
  const changesBefore = await recordedChanges()
  const concerned = await differing()
  assert.ok(concerned.size > 10 && concerned.size < 60, `it concerns ${concerned.size}`)
  const switchId = await beginSwitch()
  assert.deepEqual(await switchProgress(world.db, switchId), { chunks: 2, done: 0, written: 0 })
  assert.equal(await world.work(), 2)
  assert.deepEqual(await switchProgress(world.db, switchId), { chunks: 2, done: 2, written: concerned.size })

  const switched = await coloursInDatabase()
  const others = (rows: typeof switched) => rows.filter((row) => !concerned.has(row.person_id))
  assert.deepEqual(others(switched), others(before))
  const changed = switched.filter((row, place) => row.colour !== before[place].colour)
  assert.ok(changed.length > 5, `${changed.length} change colour`)
  assert.equal(await recordedChanges(), changesBefore + changed.length)

  const ctx = world.system()
  const people = await everybody(world)
  const personIds = people.map((person) => person.personId)
  await ctx.db.transaction().execute((tx) => evaluateAnew(tx, ctx, personIds))
  const said = (rows: typeof switched) => rows.map((row) => [row.person_id, row.colour, row.since, row.changes_at])
  assert.deepEqual(said(await coloursInDatabase()), said(switched))
  assert.equal(await recordedChanges(), changesBefore + changed.length)
  for (const { personId } of people) assert.ok(await findColour(world.db, ctx, personId))
})

test('who changed since the chunk was built is switched by what is known now', async () => {
  const ctx = world.system()
  const [person] = (await peopleWith(ctx, [{}], { serial: 'F1' })) as [Person]
  await buildChunk(ctx, 1)
  await ctx.db.transaction().execute(async (tx) => {
    await learn(tx, ctx, [{ person, facts: [SECONDARY_CONTACT] }])
    await reassess(tx, ctx, [person.personId])
  })
  await colourUnderSeptember([person])
  assert.equal((await findColour(world.db, ctx, person.personId))?.colour, 'red')
  await beginSwitch()
  await world.work()
  assert.equal((await findColour(world.db, ctx, person.personId))?.colour, 'yellow')
})

test('an older chunk that somebody puts back, without the marks since, makes nobody a colour that his facts do not', async () => {
  const ctx = world.system()
  const [person] = (await peopleWith(ctx, [{ facts: [SECONDARY_CONTACT] }], { serial: 'F2' })) as [Person]
  await buildChunk(ctx, 1)
  const { stored } = await readChunk(world.db, 1)
  const { rows } = await world.pool.query('select source_id, evidence_id from evidence where person_id = $1', [
    person.personId,
  ])
  const facts = [{ personId: person.personId, key: person.key, evidenceId: rows[0].evidence_id }]
  await ctx.db.transaction().execute(async (tx) => {
    await takeBackFacts(tx, ctx, { sourceId: rows[0].source_id, facts })
    await reassess(tx, ctx, [person.personId])
  })
  await buildChunk(ctx, 1)
  await world.pool.query('update city_chunk set generation = $1, built_at = $2, sealed = $3 where chunk = 1', [
    stored!.generation,
    new Date(stored!.builtAt),
    stored!.sealed,
  ])
  await beginSwitch()
  await world.work()
  assert.equal((await findColour(world.db, ctx, person.personId))?.colour, 'green')
  await world.pool.query('delete from city_chunk')
})

test('a switch is begun with all of its jobs or not at all', async () => {
  const ctx = world.system()
  const broken = ctx.db.transaction().execute(async (tx) => {
    await switchTable(tx, ctx, TABLES)
    throw new Error('broken half way')
  })
  await assert.rejects(broken, /broken half way/)
  assert.equal(await world.work(), 0)
})

test('stopped half way and done again, a chunk loses and doubles nobody', async () => {
  const ctx = world.system()
  const people = await peopleWith(
    ctx,
    Array.from({ length: 700 }, () => ({ facts: [SECONDARY_CONTACT] })),
    { serial: 'F3' },
  )
  await colourUnderSeptember(people)
  const changesBefore = await recordedChanges()
  const switchId = await beginSwitch()
  // Randomness runs out among the records of the second 500: the first 500 are committed, the rest is not.
  let draws = 0
  const random = (bytes: number): Uint8Array => {
    draws += 1
    if (draws > 1_800) throw new Error('broken half way')
    return world.random(bytes)
  }
  await buildChunk(ctx, 1)
  await assert.rejects(switchChunk({ ...ctx, random }, { switchId, chunk: 1 }, TABLES), /broken half way/)
  const colours = async () => {
    const found = await Promise.all(people.map(async ({ personId }) => findColour(world.db, ctx, personId)))
    return Map.groupBy(found, (one) => one?.colour)
  }
  // Some of the first 500 are others, who were switched before.
  const first = (await colours()).get('yellow')!.length
  assert.ok(first > 400 && first <= 500, `${first} of 700`)
  assert.equal(await recordedChanges(), changesBefore + first)
  assert.equal((await switchProgress(world.db, switchId)).done, 0)

  assert.equal(await world.work(), 2)
  assert.equal((await colours()).get('yellow')?.length, 700)
  assert.equal(await recordedChanges(), changesBefore + 700)
  const progress = await switchProgress(world.db, switchId)
  assert.deepEqual([progress.chunks, progress.done], [2, 2])
  // The job of a chunk that is done, told again, writes nothing.
  const before = await coloursInDatabase()
  world.at(AS_OF)
  await switchChunk(world.system(), { switchId, chunk: 1 }, TABLES)
  assert.deepEqual(await coloursInDatabase(), before)
})
