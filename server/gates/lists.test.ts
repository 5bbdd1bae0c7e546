import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { GateDevices, Guards } from '../../contract/gates.ts'
import { after } from '../../core/instant.ts'
import { call, pagesOf } from '../../test/app.ts'
import { aDevice } from '../../test/gates.ts'
import { aStaff, aStaffRow } from '../../test/people.ts'
import { aVenue } from '../../test/venues.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { newId } from '../kit/world.ts'
import { insertStaff } from '../staff/store.ts'
import { insertDevice } from './store.ts'

const HERE = '310101'
const ELSEWHERE = '310104'

let world: TestWorld
let city: CityApp
let operator: { cookie: string; organisationId: string }

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  operator = await aStaff(world, { role: 'venue-operator', division: HERE })
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

test('devices are listed a hundred at a time, the latest first, each once, and by whether they are on', async () => {
  const { gateId } = await aVenue(world, { organisationId: operator.organisationId, divisionCode: HERE })
  const { deviceKey } = await aDevice()
  const ctx = world.system()
  await world.db.transaction().execute(async (tx) => {
    for (let made = 0; made < 102; made += 1) {
      // Two at each moment, so that a page may end between them.
      const enrolledAt = after(A_MORNING, Math.floor((made + 1) / 2))
      await insertDevice(tx, ctx.keys, { deviceId: newId(ctx), gateId, deviceKey, enrolledAt, signedAt: 0 })
    }
  })
  const pages = await pagesOf<GateDevices>(city, '/api/gate-devices', operator.cookie)
  assert.deepEqual(
    pages.map(({ devices }) => devices.length),
    [100, 2],
  )
  const all = pages.flatMap(({ devices }) => devices)
  assert.equal(new Set(all.map(({ deviceId }) => deviceId)).size, 102)
  assert.deepEqual(
    all.map(({ enrolledAt }) => enrolledAt),
    all.map(({ enrolledAt }) => enrolledAt).toSorted((a, b) => b - a),
  )
  const { deviceId } = all[101]!
  await call(city, { url: `/api/gate-devices/${deviceId}/off`, cookie: operator.cookie, body: {} })
  const off = await pagesOf<GateDevices>(city, '/api/gate-devices?state=off', operator.cookie)
  assert.deepEqual(
    off.map(({ devices }) => devices.map((device) => device.deviceId)),
    [[deviceId]],
  )
  const on = await pagesOf<GateDevices>(city, '/api/gate-devices?state=on', operator.cookie)
  assert.equal(on.flatMap(({ devices }) => devices).length, 101)
})

test('guards are listed a hundred at a time, each once, and none of another district, however many it has', async () => {
  const ctx = world.system()
  const guards = (count: number, division: string) =>
    Array.from({ length: count }, () =>
      aStaffRow({ staffId: newId(ctx), role: 'guard', organisationId: operator.organisationId, division }),
    )
  const [others, own] = [guards(600, ELSEWHERE), guards(101, HERE)]
  await world.db.transaction().execute((tx) => insertStaff(tx, ctx.keys, [...others, ...own]))
  const pages = await pagesOf<Guards>(city, '/api/guards', operator.cookie)
  assert.deepEqual(
    pages.map((page) => page.guards.length),
    [100, 1],
  )
  assert.deepEqual(
    pages.flatMap((page) => page.guards.map(({ guardId }) => guardId)).toSorted(),
    own.map(({ staff_id }) => staff_id).toSorted(),
  )
})
