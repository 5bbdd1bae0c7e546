import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { IssuedCode } from '../contract/codes.ts'
import type { VerifyAnswer } from '../contract/doors.ts'
import type { MyPage } from '../contract/registration.ts'
import { instant } from '../core/instant.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { takeAreaList } from '../server/evidence/area-lists.ts'
import { appendFacts, recordSource, type NewFact } from '../server/evidence/evidence.ts'
import { declareStays } from '../server/evidence/declarations.ts'
import { sourceNamed } from '../server/evidence/sources.ts'
import { findPerson } from '../server/identity/persons.ts'
import { openLog } from '../server/kit/log.ts'
import { newId } from '../server/kit/world.ts'
import { findColour, reassess, sweep } from '../server/risk/risk.ts'
import { aHandFact } from './a-hand-fact.ts'
import { call } from './app.ts'
import { aGate, type TestGate } from './gates.ts'
import { aPerson, type SignedIn } from './people.ts'
import { aPhoneKey } from './phone.ts'
import { ATTEMPTS, KEPT, PEOPLE, type Who } from './superuser-attempts.ts'
import { A_MORNING, aWorld, type TestWorld } from './world.ts'

// Whoever is superuser in PostgreSQL can write what he likes. He makes nobody another colour: not on the phone's page, not in
// what is signed, not at a gate, neither at once nor after everybody was evaluated anew; and the log says what was found.

const ANCI = { province: '河北省', city: '廊坊市', county: '安次区' }
const SOURCE = sourceNamed({ zh: '测试疾控中心', en: 'the test health authority' })
/** What an attempt may touch, kept as it was so that the next one finds it so. */
const TABLES = [
  'evidence',
  'approval',
  'signing_key',
  'source',
  'area_list',
  'area_level',
  'stay_place',
  'person_document',
  'person',
  'person_identity',
  'registration',
  'colour_state',
  'colour_history',
]
interface Holder extends SignedIn {
  readonly key: Uint8Array
  readonly code: string | undefined
}

let world: TestWorld
let city: CityApp
let gate: TestGate
let people: Record<Who, Holder>
const lines: string[] = []

before(async () => {
  world = await aWorld()
  Object.assign(world, { log: openLog('error', (line) => lines.push(line)) })
  city = await buildApp(world)
  gate = await aGate(world)
  await takeLists()
  people = await ofEach((who) => aHolder(who, PEOPLE.indexOf(who) + 1))
  for (const table of TABLES) await world.pool.query(`create table kept_${table} as table ${table}`)
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function ofEach<Value>(find: (who: Who) => Promise<Value>): Promise<Record<Who, Value>> {
  const [green, contact, stayed, signed, released, waiting] = await Promise.all(PEOPLE.map(find))
  return { green, contact, stayed, signed, released, waiting } as Record<Who, Value>
}

/** A list that names 黄村, one that no longer does, and a third that names 红村. */
async function takeLists(): Promise<void> {
  const named = { middlelist: [{ ...ANCI, communitys: ['黄村'] }], highlist: [] }
  const data = [
    { ...named, end_update_time: '2022-04-10 8时' },
    { highlist: [], middlelist: [], end_update_time: '2022-04-13 8时' },
    { highlist: [{ ...ANCI, communitys: ['红村'] }], middlelist: [], end_update_time: '2022-04-15 8时' },
  ]
  for (const list of data) {
    await takeAreaList(world.system(), { bytes: Buffer.from(JSON.stringify({ data: list })), fileName: 'list.json' })
  }
  await world.db.transaction().execute((tx) => recordSource(tx, SOURCE))
}

async function aHolder(who: Who, serial: number): Promise<Holder> {
  const waits = who === 'waiting'
  const person = await aPerson(world, { serial, ...(waits && { state: 'awaiting-staff' as const }) })
  const { key } = (await findPerson(world.db, world.system(), person.personId))!
  await learnAbout(who, { ...person, key, serial })
  await world.db.transaction().execute((tx) => reassess(tx, world.system(), [person.personId]))
  if (waits) return { ...person, key, code: undefined }
  const phone = aPhoneKey()
  const issued = await call<IssuedCode>(city, {
    url: '/api/code',
    cookie: person.cookie,
    body: { phoneKey: phone.phoneKey },
  })
  return { ...person, key, code: await phone.show(issued.body.credential, A_MORNING) }
}

async function learnAbout(who: Who, person: SignedIn & { key: Uint8Array; serial: number }): Promise<void> {
  const ctx = world.system()
  const { personId, key } = person
  const whose = { personId, key, sourceId: SOURCE.sourceId, period: { from: A_MORNING, to: undefined } } as const
  const facts: Record<Who, () => Promise<NewFact[]>> = {
    green: async () => [],
    contact: async () => [{ ...whose, kind: 'contact', details: { degree: 'close' } }],
    stayed: async () => [],
    signed: async () => [await aHandFact(world, { ...person, sourceId: SOURCE.sourceId })],
    // Positive, and negative an hour later: what ends a colour is worth as much as what begins it.
    released: async () => {
      const later = { from: instant(A_MORNING - 3_600_000), to: instant(A_MORNING - 3_600_000) }
      const earlier = { from: instant(A_MORNING - 7_200_000), to: instant(A_MORNING - 7_200_000) }
      return [
        { ...whose, kind: 'test-result', period: earlier, details: { result: 'positive', sample: 'pooled' } },
        { ...whose, kind: 'test-result', period: later, details: { result: 'negative', sample: 'single' } },
      ]
    },
    waiting: async () => [],
  }
  const found = await facts[who]()
  await world.db.transaction().execute(async (tx) => {
    await appendFacts(tx, ctx, found)
    // The green one was in 黄村 after it had been taken off the list, and in 红村 before it was put on it.
    const stays = {
      stayed: [{ divisionCode: '131002', community: '黄村', from: '2022-04-11', to: '2022-04-12' }],
      green: [
        { divisionCode: '131002', community: '黄村', from: '2022-04-14', to: '2022-04-14' },
        { divisionCode: '131002', community: '红村', from: '2022-04-14', to: '2022-04-14' },
      ],
    }[who as string]
    if (stays) await declareStays(tx, ctx, { person, channel: 'web', declarationId: newId(ctx), stays })
  })
}

/** What is signed for, verified of, and shown to everybody: a colour, or `none` where there is none. */
async function coloursNow(): Promise<Record<Who, string[]>> {
  return ofEach(async (who) => {
    const { cookie, code, personId } = people[who]
    const [issued, me] = [
      await call<IssuedCode>(city, { url: '/api/code', cookie, body: { phoneKey: aPhoneKey().phoneKey } }),
      await call<MyPage>(city, { url: '/api/me', cookie }),
    ]
    const gate = code === undefined ? undefined : await atGate(code)
    const kept = await findColour(world.db, world.system(), personId)
    return [
      `signed ${issued.status === 200 ? issued.body.colour : 'none'}`,
      `verified ${gate ?? 'none'}`,
      `page ${me.body.colour ?? 'none'}`,
      `kept ${kept?.colour ?? 'none'}`,
    ]
  })
}

async function atGate(code: string): Promise<string> {
  const body = { gateId: gate.gateId, code, at: A_MORNING }
  const answer = await call<VerifyAnswer>(city, { url: '/api/verify', cookie: gate.cookie, body })
  if (answer.status !== 200) return 'none'
  const { shown } = answer.body
  return shown.kind === 'colour' ? shown.colour : 'none'
}

async function evaluateEverybody(): Promise<void> {
  const ctx = world.system()
  const ids = PEOPLE.map((who) => people[who].personId)
  await world.db.transaction().execute((tx) => reassess(tx, ctx, ids))
  await sweep(ctx)
}

async function putBack(): Promise<void> {
  for (const table of TABLES) await world.pool.query(`delete from ${table}`)
  for (const table of TABLES) await world.pool.query(`insert into ${table} select * from kept_${table}`)
  lines.length = 0
}

test('SQL as superuser makes nobody another colour, neither at once nor at the next evaluation', async (t) => {
  const genuine = await coloursNow()
  assert.deepEqual(
    PEOPLE.map((who) => [who, genuine[who][3]]),
    [
      ['green', 'kept green'],
      ['contact', 'kept red'],
      ['stayed', 'kept yellow'],
      ['signed', 'kept red'],
      ['released', 'kept green'],
      ['waiting', 'kept grey'],
    ],
  )
  assert.deepEqual(genuine.contact, ['signed red', 'verified red', 'page red', 'kept red'])
  assert.deepEqual(genuine.waiting, ['signed none', 'verified none', 'page grey', 'kept grey'])
  await evaluateEverybody()
  assert.equal(lines.join(''), '', 'nothing is wrong before anybody tries')

  for (const { name, sql, log, nobodys = {} } of ATTEMPTS) {
    await t.test(name, async () => {
      await putBack()
      for (const statement of sql) {
        const named = statement.replace(/\$(\w+)/g, (_, who: Who) => `'${people[who].personId}'::uuid`)
        await world.pool.query(named)
      }
      assertSame(await coloursNow(), { genuine, nobodys: nobodys.atOnce ?? [] })
      await evaluateEverybody()
      assertSame(await coloursNow(), { genuine, nobodys: nobodys.after ?? [] })
      for (const found of log)
        assert.ok(
          lines.some((line) => line.includes(found)),
          `the log does not say ${found}`,
        )
    })
  }
})

/** Everybody as before, but for those of whom nothing is believed. */
function assertSame(
  found: Record<Who, string[]>,
  { genuine, nobodys }: { genuine: Record<Who, string[]>; nobodys: readonly Who[] },
): void {
  for (const who of PEOPLE) {
    if (!nobodys.includes(who)) assert.deepEqual(found[who], genuine[who], who)
    else for (const colour of found[who]) assert.match(colour, / none$|^page grey$/, who)
  }
}

test('an old colour that is put back is found when a code is issued, shown and verified, and by the next evaluation', async () => {
  await putBack()
  const ctx = world.system()
  const { personId, key } = people.green
  const [before] = (await world.pool.query('select * from colour_state where person_id = $1', [personId])).rows
  await world.db.transaction().execute(async (tx) => {
    const period = { from: A_MORNING, to: undefined }
    const whose = { personId, key, sourceId: SOURCE.sourceId, period }
    await appendFacts(tx, ctx, [{ ...whose, kind: 'contact', details: { degree: 'close' } }])
    await reassess(tx, ctx, [personId])
  })
  assert.deepEqual((await coloursNow()).green, ['signed red', 'verified red', 'page red', 'kept red'])

  await world.pool.query('delete from colour_state where person_id = $1', [personId])
  await world.pool.query(
    `insert into colour_state select * from jsonb_populate_record(null::colour_state, $1::jsonb)`,
    [
      JSON.stringify({
        ...before,
        mac: `\\x${before.mac.toString('hex')}`,
        grounds: `\\x${before.grounds.toString('hex')}`,
      }),
    ],
  )
  lines.length = 0
  assert.deepEqual((await coloursNow()).green, ['signed none', 'verified none', 'page none', 'kept none'])
  assert.ok(lines.some((line) => line.includes('colour-put-back') && line.includes(personId)))
  await evaluateEverybody()
  assert.equal(await findColour(world.db, ctx, personId), undefined, 'its grounds are those of yesterday')
})

test('a key that its organisation revoked, in the file outside the database, ends what it signed by right', async () => {
  await putBack()
  const { personId } = people.signed
  const [{ key_id: keyId }] = (await world.pool.query('select key_id from signing_key order by key_id limit 1')).rows
  const before = [...world.organisations]
  world.organisations.forEach((root, place) => {
    world.organisations[place] = { ...root, revoked: new Set([keyId]) }
  })
  lines.length = 0
  await evaluateEverybody()
  assert.equal((await findColour(world.db, world.system(), personId))?.colour, 'green')
  assert.equal(lines.filter((line) => line.includes(KEPT)).length, 0)
  world.organisations.splice(0, before.length, ...before)
})
