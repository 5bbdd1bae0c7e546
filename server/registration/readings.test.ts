import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { Readings } from '../../contract/readings.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { aPerson, aStaff, anOrganisation, type SignedIn } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { append, commitEach, type ReadingAction } from '../audit/audit.ts'
import type { Ctx } from '../kit/world.ts'

let world: TestWorld
let city: CityApp
let serial = 0

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

function aCitizen(): Promise<SignedIn> {
  return aPerson(world, { serial: (serial += 1) })
}

async function readingsOf({ cookie }: { cookie: string }, before?: string): Promise<Readings> {
  const url = `/api/me/readings${before === undefined ? '' : `?before=${before}`}`
  return (await call<Readings>(city, { url, cookie })).body
}

/** Somebody of an organisation reads about a person, some minutes after the morning. */
function read(of: { personId: string }, told: { action: ReadingAction; organisationId?: string; minutes?: number }) {
  const now = after(A_MORNING, (told.minutes ?? 0) * MINUTE)
  const actor = { kind: 'gate', ...ANY_GATE, organisationId: told.organisationId ?? ANY_GATE.gateId } as const
  const ctx: Ctx = { ...world.system(), now, actor }
  const act = { action: told.action, subject: of.personId, purpose: 'door' }
  return world.db.transaction().execute((tx) => append(tx, ctx, act))
}

const ID = '01963b3e-0000-7000-8000-00000000000c'
const ANY_GATE = { deviceId: ID, gateId: ID, venueId: ID, sessionHash: new Uint8Array(32) }

test('a person sees who read about him, in which role, of which organisation, why and when, the newest first', async () => {
  const citizen = await aCitizen()
  const organisationId = await anOrganisation(world)
  await read(citizen, { action: 'code-verified', organisationId })
  await read(citizen, { action: 'hand-fact-read', organisationId, minutes: 2 })
  await read(citizen, { action: 'colour-explained', minutes: 1 })
  const { readings, next } = await readingsOf(citizen)
  assert.deepEqual(
    readings.map(({ readingId, ...told }) => readingId && told),
    [
      {
        at: after(A_MORNING, 2 * MINUTE),
        what: 'hand-fact-read',
        role: 'health-officer',
        organisation: { zh: '测试单位', en: '测试单位' },
        purpose: 'door',
      },
      { at: after(A_MORNING, MINUTE), what: 'colour-explained', role: 'operator', purpose: 'door' },
      {
        at: A_MORNING,
        what: 'code-verified',
        role: 'guard',
        organisation: { zh: '测试单位', en: '测试单位' },
        purpose: 'door',
      },
    ],
  )
  assert.equal(next, undefined)
})

test('what an officer reads by his route is there at once, and names nobody', async () => {
  const waiting = await aPerson(world, { serial: (serial += 1), state: 'awaiting-staff' })
  const { rows } = await world.pool.query('select registration_id from registration where person_id = $1', [
    waiting.personId,
  ])
  const officer = await aStaff(world, { role: 'identity-officer' })
  const url = `/api/confirmations/${rows[0].registration_id}`
  await call(city, { url: `${url}/read`, cookie: officer.cookie, body: { purpose: 'in-person-check' } })
  // Whoever only claims to be somebody is not told what was read of that person.
  assert.deepEqual(await readingsOf(waiting), { readings: [] })
  await call(city, { url: `${url}/assignment`, cookie: officer.cookie, body: { to: 'me' } })
  await call(city, { url: `${url}/decision`, cookie: officer.cookie, body: { outcome: 'confirmed' } })
  const { readings } = await readingsOf(waiting)
  assert.deepEqual(
    readings.map(({ what, role, purpose }) => [what, role, purpose]),
    [['confirmation-read', 'identity-officer', 'in-person-check']],
  )
  assert.ok(!JSON.stringify(readings).includes(officer.staffId))
})

test('nobody sees what was read of another, nor anything when he is not signed in or not registered', async () => {
  const [read1, other] = [await aCitizen(), await aCitizen()]
  await read(read1, { action: 'code-verified' })
  assert.deepEqual(await readingsOf(other), { readings: [] })
  assert.equal((await call(city, { url: '/api/me/readings' })).status, 401)
  assert.equal((await call(city, { url: '/api/me/readings?before=x', cookie: other.cookie })).status, 400)
})

test('fifty are shown at a time, and the earlier ones follow without a gap', async () => {
  const citizen = await aCitizen()
  for (let minutes = 0; minutes < 51; minutes += 1) await read(citizen, { action: 'code-verified', minutes })
  const first = await readingsOf(citizen)
  const second = await readingsOf(citizen, first.next)
  assert.deepEqual([first.readings.length, second.readings.length, second.next], [50, 1, undefined])
  const times = [...first.readings, ...second.readings].map(({ at }) => (at - A_MORNING) / MINUTE)
  assert.deepEqual(
    times,
    Array.from({ length: 51 }, (_, place) => 50 - place),
  )
})

test('of whom a hundred thousand readings are on record the page costs as little as of anybody', async () => {
  const citizen = await aCitizen()
  const ctx = world.system()
  for (let batch = 0; batch < 20; batch += 1) {
    const done = Array.from({ length: 5_000 }, (_, place) => ({
      ctx: { ...ctx, now: after(A_MORNING, batch * 5_000 + place) },
      act: { action: 'code-verified', subject: citizen.personId, purpose: 'door' } as const,
    }))
    await commitEach(world.pool, done)
  }
  await world.pool.query('analyze audit_body')
  const { rows } = await world.pool.query(
    `explain (analyze, buffers, format json) select audit_body.id from audit_body join audit using (id)
     where audit_body.subject_id = '${citizen.personId}' and audit_body.purpose is not null
     order by audit_body.id desc limit 51`,
  )
  const { Plan: plan } = rows[0]['QUERY PLAN'][0]
  assert.ok(plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] < 1_000, JSON.stringify(plan))
  const { readings, next } = await readingsOf(citizen)
  assert.equal(readings.length, 50)
  assert.equal(readings[0]!.at, after(A_MORNING, 99_999))
  assert.ok(next)
})
