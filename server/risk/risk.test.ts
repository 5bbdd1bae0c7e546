import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Fastify from 'fastify'
import type { ColourExplanation } from '../../contract/operator.ts'
import { DAY_LENGTH, instant } from '../../core/instant.ts'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { takeAreaList } from '../evidence/area-lists.ts'
import { declareStays } from '../evidence/declarations.ts'
import type { Person } from '../identity/persons.ts'
import { keepHouse } from '../kit/http.ts'
import { openLog } from '../kit/log.ts'
import type { Ctx } from '../kit/world.ts'
import { explain, findColour, openColour, reassess } from './risk.ts'
import { registerRiskRoutes } from './routes.ts'
import { findRow } from './views.ts'

const ANCI = { divisionCode: '131002', province: '河北省', city: '廊坊市', county: '安次区' }

let world: TestWorld
let persons = 0
before(async () => {
  world = await aWorld()
  const data = {
    end_update_time: '2022-04-10 8时',
    highlist: [{ ...ANCI, communitys: ['红村'] }],
    middlelist: [{ ...ANCI, communitys: ['黄村'] }],
  }
  await takeAreaList(world.system(), { bytes: Buffer.from(JSON.stringify({ data })), fileName: 'list.json' })
})
after(() => world.close())

async function aPerson(told: { identity?: Person['identity'] } = {}): Promise<Person> {
  persons += 1
  return aConfirmedPerson(world.system(), { number: `E3${String(persons).padStart(7, '0')}`, ...told })
}

async function declare(ctx: Ctx, person: Person, community: string, to?: string): Promise<void> {
  const stays = [
    { divisionCode: ANCI.divisionCode, community, from: '2022-04-11', ...(to === undefined ? {} : { to }) },
  ]
  await ctx.db
    .transaction()
    .execute((tx) => declareStays(tx, ctx, { person, channel: 'web', declarationId: person.personId, stays }))
}

async function evaluateNow(ctx: Ctx, ...people: Person[]): Promise<void> {
  await ctx.db.transaction().execute((tx) =>
    reassess(
      tx,
      ctx,
      people.map((person) => person.personId),
    ),
  )
}

async function rowOf(person: Person) {
  return world.db.selectFrom('colour_state').selectAll().where('person_id', '=', person.personId).executeTakeFirst()
}

async function shownRow(person: Person) {
  return (await findRow(world.db, person.personId))!
}

async function changesOf(person: Person): Promise<object[]> {
  const rows = await world.db
    .selectFrom('audit')
    .innerJoin('audit_body', 'audit_body.id', 'audit.id')
    .select('audit_body.detail')
    .where('audit.kind', '=', 'colour-changed')
    .where('audit_body.subject_id', '=', person.personId)
    .orderBy('audit.at')
    .execute()
  return rows.map((row) => JSON.parse(row.detail) as object)
}

test('who is confirmed and of whom nothing is known is green, who is not confirmed is grey', async () => {
  const ctx = world.system()
  const confirmed = await aPerson()
  const awaiting = await aPerson({ identity: 'awaiting' })
  assert.equal(await findColour(world.db, ctx, confirmed.personId), undefined)
  await evaluateNow(ctx, confirmed, awaiting)
  assert.deepEqual(await findColour(world.db, ctx, confirmed.personId), {
    colour: 'green',
    since: A_MORNING,
    changesAt: undefined,
  })
  assert.equal((await findColour(world.db, ctx, awaiting.personId))?.colour, 'grey')
})

test('a change of colour is recorded with rule and both colours, and no change is not', async () => {
  const ctx = world.system()
  const person = await aPerson()
  await evaluateNow(ctx, person)
  await evaluateNow(ctx, person)
  await declare(ctx, person, '红村')
  await evaluateNow(ctx, person)
  await evaluateNow(ctx, person)
  assert.deepEqual(await changesOf(person), [
    { from: 'none', to: 'green', version: 1, ruleIds: '' },
    { from: 'green', to: 'red', version: 2, ruleIds: 'high-risk-area' },
  ])
})

test('a colour keeps its beginning while it stays the same', async () => {
  const person = await aPerson()
  await evaluateNow(world.system(), person)
  const later = { ...world.system(), now: instant(A_MORNING + DAY_LENGTH) }
  await evaluateNow(later, person)
  assert.equal((await findColour(world.db, later, person.personId))?.since, A_MORNING)
  await declare(later, person, '黄村')
  await evaluateNow(later, person)
  assert.equal((await findColour(world.db, later, person.personId))?.since, later.now)
})

test('a row that anybody altered is nobody’s colour, and the log says whose', async () => {
  const lines: string[] = []
  const ctx = { ...world.system(), log: openLog('error', (line) => lines.push(line)) }
  const person = await aPerson()
  const other = await aPerson()
  await declare(ctx, person, '红村', '2022-04-14')
  await evaluateNow(ctx, person, other)
  const genuine = await shownRow(person)
  assert.equal(openColour(ctx, genuine)?.colour, 'red')
  const stored = (await rowOf(person))!

  const altered = [
    { colour: 'green' as const },
    { since: new Date(0) },
    { changes_at: null },
    { changes_at: new Date(A_MORNING + 1) },
    { course: JSON.stringify([[A_MORNING, 'green']]) },
    { course: '{}' },
    { table_name: 'another' },
    { table_version: '9.9.9' },
    { evaluated_at: new Date(0) },
    { version: 2 },
    { mac: new Uint8Array(32) },
    { act_id: null },
    { act_id: '01802fab-5be8-7d3d-8eb4-85fd695f47e5' },
    { act_commitment: new Uint8Array(32) },
    { mac: new Uint8Array(0) },
  ]
  for (const change of altered) {
    await world.db.updateTable('colour_state').set(change).where('person_id', '=', person.personId).execute()
    assert.equal(openColour(ctx, await shownRow(person)), undefined, JSON.stringify(change))
    assert.equal(await findColour(world.db, ctx, person.personId), undefined)
    const { person_id: _, course, ...columns } = stored
    const genuineAgain = { ...columns, course: JSON.stringify(course) }
    await world.db.updateTable('colour_state').set(genuineAgain).where('person_id', '=', person.personId).execute()
  }
  assert.equal(openColour(ctx, await shownRow(person))?.colour, 'red')
  assert.equal(lines.length, 2 * altered.length)
  assert.ok(
    lines.every((line) => /colour-(mac-wrong|put-back|not-recorded)/.test(line) && line.includes(person.personId)),
  )
  assert.equal(openColour(ctx, { ...(await shownRow(other)), person_id: person.personId }), undefined)
  assert.equal(openColour(ctx, { ...genuine, list_number: genuine.list_number + 1 }), undefined)
  const otherKeys = { ...world.keys, evaluatorMac: world.keys.cookie }
  assert.equal(openColour({ ...ctx, keys: otherKeys }, genuine), undefined)

  await world.db.updateTable('colour_state').set({ colour: 'green' }).where('person_id', '=', person.personId).execute()
  await evaluateNow(ctx, person)
  assert.equal((await findColour(world.db, ctx, person.personId))?.colour, 'red')
})

test('a reassessment that fails half way changes no colour and records none', async () => {
  const ctx = world.system()
  const [first, second] = [await aPerson(), await aPerson()]
  await assert.rejects(
    world.db.transaction().execute(async (tx) => {
      await reassess(tx, ctx, [first.personId, second.personId])
      throw new Error('broken half way')
    }),
    /broken half way/,
  )
  assert.equal(await rowOf(first), undefined)
  assert.deepEqual(await changesOf(second), [])
})

test('an evaluation that began before a fact was learned is not written over one that knows it', async () => {
  const ctx = world.system()
  const person = await aPerson()
  let finishFirst: () => void = () => undefined
  const held = new Promise<void>((done) => (finishFirst = done))
  let began: () => void = () => undefined
  const firstBegan = new Promise<void>((done) => (began = done))
  const first = world.db.transaction().execute(async (tx) => {
    await reassess(tx, ctx, [person.personId])
    began()
    await held
  })
  await firstBegan
  await declare(ctx, person, '红村')
  const second = evaluateNow(ctx, person)
  finishFirst()
  await Promise.all([first, second])
  assert.equal((await findColour(world.db, ctx, person.personId))?.colour, 'red')
})

test('an explanation is recomputed from the evidence, whatever the row says', async () => {
  const ctx = world.system()
  const person = await aPerson()
  await declare(ctx, person, '红村')
  await world.db.deleteFrom('colour_state').where('person_id', '=', person.personId).execute()
  const { colour, reasons, changesAt } = await explain(world.db, ctx, person, { asOf: A_MORNING })
  assert.equal(colour, 'red')
  assert.equal(changesAt, undefined)
  assert.deepEqual(
    reasons.map((reason) => reason.ruleId),
    ['high-risk-area'],
  )
})

test('the operator’s question is answered and recorded with its purpose in one transaction', async () => {
  const app = Fastify()
  keepHouse(app, { world, resolveActor: async () => ({ kind: 'operator' }) })
  const person = await aPerson()
  const personOfHandle = async (handle: string) => (handle === 'demo-1' ? person.personId : undefined)
  registerRiskRoutes(app, world, { personOfHandle })
  const ask = (payload: object) =>
    app.inject({
      method: 'POST',
      url: '/api/operator/colour-explanations',
      payload: { purpose: 'complaint', ...payload },
    })
  const records = async () =>
    world.db.selectFrom('audit_body').select('purpose').where('subject_id', '=', person.personId).execute()

  const answer = await ask({ person: person.personId })
  assert.equal(answer.statusCode, 200)
  const { personId, colour, asOf } = answer.json<ColourExplanation>()
  assert.deepEqual({ personId, colour, asOf }, { personId: person.personId, colour: 'green', asOf: A_MORNING })
  assert.equal((await ask({ person: 'demo-1' })).statusCode, 200)
  assert.deepEqual(await records(), [{ purpose: 'complaint' }, { purpose: 'complaint' }])

  assert.equal((await ask({ person: 'demo-2' })).json().type, '/problems/person-unknown')
  assert.equal((await ask({ person: '018f0000-0000-7000-8000-000000000000' })).json().type, '/problems/person-unknown')
  const beforeAnyTable = await ask({ person: 'demo-1', asOf: 0 })
  assert.equal(beforeAnyTable.statusCode, 400)
  assert.equal(beforeAnyTable.json().fields[0].field, 'asOf')
  assert.equal((await ask({ person: 'demo-1', purpose: '' })).statusCode, 400)
  assert.equal((await records()).length, 2)
  await app.close()
})
