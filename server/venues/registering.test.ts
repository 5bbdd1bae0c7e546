import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { VenueRegistration, VenueView } from '../../contract/venues.ts'
import { after } from '../../core/instant.ts'
import { call, type Answer } from '../../test/app.ts'
import { aStaff } from '../../test/people.ts'
import { aVenue } from '../../test/venues.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { newId } from '../kit/world.ts'
import { findDoor } from './venues.ts'

const [STREET, NEXT_STREET, FAR_STREET] = ['310101002', '310101013', '310104003']

let world: TestWorld
let city: CityApp
let organisationId: string
let cookie: string

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  ;({ organisationId, cookie } = await aStaff(world, { role: 'venue-operator' }))
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

type Told = VenueView & { type?: string; fields?: { field: string; message: string }[] }

let serial = 0

function aRegistration(told: Partial<VenueRegistration> = {}): VenueRegistration {
  serial += 1
  return {
    venueId: newId(world.system()),
    name: `人民公园 ${serial}`,
    kind: 'park',
    address: '南京西路 231 号',
    divisionCode: STREET,
    policy: 'park',
    gates: ['正门', '东门'],
    ...told,
  }
}

function register(body: object, by = cookie): Promise<Answer<Told>> {
  return call<Told>(city, { url: '/api/venues', cookie: by, body })
}

function correct(venueId: string, body: object, by = cookie): Promise<Answer<Told>> {
  return call<Told>(city, { url: `/api/venues/${venueId}`, cookie: by, body })
}

function addGate(venueId: string, name: string, gateId = newId(world.system())): Promise<Answer<Told>> {
  return call<Told>(city, { url: `/api/venues/${venueId}/gates`, cookie, body: { gateId, name } })
}

function rename(gateId: string, name: string, by = cookie): Promise<Answer<Told>> {
  return call<Told>(city, { url: `/api/gates/${gateId}`, cookie: by, body: { name } })
}

function operatorOf(told: { division?: string; venueId?: string }) {
  return aStaff(world, { role: 'venue-operator', organisationId, ...told })
}

async function count(table: string): Promise<number> {
  return (await world.pool.query(`select count(*) from ${table}`)).rows[0].count
}

/** What is on record of something, in the order of the alphabet: all is done at one moment. */
async function recordsOf(subject: string): Promise<[kind: string, detail: object][]> {
  const { rows } = await world.pool.query(
    'select kind, detail from audit join audit_body using (id) where subject_id = $1 order by kind, detail',
    [subject],
  )
  return rows.map((row) => [row.kind, JSON.parse(row.detail)])
}

function fieldsOf({ body }: Answer<Told>): string[] {
  return (body.fields ?? []).map(({ field }) => field)
}

test('a venue is registered with its gates and its policy, which holds from that moment on, and is on record', async () => {
  const typed = aRegistration({ name: ' 人民\u3000公园 ', gates: ['正门', ' 东门 '] })
  const { status, body } = await register(typed)
  assert.equal(status, 201)
  const { gates, policies, ...described } = body
  assert.deepEqual(described, {
    venueId: typed.venueId,
    name: '人民 公园',
    kind: 'park',
    address: typed.address,
    divisionCode: STREET,
  })
  assert.deepEqual(gates.map(({ name }) => name).toSorted(), ['东门', '正门'])
  assert.deepEqual(
    policies.map(({ from, name }) => [from, name.en]),
    [[A_MORNING, 'Park: staff look at yellow']],
  )
  const door = { gateId: gates[0]!.gateId, organisationId }
  assert.equal((await findDoor(world, { ...door, at: A_MORNING }))?.venueId, typed.venueId)
  assert.equal(await findDoor(world, { ...door, at: after(A_MORNING, -1) }), undefined)
  const detail = { kind: 'park', division: STREET, gates: 2, policy: 'park', version: '1.1.0' }
  assert.deepEqual(await recordsOf(typed.venueId), [['venue-registered', detail]])
  const { rows } = await world.pool.query('select made_up from venue where venue_id = $1', [typed.venueId])
  assert.equal(rows[0].made_up, world.settings.demo)
})

test('sent twice, also at once, it is registered once; another content under its id is a conflict', async () => {
  const typed = aRegistration()
  const answers = await Promise.all([register(typed), register(typed), register(typed)])
  const [first] = answers
  for (const { status, body } of answers) assert.deepEqual([status, body], [201, first.body])
  assert.equal((await recordsOf(typed.venueId)).length, 1)
  for (const other of [{ name: '别的公园' }, { gates: ['正门'] }, { policy: 'cafe-open' as const }]) {
    const { status, body } = await register({ ...typed, ...other })
    assert.deepEqual([status, body.type], [409, '/problems/idempotency-conflict'])
  }
  // After a correction, too, it is the request that was answered before.
  await correct(typed.venueId, { name: '改过的名称' })
  assert.equal((await register(typed)).body.name, '改过的名称')
  assert.equal((await recordsOf(typed.venueId)).length, 2)
})

test('of another organisation’s venue, and of one from before, an id is a conflict and nothing is told', async () => {
  const strange = await aStaff(world, { role: 'venue-operator' })
  const typed = aRegistration()
  await register(typed)
  const { venueId } = await aVenue(world, { organisationId, divisionCode: STREET })
  for (const told of [await register(typed, strange.cookie), await register(aRegistration({ venueId }))]) {
    assert.deepEqual([told.status, told.body.type, told.body.name], [409, '/problems/idempotency-conflict', undefined])
  }
})

test('a registration that breaks off half way leaves no venue, no gate, no policy and no record', async () => {
  const before = await Promise.all(['venue', 'gate', 'venue_policy', 'audit'].map(count))
  await world.pool.query('alter table audit_body rename to audit_body_gone')
  const typed = aRegistration()
  assert.equal((await register(typed)).status, 500)
  await world.pool.query('alter table audit_body_gone rename to audit_body')
  assert.deepEqual(await Promise.all(['venue', 'gate', 'venue_policy', 'audit'].map(count)), before)
  assert.equal((await register(typed)).status, 201)
})

test('it lies in a street that there is, and in the jurisdiction of whoever registers it', async () => {
  for (const divisionCode of ['310101', '310101999', '310199', '110101001']) {
    const told = await register(aRegistration({ divisionCode }))
    assert.deepEqual(
      [told.status, told.body.type, fieldsOf(told)],
      [400, '/problems/division-unknown', ['divisionCode']],
    )
  }
  const [ofDistrict, ofStreet] = [await operatorOf({ division: '310101' }), await operatorOf({ division: STREET })]
  for (const [by, divisionCode, status] of [
    [ofDistrict, STREET, 201],
    [ofDistrict, NEXT_STREET, 201],
    [ofDistrict, FAR_STREET, 403],
    [ofStreet, STREET, 201],
    [ofStreet, NEXT_STREET, 403],
  ] as const) {
    const told = await register(aRegistration({ divisionCode }), by.cookie)
    assert.equal(told.status, status, divisionCode)
    if (status === 403) {
      assert.deepEqual([told.body.type, fieldsOf(told)], ['/problems/beyond-jurisdiction', ['divisionCode']])
    }
  }
})

test('whoever is held to one venue registers no other', async () => {
  const { body: own } = await register(aRegistration())
  const keeper = await operatorOf({ venueId: own.venueId })
  const told = await register(aRegistration(), keeper.cookie)
  assert.deepEqual([told.status, told.body.type], [403, '/problems/beyond-jurisdiction'])
  assert.equal((await correct(own.venueId, { kind: 'other' }, keeper.cookie)).status, 200)
})

test('every field that is not as it should be is named, at either side of each bound', async () => {
  const many = (length: number) => Array.from({ length }, (_, place) => `${place + 1} 号门`)
  for (const [told, faults] of [
    [{ name: '园'.repeat(40) }, []],
    [{ name: '园'.repeat(41) }, ['name']],
    [{ name: ' ' }, ['name']],
    [{ address: '路'.repeat(80) }, []],
    [{ address: '路'.repeat(81), name: '上\n下' }, ['name', 'address']],
    [{ gates: ['门'.repeat(20)] }, []],
    [{ gates: ['正门', '门'.repeat(21)] }, ['gates.1']],
    [{ gates: [] }, ['gates']],
    [{ gates: many(50) }, []],
    [{ gates: many(51) }, ['gates']],
    [{ gates: ['正门', '东门', ' 正门'] }, ['gates.2']],
    [{ policy: 'nightclub' }, ['policy']],
    [{ kind: 'nightclub' }, ['kind']],
  ] as const) {
    const answer = await register({ ...aRegistration(), ...told })
    assert.equal(answer.status, faults.length === 0 ? 201 : 400, JSON.stringify(told))
    assert.deepEqual([...new Set(fieldsOf(answer))], faults)
  }
})

test('of two venues of one name in one street of an organisation one is registered, also of two who do it at once', async () => {
  const [one, two] = [aRegistration({ name: '同名公园' }), aRegistration({ name: ' 同名公园' })]
  const answers = await Promise.all([register(one), register(two)])
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 400])
  const refused = answers.find(({ status }) => status === 400)!
  assert.deepEqual(fieldsOf(refused), ['name'])
  assert.match(refused.body.fields![0]!.message, /已有同名场所/)
  assert.equal((await register(aRegistration({ name: '同名公园', divisionCode: NEXT_STREET }))).status, 201)
  const strange = await aStaff(world, { role: 'venue-operator' })
  assert.equal((await register(aRegistration({ name: '同名公园' }), strange.cookie)).status, 201)
})

test('name, kind and address are corrected, what is not named stays, and the record says what without what it was', async () => {
  const { venueId, name } = (await register(aRegistration())).body
  const { status, body } = await correct(venueId, { kind: 'cafe', address: '南京西路 1 号' })
  assert.equal(status, 200)
  assert.deepEqual([body.name, body.kind, body.address, body.divisionCode], [name, 'cafe', '南京西路 1 号', STREET])
  await correct(venueId, { name: '新公园' })
  // The same again, and nothing at all, corrects nothing.
  await correct(venueId, { name: ' 新公园' })
  await correct(venueId, {})
  assert.deepEqual((await recordsOf(venueId)).slice(0, -1), [
    ['venue-corrected', { address: true, kind: 'cafe' }],
    ['venue-corrected', { name: true }],
  ])
})

test('a venue moves to another street within the jurisdiction of whoever moves it, and to no other', async () => {
  const { venueId } = (await register(aRegistration())).body
  const [ofDistrict, ofStreet] = [await operatorOf({ division: '310101' }), await operatorOf({ division: STREET })]
  const beyond = await correct(venueId, { divisionCode: NEXT_STREET }, ofStreet.cookie)
  assert.deepEqual([beyond.status, beyond.body.type], [403, '/problems/beyond-jurisdiction'])
  assert.equal((await correct(venueId, { divisionCode: FAR_STREET }, ofDistrict.cookie)).status, 403)
  assert.equal((await correct(venueId, { divisionCode: '310101' }, ofDistrict.cookie)).status, 400)
  assert.equal((await correct(venueId, { divisionCode: NEXT_STREET }, ofDistrict.cookie)).status, 200)
  // For the street that it has left it is there no more.
  assert.equal((await correct(venueId, { kind: 'shop' }, ofStreet.cookie)).status, 404)
  assert.deepEqual((await recordsOf(venueId))[0], ['venue-corrected', { division: NEXT_STREET }])
})

test('no correction gives a venue the name of another in its street', async () => {
  const [one, two] = [(await register(aRegistration())).body, (await register(aRegistration())).body]
  const told = await correct(two.venueId, { name: one.name, address: '别处' })
  assert.deepEqual([told.status, fieldsOf(told)], [400, ['name']])
  const elsewhere = (await register(aRegistration({ name: one.name, divisionCode: NEXT_STREET }))).body
  assert.deepEqual(fieldsOf(await correct(elsewhere.venueId, { divisionCode: STREET })), ['name'])
  const { rows } = await world.pool.query('select address from venue where venue_id = $1', [two.venueId])
  assert.equal(rows[0].address, two.address)
})

test('a gate is added once, and two of a venue are never called alike', async () => {
  const { venueId } = (await register(aRegistration())).body
  const gateId = newId(world.system())
  for (const { status, body } of [await addGate(venueId, ' 西门', gateId), await addGate(venueId, '西门 ', gateId)]) {
    assert.deepEqual([status, body.gates.length], [201, 3])
  }
  assert.deepEqual(await recordsOf(gateId), [['gate-added', { venue: venueId }]])
  assert.equal((await addGate(venueId, '北门', gateId)).body.type, '/problems/idempotency-conflict')
  const other = (await register(aRegistration())).body
  assert.equal((await addGate(other.venueId, '西门', gateId)).body.type, '/problems/idempotency-conflict')
  const answers = await Promise.all([addGate(venueId, '南门'), addGate(venueId, '南门')])
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 400])
  assert.deepEqual(fieldsOf(answers.find(({ status }) => status === 400)!), ['name'])
})

test('a venue has fifty gates and no more', async () => {
  const gates = Array.from({ length: 49 }, (_, place) => `${place + 1} 号门`)
  const { venueId } = (await register(aRegistration({ gates }))).body
  const answers = await Promise.all([addGate(venueId, '五十'), addGate(venueId, '五十一')])
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 400])
})

test('a gate is renamed, but not to what another of its venue is called', async () => {
  const { venueId, gates } = (await register(aRegistration())).body
  const [gate, other] = gates as [{ gateId: string; name: string }, { gateId: string; name: string }]
  const { status, body } = await rename(gate.gateId, ' 访客入口 ')
  assert.deepEqual([status, body.gates.find(({ gateId }) => gateId === gate.gateId)?.name], [200, '访客入口'])
  assert.deepEqual(fieldsOf(await rename(gate.gateId, other.name)), ['name'])
  await rename(gate.gateId, '访客入口')
  assert.deepEqual(await recordsOf(gate.gateId), [['gate-renamed', { venue: venueId }]])
})

test('another organisation’s venue and gates, and those of another street, are not there', async () => {
  const { venueId, gates } = (await register(aRegistration())).body
  const { gateId } = gates[0]!
  const strangers = [await aStaff(world, { role: 'venue-operator' }), await operatorOf({ division: FAR_STREET })]
  for (const { cookie } of strangers) {
    assert.equal((await correct(venueId, { name: 'x' }, cookie)).status, 404)
    assert.equal((await rename(gateId, 'x', cookie)).status, 404)
    const body = { gateId: newId(world.system()), name: 'x' }
    assert.equal((await call(city, { url: `/api/venues/${venueId}/gates`, cookie, body })).status, 404)
  }
  assert.equal((await recordsOf(venueId)).length, 1)
})
