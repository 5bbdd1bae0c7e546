import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { GateCode } from '../../contract/gates.ts'
import type { VenueView } from '../../contract/venues.ts'
import { base64url } from '../../core/bytes.ts'
import { call, type Answer } from '../../test/app.ts'
import { aDevice, aGate, type TestGate } from '../../test/gates.ts'
import { aStaff } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { insertDevice } from './store.ts'
import { newId } from '../kit/world.ts'

let world: TestWorld
let city: CityApp
let gate: TestGate
let cookie: string

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  gate = await aGate(world)
  ;({ cookie } = await aStaff(world, { role: 'venue-operator', organisationId: gate.organisationId }))
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

type Told = VenueView & { type?: string }

function ask(word: 'closing' | 'opening', gateId = gate.gateId, by = cookie): Promise<Answer<Told>> {
  return call<Told>(city, { url: `/api/gates/${gateId}/${word}`, cookie: by, body: {} })
}

function drawCode(): Promise<Answer<GateCode & { type?: string }>> {
  return call(city, { url: '/api/gate-codes', cookie, body: { gateId: gate.gateId } })
}

async function enrol(code: string): Promise<number> {
  const device = await aDevice()
  const deviceKey = base64url(device.deviceKey)
  const signed = await device.sign({ asks: 'enrolment', code, deviceKey }, A_MORNING)
  return (await call(city, { url: '/api/gate-enrolments', body: { code, deviceKey, ...signed } })).status
}

async function isOnDuty(): Promise<boolean> {
  return (await call(city, { url: '/api/gate-duty', cookie: gate.cookie })).status === 200
}

async function devicesOn(): Promise<number> {
  const { rows } = await world.pool.query('select count(*) from gate_device where gate_id = $1 and off_at is null', [
    gate.gateId,
  ])
  return rows[0].count
}

test('a closing that breaks off half way leaves the gate open, its devices on and its codes good', async () => {
  const { code } = (await drawCode()).body
  await world.pool.query('alter table audit_body rename to audit_body_gone')
  assert.equal((await ask('closing')).status, 500)
  await world.pool.query('alter table audit_body_gone rename to audit_body')
  assert.ok(await isOnDuty())
  assert.equal(await enrol(code), 201)
})

test('a gate of others’ is not there to be closed', async () => {
  const strange = await aStaff(world, { role: 'venue-operator' })
  for (const word of ['closing', 'opening'] as const) {
    assert.equal((await ask(word, gate.gateId, strange.cookie)).status, 404)
    assert.equal((await ask(word, newId(world.system()))).status, 404)
  }
})

test('a closed gate has no device on, however many there were, and draws and takes no code, until it is opened again', async () => {
  const ctx = world.system()
  const { deviceKey } = await aDevice()
  await world.db.transaction().execute(async (tx) => {
    for (let made = 0; made < 100; made += 1) {
      const device = { deviceId: newId(ctx), gateId: gate.gateId, deviceKey, enrolledAt: ctx.now, signedAt: 0 }
      await insertDevice(tx, ctx.keys, device)
    }
  })
  const { code } = (await drawCode()).body
  const on = await devicesOn()
  assert.ok(on > 100)
  // Two who close at once close once.
  const answers = await Promise.all([ask('closing'), ask('closing')])
  for (const { status, body } of answers) assert.deepEqual([status, body.gates[0]!.closedAt], [200, A_MORNING])
  assert.equal(await devicesOn(), 0)
  assert.equal(await isOnDuty(), false)
  assert.equal(await enrol(code), 403)
  const refused = await drawCode()
  assert.deepEqual([refused.status, refused.body.type], [409, '/problems/gate-closed'])

  for (let time = 0; time < 2; time += 1) assert.equal((await ask('opening')).body.gates[0]!.closedAt, undefined)
  assert.equal(await devicesOn(), 0)
  assert.equal(await enrol((await drawCode()).body.code), 201)
  const { rows } = await world.pool.query(
    `select kind, detail from audit join audit_body using (id) where subject_id = $1 and kind like 'gate-%ed' order by kind`,
    [gate.gateId],
  )
  assert.deepEqual(
    rows.map((row) => [row.kind, JSON.parse(row.detail)]),
    [
      ['gate-closed', { venue: gate.venueId, devices: on }],
      ['gate-opened', { venue: gate.venueId }],
    ],
  )
})
