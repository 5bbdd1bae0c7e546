import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { GateCode, GateDevices, GateDuty } from '../../contract/gates.ts'
import { base64url } from '../../core/bytes.ts'
import { call } from '../../test/app.ts'
import { aDevice, aGate, aGuard, type TestDevice, type TestGate } from '../../test/gates.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { openLog } from '../kit/log.ts'
import { sha256 } from '../kit/seal.ts'

// Whoever is superuser in PostgreSQL can write what he likes, and know every row. He makes no device a gate's and nobody a guard.

let world: TestWorld
let city: CityApp
let here: TestGate
let there: TestGate
let headers: Record<string, string>
const lines: string[] = []

before(async () => {
  world = await aWorld()
  Object.assign(world, { log: openLog('error', (line) => lines.push(line)) })
  city = await buildApp(world)
  headers = { authorization: `Bearer ${world.operatorToken}` }
  here = await aGate(world)
  there = await aGate(world)
})
beforeEach(() => lines.splice(0))
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function aCode(gateId: string): Promise<string> {
  return (await call<GateCode>(city, { url: '/api/operator/gate-codes', headers, body: { gateId } })).body.code
}

async function enrol(code: string, device: TestDevice): Promise<number> {
  const deviceKey = base64url(device.deviceKey)
  const signed = await device.sign({ asks: 'enrolment', code, deviceKey }, A_MORNING)
  return (await call(city, { url: '/api/gate-enrolments', body: { code, deviceKey, ...signed } })).status
}

async function comeBack(deviceId: string, device: TestDevice): Promise<number> {
  const signed = await device.sign({ asks: 'session', deviceId }, A_MORNING + 1)
  return (await call(city, { url: '/api/gate-sessions', body: { deviceId, ...signed } })).status
}

async function dutyOf(cookie: string): Promise<number> {
  return (await call(city, { url: '/api/gate-duty', cookie })).status
}

async function guards(): Promise<{ guardId: string; name: string }[]> {
  return (await call<GateDuty>(city, { url: '/api/gate-duty', cookie: here.cookie })).body.guards
}

async function givePin(guardId: string, name: string): Promise<void> {
  const told = { url: `/api/operator/guards/${guardId}/pin`, headers, body: { name } }
  assert.equal((await call(city, told)).status, 200)
}

test('a code written by hand, or one that is pointed at another gate or made to last longer, enrols nothing', async () => {
  const forged = sha256('7KQ4MXW2RD')
  await world.pool.query(`insert into gate_code values ($1, $2, 'infinity', '')`, [forged, here.gateId])
  assert.equal(await enrol('7KQ4M-XW2RD', await aDevice()), 403)
  const [moved, longer] = [await aCode(there.gateId), await aCode(there.gateId)]
  await world.pool.query('update gate_code set gate_id = $1', [here.gateId])
  assert.equal(await enrol(moved, await aDevice()), 403)
  await world.pool.query(`update gate_code set gate_id = $1, expires_at = expires_at + interval '1 day'`, [
    there.gateId,
  ])
  assert.equal(await enrol(longer, await aDevice()), 403)
})

test('a device written by hand is not let in, neither by its key nor by a session', async () => {
  const device = await aDevice()
  const token = world.random(32)
  const deviceId = '01963b3e-0000-7000-8000-00000000000a'
  for (const mac of [`''::bytea`, '(select mac from gate_device limit 1)']) {
    await world.pool.query('delete from gate_device where device_id = $1', [deviceId])
    await world.pool.query(`insert into gate_device values ($1, $2, $3, now(), null, 0, ${mac})`, [
      deviceId,
      here.gateId,
      device.deviceKey,
    ])
    await world.pool.query('delete from session where device_id = $1', [deviceId])
    await world.pool.query(
      `insert into session (token_hash, device_id, created_at, expires_at) values ($1, $2, now(), 'infinity')`,
      [sha256(token), deviceId],
    )
    assert.equal(await comeBack(deviceId, device), 403)
    assert.equal(await dutyOf(`session=${base64url(token)}`), 401)
  }
  const { body } = await call<GateDevices>(city, { url: '/api/operator/gate-devices', headers })
  assert.ok(!body.devices.some((one) => one.deviceId === deviceId))
  assert.ok(lines.some((line) => line.includes('gate-device-not-vouched')))
})

test('a device whose row says another gate, another key, or on again, is let in no more', async () => {
  const attempts = [
    [`update gate_device set gate_id = $2 where device_id = $1`, there.gateId],
    [`update gate_device set device_key = $2 where device_id = $1`, (await aDevice()).deviceKey],
    [`update gate_device set enrolled_at = now() where device_id = $1`],
  ] as const
  for (const [sql, ...values] of attempts) {
    const victim = await aGate(world, { organisationId: here.organisationId })
    assert.equal(await dutyOf(victim.cookie), 200)
    await world.pool.query(sql, [victim.deviceId, ...values])
    assert.equal(await dutyOf(victim.cookie), 401, sql)
  }
  const device = await aDevice()
  const deviceKey = base64url(device.deviceKey)
  const code = await aCode(here.gateId)
  const signed = await device.sign({ asks: 'enrolment', code, deviceKey }, A_MORNING)
  const told = { url: '/api/gate-enrolments', body: { code, deviceKey, ...signed } }
  const { deviceId } = (await call<GateDuty>(city, told)).body
  await call(city, { method: 'POST', url: `/api/operator/gate-devices/${deviceId}/off`, headers })
  await world.pool.query('update gate_device set off_at = null where device_id = $1', [deviceId])
  assert.equal(await comeBack(deviceId, device), 403)
})

test('a PIN written by hand, or another guard’s that is moved, makes nobody a guard, and the log says so', async () => {
  const [known, claimed] = [await aGuard(world, here.organisationId), await aGuard(world, here.organisationId)]
  await givePin(known, '王师傅')
  for (const sealed of [`''::bytea`, '(select sealed from guard_pin where staff_id = $2)']) {
    await world.pool.query('delete from guard_pin where staff_id = $1', [claimed])
    const values = sealed.includes('$2') ? [claimed, known] : [claimed]
    await world.pool.query(`insert into guard_pin select $1, now(), ${sealed}`, values)
    assert.deepEqual(
      (await guards()).map(({ guardId }) => guardId),
      [known],
    )
    assert.ok(lines.some((line) => line.includes('guard-pin-not-vouched')))
  }
})

test('a guard who is moved to another organisation by hand is none there', async () => {
  await givePin(there.guardId, '赵师傅')
  await world.pool.query('update staff set organisation_id = $1 where staff_id = $2', [
    here.organisationId,
    there.guardId,
  ])
  assert.ok(!(await guards()).some(({ guardId }) => guardId === there.guardId))
})
