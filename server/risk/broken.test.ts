import assert from 'node:assert/strict'
import type { KyselyPlugin } from 'kysely'
import { after, before, test } from 'node:test'
import { HOUR, instant } from '../../core/instant.ts'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { takeAreaList } from '../evidence/area-lists.ts'
import { declareStays } from '../evidence/declarations.ts'
import { appendFacts, recordSource } from '../evidence/evidence.ts'
import { sourceNamed } from '../evidence/sources.ts'
import type { Person } from '../identity/persons.ts'
import type { Tx } from '../kit/db.ts'
import { reassess } from './risk.ts'

const ANCI = { province: '河北省', city: '廊坊市', county: '安次区' }
const SOURCE = sourceNamed({ zh: '测试疾控中心', en: 'the test health authority' })

let world: TestWorld
before(async () => {
  world = await aWorld()
  await world.db.transaction().execute((tx) => recordSource(tx, SOURCE))
  const data = { end_update_time: '2022-04-10 8时', middlelist: [{ ...ANCI, communitys: ['黄村'] }], highlist: [] }
  await takeAreaList(world.system(), { bytes: Buffer.from(JSON.stringify({ data })), fileName: 'list.json' })
  await world.work()
})
after(() => world.close())

/** Three people: of one a contact is learned, one declares a stay in a listed area, of the third nothing is learned. */
async function threePeople(): Promise<Person[]> {
  const ctx = world.system()
  const people = await Promise.all(
    ['E90000001', 'E90000002', 'E90000003'].map((number) => aConfirmedPerson(ctx, { number })),
  )
  await world.db.transaction().execute((tx) => reassess(tx, ctx, idsOf(people)))
  const [contact, stayed] = people as [Person, Person, Person]
  await world.db.transaction().execute(async (tx) => {
    const whose = { personId: contact.personId, key: contact.key, sourceId: SOURCE.sourceId }
    const period = { from: A_MORNING, to: undefined }
    await appendFacts(tx, ctx, [{ ...whose, kind: 'contact', period, details: { degree: 'close' } }])
    const stays = [{ divisionCode: '131002', community: '黄村', from: '2022-04-11', to: '2022-04-12' }]
    await declareStays(tx, ctx, { person: stayed, channel: 'web', declarationId: stayed.personId, stays })
  })
  return people
}

function idsOf(people: readonly Person[]): string[] {
  return people.map(({ personId }) => personId)
}

/** Lets so many statements be done, and dies after the next one. */
function dyingAfter(statements: number): { plugin: KyselyPlugin; count: () => number } {
  let done = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      done += 1
      if (done > statements) throw new Error('died here')
      return result
    },
  }
  return { plugin, count: () => done }
}

/** All that a reassessment writes. */
async function written(): Promise<object> {
  const read = async (statement: string): Promise<object[]> => (await world.pool.query(statement)).rows
  return {
    states: await read('select person_id, colour, version, course, changes_at from colour_state order by person_id'),
    marks: await read('select count(distinct (chunk, place)) from city_mark'),
    toPublish: await read('select person_id from colour_change order by person_id'),
    history: await read('select person_id, version, course from colour_history order by person_id, version'),
    records: await read(
      `select subject_id, detail from audit_body join audit using (id) where kind = 'colour-changed' order by audit.at, subject_id`,
    ),
  }
}

test('a reassessment that dies after any of its statements has done nothing, and done again does it once', async () => {
  const people = await threePeople()
  const ctx = { ...world.system(), now: instant(A_MORNING + HOUR) }
  const dying = async (statements: number) => {
    const { plugin, count } = dyingAfter(statements)
    try {
      await world.db.transaction().execute((tx) => reassess(tx.withPlugin(plugin) as Tx, ctx, idsOf(people)))
      return { died: false, statements: count() }
    } catch (error) {
      assert.equal((error as Error).message, 'died here')
      return { died: true, statements: count() }
    }
  }

  const untouched = await written()
  let statements = 0
  while ((await dying(statements)).died) {
    assert.deepEqual(await written(), untouched, `after statement ${statements + 1}`)
    statements += 1
  }
  // Lock, people, evidence, levels, lists, colours with their history, what is to be published, records, marks.
  assert.equal(statements, 9)

  const { rows } = await world.pool.query(
    `select colour_state.colour, count(*) as versions from colour_state join colour_history using (person_id)
     group by person_id, colour_state.colour order by colour`,
  )
  assert.deepEqual(
    rows.map(({ colour, versions }) => [colour, versions]),
    [
      ['green', 1],
      ['red', 2],
      ['yellow', 2],
    ],
  )
  const finished = await written()
  assert.deepEqual(await dying(100), { died: false, statements: 6 }, 'whose colour stays is read, and marked')
  assert.deepEqual(await written(), finished)
})
