import assert from 'node:assert/strict'
import { pbkdf2Sync } from 'node:crypto'
import { after as afterAll, before, test } from 'node:test'
import type { DemoGates, GateCode, GateDuty } from '../../contract/gates.ts'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { call } from '../../test/app.ts'
import { aDevice, aGate, type TestGate } from '../../test/gates.ts'
import { aStaffRow } from '../../test/people.ts'
import { insertStaff } from '../staff/store.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { newId } from '../kit/world.ts'
import { demoPinOf, registerDemoGates } from './gates.ts'
import { findHandle } from './handles.ts'
import { demoPerson } from './people.ts'
import { demoSubject } from './residents.ts'

const SEED = 'test'

let world: TestWorld
let city: CityApp
let place: TestGate
let guardId: string

before(async () => {
  world = await aWorld()
  city = await buildApp(world, {
    demo: (app) => registerDemoGates(app, world, SEED),
    pinOf: demoPinOf(SEED),
  })
  place = await aGate(world)
  const ctx = world.system()
  guardId = newId(ctx)
  const subject = demoSubject(ctx, findHandle('guard-1')!)
  const { organisationId } = place
  const row = { ...aStaffRow({ staffId: guardId, role: 'guard', organisationId }), subject_hash: subject }
  await world.db.transaction().execute((tx) => insertStaff(tx, ctx.keys, [row]))
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function enrol(): Promise<GateDuty> {
  const { code } = (await call<GateCode>(city, { url: '/api/demo/gate-codes', body: { gateId: place.gateId } })).body
  const device = await aDevice()
  const asked = { code, deviceKey: base64url(device.deviceKey) }
  const signed = await device.sign({ asks: 'enrolment', ...asked }, A_MORNING)
  return (await call<GateDuty>(city, { url: '/api/gate-enrolments', body: { ...asked, ...signed } })).body
}

test('whoever tries a demo finds its gates and takes a code for one, without an operator', async () => {
  const { venues } = (await call<DemoGates>(city, { url: '/api/demo/gates' })).body
  const venue = venues.find(({ venueId }) => venueId === place.venueId)!
  assert.deepEqual(venue.gates, [{ gateId: place.gateId, name: '1 号门' }])
  assert.equal((await enrol()).gate.gateId, place.gateId)
})

test('the guards of a demo have names and PINs, which are shown, and which stay the same', async () => {
  const [guard, ...more] = (await enrol()).guards
  assert.equal(more.length, 0)
  assert.deepEqual([guard!.guardId, guard!.name], [guardId, demoPerson(SEED, findHandle('guard-1')!).name])
  const { salt, iterations, hash } = guard!.pin
  const derived = pbkdf2Sync(guard!.demoPin!, fromBase64url(salt)!, iterations, 32, 'sha256')
  assert.equal(derived.toString('base64url'), hash)
  const [again] = (await enrol()).guards
  assert.deepEqual(again, guard)
})

test('a city that is no demo has no such ways in', async () => {
  const real = await buildApp(world)
  for (const told of [{ url: '/api/demo/gates' }, { url: '/api/demo/gate-codes', body: { gateId: place.gateId } }]) {
    assert.equal((await call(real, told)).status, 404)
  }
  await real.app.close()
})
