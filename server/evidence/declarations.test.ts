import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dayOf, instant, startOfDay, type Instant } from '../../core/instant.ts'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import type { Person } from '../identity/persons.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { listedCommunities, takeAreaList } from './area-lists.ts'
import { declareArrival, declareHealth, declareStays, recordDeclaration } from './declarations.ts'
import { factsOf, hasDeclaredArrival, takeBackFacts } from './evidence.ts'
import { SELF_DECLARED } from './sources.ts'

const ANCI = '131002'
const MADE_UP = { zh: '测试名单', en: 'a list of this test' }

let world: TestWorld
let declarations = 0
before(async () => {
  world = await aWorld()
})
after(() => world.close())

function newDeclarationId(): string {
  declarations += 1
  return `018f0000-0000-7000-8000-${String(declarations).padStart(12, '0')}`
}

async function declareStay(
  ctx: Ctx,
  person: Person,
  stay: { community: string; from: string; to?: string },
): Promise<void> {
  const declared = { person, channel: 'web', declarationId: newDeclarationId() }
  const stays = [{ divisionCode: ANCI, ...stay }]
  await ctx.db.transaction().execute((tx) => declareStays(tx, ctx, { ...declared, stays }))
}

function listOf(told: { at: string; high?: string[]; medium?: string[] }): Uint8Array {
  const group = (communitys: string[] = []): object[] =>
    communitys.length === 0 ? [] : [{ province: '河北省', city: '廊坊市', county: '安次区', communitys }]
  const data = { end_update_time: told.at, highlist: group(told.high), middlelist: group(told.medium) }
  return Buffer.from(JSON.stringify({ data }))
}

async function countRows(table: 'declaration' | 'evidence' | 'stay_place' | 'audit' | 'stay_review'): Promise<number> {
  const row = await world.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  return row.rows
}

test('a declaration is recorded once, and other content under its id is refused', async () => {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number: 'E10000001' })
  const other = await aConfirmedPerson(ctx, { number: 'E10000002' })
  const declaration = {
    declarationId: newDeclarationId(),
    personId: person.personId,
    kind: 'health',
    channel: 'web',
    requestHash: new Uint8Array(32),
  } as const
  const record = (told: Partial<Parameters<typeof recordDeclaration>[2]> = {}) =>
    world.db.transaction().execute((tx) => recordDeclaration(tx, ctx, { ...declaration, ...told }))

  assert.deepEqual(await Promise.all([record(), record()]).then((outcomes) => outcomes.toSorted()), ['new', 'same'])
  const audited = await world.db
    .selectFrom('audit_body')
    .selectAll()
    .where('subject_id', '=', person.personId)
    .execute()
  assert.equal(audited.length, 1)
  for (const told of [
    { requestHash: new Uint8Array(32).fill(1) },
    { personId: other.personId },
    { kind: 'stays' } as const,
  ]) {
    await assert.rejects(record(told), (error) => error instanceof Problem && error.problem === 'idempotency-conflict')
  }
})

test('a declaration whose transaction fails half way leaves nothing behind', async () => {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number: 'E10000003' })
  const counts = () => Promise.all((['declaration', 'evidence', 'stay_place', 'audit'] as const).map(countRows))
  const earlier = await counts()
  await assert.rejects(
    world.db.transaction().execute(async (tx) => {
      const declarationId = newDeclarationId()
      const { personId } = person
      const requestHash = new Uint8Array(32)
      await recordDeclaration(tx, ctx, { declarationId, personId, kind: 'stays', channel: 'web', requestHash })
      await declareStays(tx, ctx, {
        person,
        channel: 'web',
        declarationId,
        stays: [
          { divisionCode: ANCI, community: '桃园村', from: '2022-04-14' },
          { divisionCode: '999999', community: '无', from: '2022-04-14' },
        ],
      })
    }),
    (error) => error instanceof Problem && error.problem === 'division-unknown',
  )
  assert.deepEqual(await counts(), earlier)
})

test('symptoms and temperature become a fact of the moment of declaring', async () => {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number: 'E10000004' })
  const declare = (symptoms: string[], celsius?: number) =>
    world.db
      .transaction()
      .execute((tx) =>
        declareHealth(tx, ctx, { person, channel: 'web', declarationId: newDeclarationId(), symptoms, celsius }),
      )
  await declare(['fever'], 38.2)
  await declare([])
  const facts = await factsOf(world.db, ctx, person)
  assert.deepEqual(
    facts
      .map(({ kind, period, details }) => ({ kind, period, details }))
      .toSorted((a, b) => Number(b.details['symptoms']) - Number(a.details['symptoms'])),
    [
      {
        kind: 'health-declaration',
        period: { from: A_MORNING, to: A_MORNING },
        details: { symptoms: true, celsius: 38.2 },
      },
      { kind: 'health-declaration', period: { from: A_MORNING, to: A_MORNING }, details: { symptoms: false } },
    ],
  )
})

test('an arrival brings a stay of the 14 days before leaving, and says that it was declared', async () => {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number: 'E10000005' })
  await takeAreaList(ctx, {
    bytes: listOf({ at: '2022-04-14 9时', medium: ['到达测试村'] }),
    fileName: 'list.json',
    sourceName: { zh: '到达测试', en: 'arrival test' },
  })
  const arrive = (told: { leftOn: string; arrivedOn: string; from?: string; lodging?: string }) =>
    world.db.transaction().execute((tx) =>
      declareArrival(tx, ctx, {
        person,
        channel: 'web',
        declarationId: newDeclarationId(),
        from: { divisionCode: told.from ?? ANCI, community: '到达测试村' },
        leftOn: told.leftOn,
        arrivedOn: told.arrivedOn,
        transport: 'train',
        lodging: { divisionCode: told.lodging ?? '310115', detail: '测试路 1 号' },
        symptoms: [],
      }),
    )
  const refusedAs = (problem: string) => (error: unknown) => error instanceof Problem && error.problem === problem
  await assert.rejects(arrive({ leftOn: '2022-04-16', arrivedOn: '2022-04-15' }), refusedAs('stay-outside-14-days'))
  await assert.rejects(arrive({ leftOn: '2022-04-31', arrivedOn: '2022-05-01' }), refusedAs('stay-outside-14-days'))
  await assert.rejects(arrive({ leftOn: '2022-04-15', arrivedOn: '2022-05-01' }), refusedAs('stay-outside-14-days'))
  await assert.rejects(
    arrive({ leftOn: '2022-04-15', arrivedOn: '2022-04-15', from: '990000' }),
    refusedAs('division-unknown'),
  )
  await assert.rejects(
    arrive({ leftOn: '2022-04-15', arrivedOn: '2022-04-15', lodging: '99' }),
    refusedAs('division-unknown'),
  )
  assert.equal(await hasDeclaredArrival(world.db, person.personId), false)

  await arrive({ leftOn: '2022-04-15', arrivedOn: '2022-04-30' })
  assert.equal(await hasDeclaredArrival(world.db, person.personId), true)
  const facts = await factsOf(world.db, ctx, person)
  assert.deepEqual(facts.map((fact) => fact.kind).toSorted(), [
    'arrival-declaration',
    'health-declaration',
    'stay-in-area',
  ])
  const stay = facts.find((fact) => fact.kind === 'stay-in-area')!
  assert.equal(stay.period.to, shanghai('2022-04-16'))
  assert.equal(stay.details['stayZh'], '4月1日至4月15日')
})

test('a stay counts when its last day is at most 14 days ago, and lies neither ahead nor the wrong way round', async () => {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number: 'E10000006' })
  const outside = (error: unknown) => error instanceof Problem && error.problem === 'stay-outside-14-days'
  await declareStay(ctx, person, { community: '甲村', from: '2022-03-01', to: '2022-04-02' })
  await declareStay(ctx, person, { community: '甲村', from: '2022-04-16' })
  for (const days of [
    { from: '2022-03-01', to: '2022-04-01' },
    { from: '2022-04-16', to: '2022-04-15' },
    { from: '2022-04-16', to: '2022-04-17' },
    { from: '2022-04-17' },
    { from: '2022-02-29', to: '2022-04-10' },
  ]) {
    await assert.rejects(declareStay(ctx, person, { community: '甲村', ...days }), outside)
  }
})

test('a stay that resembles a listed area goes to staff and gives no fact; two characters resemble nothing', async () => {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number: 'E10000007' })
  await takeAreaList(ctx, {
    bytes: listOf({ at: '2022-04-15 9时', high: ['东沽港镇桃园村', '乙村'] }),
    fileName: 'list.json',
    sourceName: MADE_UP,
  })
  const earlier = await countRows('stay_review')
  await declareStay(ctx, person, { community: '桃园村', from: '2022-04-14' })
  await declareStay(ctx, person, { community: '东沽港镇桃园村三组', from: '2022-04-14' })
  assert.equal(await countRows('stay_review'), earlier + 2)
  await declareStay(ctx, person, { community: '乙村三组', from: '2022-04-14' })
  await declareStay(ctx, person, { community: '桃园\0', from: '2022-04-14' })
  assert.equal(await countRows('stay_review'), earlier + 2)
  assert.deepEqual(await factsOf(world.db, ctx, person), [])

  await declareStay(ctx, person, { community: ' 东沽港镇 桃园村。', from: '2022-04-14' })
  const [fact] = await factsOf(world.db, ctx, person)
  assert.equal(fact?.details['level'], 'high')
  assert.deepEqual(fact?.source, {
    zh: '测试名单 2022-04-15 09:00 公布的风险地区名单',
    en: 'the risk-area list of a list of this test published at 2022-04-15 09:00',
  })
})

test('a fact that was taken back is no fact, but was one before', async () => {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number: 'E10000008' })
  const declaring = { person, channel: 'web', declarationId: newDeclarationId(), symptoms: ['cough'] }
  await world.db.transaction().execute((tx) => declareHealth(tx, ctx, declaring))
  const [fact] = await factsOf(world.db, ctx, person)
  const later = instant(A_MORNING + 60_000)
  world.at(later)
  await world.db.transaction().execute((tx) =>
    takeBackFacts(tx, world.system(), {
      sourceId: SELF_DECLARED.sourceId,
      facts: [{ ...person, evidenceId: fact!.id }],
    }),
  )
  world.at(A_MORNING)
  assert.deepEqual(await factsOf(world.db, ctx, person), [])
  assert.equal((await factsOf(world.db, ctx, person, { knownAt: instant(later - 1) })).length, 1)
})

test('what was declared stands nowhere in clear, and does not open for another person', async () => {
  const ctx = world.system()
  const person = await aConfirmedPerson(ctx, { number: 'E10000009' })
  const other = await aConfirmedPerson(ctx, { number: 'E10000010' })
  await declareStay(ctx, person, { community: '只有他知道的地方', from: '2022-04-14' })
  const { rows } = await world.pool.query(
    `select string_agg(t::text, '') as all_text, bool_or(position($1::bytea in t.sealed) > 0) as found from evidence t`,
    [Buffer.from('只有他知道的地方')],
  )
  assert.equal(rows[0].found, false)
  assert.ok(!rows[0].all_text.includes(ANCI))
  await world.pool.query('update evidence set person_id = $1 where person_id = $2', [other.personId, person.personId])
  assert.deepEqual(await factsOf(world.db, ctx, other), [])
  await world.pool.query('delete from evidence where person_id = $1', [other.personId])
})

test('communities are suggested from the latest list of each source only, as printed', async () => {
  const ctx = world.system()
  const sourceName = { zh: '建议测试', en: 'suggestions' }
  const take = (bytes: Uint8Array) => takeAreaList(ctx, { bytes, fileName: 'list.json', sourceName })
  await take(listOf({ at: '2022-04-15 10时', high: ['旧名单村'] }))
  await take(listOf({ at: '2022-04-15 11时', high: ['新名单 村'], medium: ['新名单镇'] }))
  const suggested = await listedCommunities(world.db, `${ANCI}`)
  assert.ok(suggested.includes('新名单 村') && suggested.includes('新名单镇'))
  assert.ok(!suggested.includes('旧名单村'))
  await assert.rejects(listedCommunities(world.db, '安次'), (error) => error instanceof Problem)
})

function shanghai(day: string): Instant {
  return startOfDay(dayOf(instant(Date.parse(`${day}T00:00:00+08:00`))))
}
