import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { takeAreaList } from '../evidence/area-lists.ts'
import { declareStays } from '../evidence/declarations.ts'
import type { Person } from '../identity/persons.ts'
import { findColour, reassess, reassessList } from './risk.ts'

const ANCI = { province: '河北省', city: '廊坊市', county: '安次区' }

let world: TestWorld
before(async () => {
  world = await aWorld()
})
after(() => world.close())

async function personIn(number: string, community: string): Promise<Person> {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number })
  const stays = [{ divisionCode: '131002', community, from: '2022-04-11' }]
  await ctx.db.transaction().execute(async (tx) => {
    await declareStays(tx, ctx, { person, channel: 'web', declarationId: person.personId, stays })
    await reassess(tx, ctx, [person.personId])
  })
  return person
}

async function takeList(at: string, high: string[]): Promise<string> {
  const data = { end_update_time: at, highlist: [{ ...ANCI, communitys: high }], middlelist: [] }
  const bytes = Buffer.from(JSON.stringify({ data }))
  return (await takeAreaList(world.system(), { bytes, fileName: 'list.json' })).listId
}

async function colourOf(person: Person): Promise<string | undefined> {
  return (await findColour(world.db, world.system(), person.personId))?.colour
}

async function waitingJobs(): Promise<number> {
  const { rows } = await world.pool.query(`select count(*) as jobs from pgboss.job where state = 'created'`)
  return rows[0].jobs
}

test('a list re-examines everybody in an area that it names or that its neighbours in time named', async () => {
  const stayed = await personIn('E40000001', '甲村')
  const came = await personIn('E40000002', '乙村')
  await takeList('2022-04-12 8时', ['甲村'])
  await world.work()
  assert.deepEqual([await colourOf(stayed), await colourOf(came)], ['red', 'green'])

  // The next list ends one level and begins another; who was there in the meantime stays red.
  const late = await personIn('E40000003', '甲村')
  await takeList('2022-04-16 8时', ['乙村'])
  await world.work()
  assert.deepEqual([await colourOf(stayed), await colourOf(late), await colourOf(came)], ['red', 'red', 'red'])
})

test('a list that comes late turns who came after its moment green again', async () => {
  const ctx = world.system()
  const source = { zh: '迟到', en: 'late' }
  const take = async (at: string, high: string[]) => {
    const data = { end_update_time: at, highlist: [{ ...ANCI, communitys: high }], middlelist: [] }
    await takeAreaList(ctx, { bytes: Buffer.from(JSON.stringify({ data })), fileName: 'list.json', sourceName: source })
    await world.work()
  }
  const person = await personIn('E40000004', '丁村')
  await take('2022-04-08 8时', ['丁村'])
  await take('2022-04-15 8时', ['戊村'])
  assert.equal(await colourOf(person), 'red')
  await take('2022-04-10 8时', ['戊村'])
  assert.equal(await colourOf(person), 'green')
})

test('re-examining a list enqueues all of its jobs or none, one for each 500 stays', async () => {
  const ctx = world.system()
  const people = 501
  const listId = await takeList('2022-04-16 7时', ['百人村'])
  await world.work()
  const { rows } = await world.pool.query('select area_hash from area_level where list_id = $1', [listId])
  // Stays of people who do not exist: who is unknown is left out when the jobs are done.
  await world.pool.query(
    `insert into stay_place select $1::bytea, gen_random_uuid(), gen_random_uuid() from generate_series(1, $2)`,
    [rows[0].area_hash, people],
  )
  let enqueued = 0
  const broken = {
    ...ctx,
    jobs: {
      async enqueue(...job: Parameters<typeof ctx.jobs.enqueue>) {
        enqueued += 1
        if (enqueued === 2) throw new Error('broken half way')
        await ctx.jobs.enqueue(...job)
      },
    },
  }
  await assert.rejects(reassessList(broken, listId), /broken half way/)
  assert.equal(await waitingJobs(), 0)
  await reassessList(ctx, listId)
  assert.equal(await waitingJobs(), 2)
  assert.equal(await world.work(), 2)
})
