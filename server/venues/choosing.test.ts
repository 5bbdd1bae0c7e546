import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { Value } from 'typebox/value'
import type { GateCode, GateDeviceOff, GateDevices, Guards } from '../../contract/gates.ts'
import { DoorPolicies, type VenueList, type VenueView } from '../../contract/venues.ts'
import { after, DAY_LENGTH, HOUR } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { aGate, type TestGate } from '../../test/gates.ts'
import { aStaff } from '../../test/people.ts'
import { aVenue } from '../../test/venues.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { findDoor } from './venues.ts'

let world: TestWorld
let city: CityApp
let gate: TestGate
let cookie: string

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  gate = await aGate(world, { policy: 'service-hall' })
  ;({ cookie } = await aStaff(world, { role: 'venue-operator', organisationId: gate.organisationId }))
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

type Told = VenueView & { type?: string; fields?: { field: string }[] }

function choose(venueId: string, body: object, by = cookie) {
  return call<Told>(city, { url: `/api/venues/${venueId}/policy`, cookie: by, body })
}

async function policyAt(ms: number): Promise<string> {
  const asked = { gateId: gate.gateId, organisationId: gate.organisationId, at: after(A_MORNING, ms) }
  return (await findDoor(world, asked))!.policy.name.en
}

test('whoever runs the doors sees the venues of his organisation, with gates and policies, and no others', async () => {
  await aGate(world)
  const { body } = await call<VenueList>(city, { url: '/api/venues', cookie })
  assert.deepEqual(
    body.venues.map(({ venueId, gates, policies }) => [venueId, gates, policies.map(({ name }) => name.en)]),
    [[gate.venueId, [{ gateId: gate.gateId, name: '1 号门' }], ['Service hall: green only']]],
  )
})

test('the policies to choose from are those that come with the program, as gates have them', async () => {
  const { body } = await call<DoorPolicies>(city, { url: '/api/door-policies', cookie })
  assert.ok(Value.Check(DoorPolicies, body))
  assert.deepEqual(
    body.policies.map(({ name }) => name),
    ['service-hall', 'park', 'cafe-takeaway', 'cafe-open', 'hospital-emergency'],
  )
})

test('a policy holds from its moment on and not a millisecond sooner, and what was before stays', async () => {
  const before = await policyAt(0)
  const chosen = await choose(gate.venueId, { policy: 'park', from: after(A_MORNING, HOUR) })
  assert.equal(chosen.status, 200)
  assert.deepEqual(
    chosen.body.policies.map(({ from }) => from),
    [0, after(A_MORNING, HOUR)],
  )
  assert.equal(await policyAt(HOUR - 1), before)
  assert.equal(await policyAt(HOUR), 'Park: staff look at yellow')
  assert.equal(await policyAt(-DAY_LENGTH), before)
})

test('another choice drops what was to follow, also at the same moment, and is on record', async () => {
  await choose(gate.venueId, { policy: 'park', from: after(A_MORNING, 2 * HOUR) })
  await choose(gate.venueId, { policy: 'cafe-open', from: after(A_MORNING, 2 * HOUR) })
  const { body } = await choose(gate.venueId, { policy: 'hospital-emergency' })
  assert.equal(body.policies.length, 1)
  assert.notEqual(await policyAt(3 * HOUR), 'Park: staff look at yellow')
  const { rows } = await world.pool.query(
    `select detail from audit join audit_body using (id) where kind = 'door-policy-chosen' and subject_id = $1`,
    [gate.venueId],
  )
  assert.equal(rows.length, 4)
  const last = { policy: 'hospital-emergency', version: '1.1.0', from: A_MORNING }
  assert.ok(rows.some(({ detail }: { detail: string }) => isDeepStrictEqual(JSON.parse(detail), last)))
})

test('nobody chooses for yesterday, or for longer than a year ahead', async () => {
  for (const [from, status] of [
    [A_MORNING - 1, 400],
    [A_MORNING, 200],
    [after(A_MORNING, 366 * DAY_LENGTH), 200],
    [after(A_MORNING, 366 * DAY_LENGTH) + 1, 400],
  ] as const) {
    const told = await choose(gate.venueId, { policy: 'park', from })
    assert.equal(told.status, status)
    if (status === 400) assert.equal(told.body.fields?.[0]?.field, 'from')
  }
})

test('of another organisation’s venue, or beyond a district, a street or the one venue, nothing is there', async () => {
  const { organisationId } = gate
  const elsewhere = await aVenue(world, { organisationId, divisionCode: '310104003' })
  const others = await aGate(world)
  const narrow = [
    await aStaff(world, { role: 'venue-operator', organisationId, division: '310101' }),
    await aStaff(world, { role: 'venue-operator', organisationId, venueId: gate.venueId }),
  ]
  assert.equal((await choose(others.venueId, { policy: 'park' })).status, 404)
  for (const { cookie } of narrow) {
    assert.equal((await choose(elsewhere.venueId, { policy: 'park' }, cookie)).status, 404)
    assert.equal((await choose(gate.venueId, { policy: 'park' }, cookie)).status, 200)
    const code = { url: '/api/gate-codes', cookie }
    assert.equal((await call(city, { ...code, body: { gateId: elsewhere.gateId } })).status, 404)
    assert.equal((await call(city, { ...code, body: { gateId: gate.gateId } })).status, 201)
    const { venues } = (await call<VenueList>(city, { url: '/api/venues', cookie })).body
    assert.deepEqual(
      venues.map(({ venueId }) => venueId),
      [gate.venueId],
    )
  }
})

test('he enrols and switches off devices at his own gates, and gives his own guards their PINs', async () => {
  const others = await aGate(world)
  const made = await call<GateCode>(city, { url: '/api/gate-codes', cookie, body: { gateId: gate.gateId } })
  assert.match(made.body.code, /^[2-9A-Z]{5}-[2-9A-Z]{5}$/)
  assert.equal((await call(city, { url: '/api/gate-codes', cookie, body: { gateId: others.gateId } })).status, 404)
  const { devices } = (await call<GateDevices>(city, { url: '/api/gate-devices', cookie })).body
  assert.deepEqual(
    devices.map(({ deviceId }) => deviceId),
    [gate.deviceId],
  )
  const off = (deviceId: string) =>
    call<GateDeviceOff>(city, { url: `/api/gate-devices/${deviceId}/off`, cookie, body: {} })
  assert.equal((await off(others.deviceId)).status, 404)
  assert.equal((await off(gate.deviceId)).body.offAt, A_MORNING)
  const pin = (guardId: string) => call(city, { url: `/api/guards/${guardId}/pin`, cookie, body: { name: '王师傅' } })
  assert.equal((await pin(others.guardId)).status, 404)
  assert.equal((await pin(gate.guardId)).status, 200)
  const { guards } = (await call<Guards>(city, { url: '/api/guards', cookie })).body
  assert.deepEqual(guards, [{ guardId: gate.guardId, name: '王师傅' }])
})
