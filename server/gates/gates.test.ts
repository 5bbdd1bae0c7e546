import assert from 'node:assert/strict'
import { pbkdf2Sync } from 'node:crypto'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { GateCode, GateDeviceOff, GateDevices, GateDuty, GuardPin } from '../../contract/gates.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import type { MyPage } from '../../contract/registration.ts'
import { base64url, fromBase64url, hex } from '../../core/bytes.ts'
import { readGateCertificate } from '../../core/code/gate-certificate.ts'
import { after, DAY_LENGTH, HOUR, type Instant } from '../../core/instant.ts'
import { call, type Answer } from '../../test/app.ts'
import { aDevice, aGate, aGuard, type TestDevice, type TestGate } from '../../test/gates.ts'
import { aPerson, switchStaffOff } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'

let world: TestWorld
let city: CityApp
let place: TestGate
let headers: Record<string, string>

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  headers = { authorization: `Bearer ${world.operatorToken}` }
  place = await aGate(world)
})
beforeEach(() => world.at(A_MORNING))
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function aCode(gateId = place.gateId): Promise<string> {
  const { status, body } = await call<GateCode>(city, { url: '/api/operator/gate-codes', headers, body: { gateId } })
  assert.equal(status, 201)
  return body.code
}

/** Enrols a device; `time` is what its own clock says. */
async function enrol(
  code: string,
  device: TestDevice,
  time: number = A_MORNING,
): Promise<Answer<GateDuty & ProblemBody>> {
  const deviceKey = base64url(device.deviceKey)
  const signed = await device.sign({ asks: 'enrolment', code, deviceKey }, time)
  return call(city, { url: '/api/gate-enrolments', body: { code, deviceKey, ...signed } })
}

async function comeBack(deviceId: string, device: TestDevice, time: number): Promise<Answer<GateDuty & ProblemBody>> {
  const signed = await device.sign({ asks: 'session', deviceId }, time)
  return call(city, { url: '/api/gate-sessions', body: { deviceId, ...signed } })
}

function cookieOf(answer: { headers: Readonly<Record<string, unknown>> }): string {
  return String(answer.headers['set-cookie']).split(';')[0]!
}

async function duty(cookie: string): Promise<number> {
  return (await call(city, { url: '/api/gate-duty', cookie })).status
}

function switchOff(deviceId: string): Promise<Answer<GateDeviceOff>> {
  return call(city, { method: 'POST', url: `/api/operator/gate-devices/${deviceId}/off`, headers })
}

async function anEnrolled(): Promise<{ device: TestDevice; deviceId: string; cookie: string }> {
  const device = await aDevice()
  const answer = await enrol(await aCode(), device)
  assert.equal(answer.status, 201)
  return { device, deviceId: answer.body.deviceId, cookie: cookieOf(answer) }
}

test('a device that has a code of the operator’s and holds its key is that gate’s, with policy and certificate', async () => {
  const device = await aDevice()
  const answer = await enrol(await aCode(), device)
  assert.equal(answer.status, 201)
  const { body } = answer
  assert.deepEqual([body.gate.gateId, body.venue.venueId, body.policies.length], [place.gateId, place.venueId, 1])
  assert.deepEqual([body.listUrl, body.policies[0]!.policy.photo], ['/list', true])
  const read = await readGateCertificate(fromBase64url(body.certificate)!, {
    now: A_MORNING,
    keyOf: (kid) => world.issuing.published.find((key) => hex(key.kid) === kid),
    crypto: world.crypto,
  })
  assert.ok(read.ok)
  const { deviceId, gateId, deviceKey, expires } = read.certificate
  assert.deepEqual([deviceId, gateId, hex(deviceKey)], [body.deviceId, place.gateId, hex(device.deviceKey)])
  assert.equal(expires, after(A_MORNING, 72 * HOUR))
  assert.equal(await duty(cookieOf(answer)), 200)
})

test('an unknown, a used and an expired code are answered alike', async () => {
  const used = await aCode()
  await enrol(used, await aDevice())
  const inTime = await aCode()
  const late = await aCode()
  const answers = [await enrol('7KQ4M-XW2RD', await aDevice()), await enrol(used, await aDevice())]
  world.at(after(A_MORNING, DAY_LENGTH - 1))
  assert.equal((await enrol(inTime, await aDevice())).status, 201)
  world.at(after(A_MORNING, DAY_LENGTH))
  answers.push(await enrol(late, await aDevice()), await enrol('not a code', await aDevice()))
  for (const { status, body } of answers) assert.deepEqual([status, body.type], [403, '/problems/gate-code-void'])
  const metrics = await call<string>(city, { url: '/metrics' })
  assert.match(metrics.body as string, /suishenma_refusals_total\{problem="gate-code-void"\} 4/)
})

test('two devices that type one code at once are not both let in', async () => {
  const code = await aCode()
  const answers = await Promise.all([enrol(code, await aDevice()), enrol(code, await aDevice())])
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 403])
})

test('who names a key that he does not hold enrols nothing, and the code still works', async () => {
  const [device, other] = [await aDevice(), await aDevice()]
  const code = await aCode()
  const deviceKey = base64url(device.deviceKey)
  const signed = await other.sign({ asks: 'enrolment', code, deviceKey }, A_MORNING)
  const answer = await call<ProblemBody>(city, { url: '/api/gate-enrolments', body: { code, deviceKey, ...signed } })
  assert.deepEqual([answer.status, answer.body.type], [400, '/problems/signature-invalid'])
  assert.equal((await enrol(code, device)).status, 201)
})

test('a device comes back by its key with any clock, and what it signed counts once', async () => {
  const { device, deviceId } = await anEnrolled()
  const far = after(A_MORNING, 900 * DAY_LENGTH)
  for (const [time, status] of [
    [A_MORNING, 409],
    [after(A_MORNING, 1), 201],
    [far, 201],
    [far, 409],
    [after(A_MORNING, HOUR), 409],
    [after(far, 1), 201],
  ] as const) {
    assert.equal((await comeBack(deviceId, device, time)).status, status, String(time))
  }
  const stranger = await comeBack(deviceId, await aDevice(), after(far, 2))
  assert.equal(stranger.body.type, '/problems/signature-invalid')
})

test('a device that comes back has one session, which ends after 72 hours', async () => {
  const { device, deviceId, cookie } = await anEnrolled()
  const again = cookieOf(await comeBack(deviceId, device, after(A_MORNING, 1)))
  assert.deepEqual([await duty(cookie), await duty(again)], [401, 200])
  world.at(after(A_MORNING, 72 * HOUR - 1))
  assert.equal(await duty(again), 200)
  world.at(after(A_MORNING, 72 * HOUR))
  assert.equal(await duty(again), 401)
})

test('a device that was switched off is let in no more, from that moment on, and the operator hears how long it works off line', async () => {
  const { device, deviceId, cookie } = await anEnrolled()
  const { body } = await switchOff(deviceId)
  assert.deepEqual([body.offAt, body.refusedEverywhereAt], [A_MORNING, after(A_MORNING, 72 * HOUR)])
  assert.equal(await duty(cookie), 401)
  const back = await comeBack(deviceId, device, after(A_MORNING, 1))
  assert.deepEqual([back.status, back.body.type], [403, '/problems/gate-device-off'])
  world.at(after(A_MORNING, HOUR))
  assert.equal((await switchOff(deviceId)).body.offAt, A_MORNING, 'again it changes nothing')
  assert.equal((await switchOff(place.gateId)).status, 404)
})

test('the operator sees each device, its gate, and until when it may work off line', async () => {
  const { deviceId } = await anEnrolled()
  await switchOff(deviceId)
  const seen = async (now: Instant) => {
    world.at(now)
    const { body } = await call<GateDevices>(city, { url: '/api/operator/gate-devices', headers })
    return body.devices.find((device) => device.deviceId === deviceId)!
  }
  const end = after(A_MORNING, 72 * HOUR)
  assert.deepEqual(
    [(await seen(after(end, -1))).worksOfflineUntil, (await seen(end)).worksOfflineUntil],
    [end, undefined],
  )
  assert.deepEqual([(await seen(end)).gate.gateId, (await seen(end)).offAt], [place.gateId, A_MORNING])
})

test('a device that is enrolled for another gate is the former one’s no more', async () => {
  const { device, deviceId, cookie } = await anEnrolled()
  const other = await aGate(world, { organisationId: place.organisationId })
  const moved = await enrol(await aCode(other.gateId), device, after(A_MORNING, 1))
  assert.deepEqual([moved.status, moved.body.gate.gateId], [201, other.gateId])
  assert.equal(await duty(cookie), 401)
  assert.equal((await comeBack(deviceId, device, after(A_MORNING, 2))).body.type, '/problems/gate-device-off')
})

test('a guard’s PIN is told once, and a device checks it without the server', async () => {
  const guardId = await aGuard(world, place.organisationId)
  const told = { url: `/api/operator/guards/${guardId}/pin`, headers, body: { name: '王师傅' } }
  const { pin } = (await call<GuardPin>(city, told)).body
  assert.match(pin, /^[0-9]{6}$/)
  const { body } = await call<GateDuty>(city, { url: '/api/gate-duty', cookie: place.cookie })
  const guard = body.guards.find((one) => one.guardId === guardId)!
  const { salt, iterations, hash } = guard.pin
  assert.deepEqual([guard.name, iterations, fromBase64url(salt)!.length], ['王师傅', 600_000, 16])
  assert.equal(pbkdf2Sync(pin, fromBase64url(salt)!, iterations, 32, 'sha256').toString('base64url'), hash)
  assert.equal(guard.demoPin, undefined, 'what is not made up is not shown')
  const { rows } = await world.pool.query('select * from guard_pin where staff_id = $1', [guardId])
  assert.ok(!JSON.stringify(rows).includes(pin))
  assert.ok(!Buffer.from(rows[0].sealed).toString('utf8').includes('王师傅'))
})

test('guards without a PIN, of another organisation, or out of service are not on duty', async () => {
  const [left, foreign] = [await aGuard(world, place.organisationId), (await aGate(world)).guardId]
  for (const guardId of [left, foreign]) {
    const told = { url: `/api/operator/guards/${guardId}/pin`, headers, body: { name: '李师傅' } }
    assert.equal((await call(city, told)).status, 200)
  }
  await switchStaffOff(world, left)
  const { body } = await call<GateDuty>(city, { url: '/api/gate-duty', cookie: place.cookie })
  for (const guardId of [left, foreign, place.guardId]) assert.ok(!body.guards.some((one) => one.guardId === guardId))
  const nobodys = { url: `/api/operator/guards/${left}/pin`, headers, body: { name: '李师傅' } }
  assert.equal((await call(city, nobodys)).status, 404)
})

test('neither a citizen nor a gate may let devices in or give PINs', async () => {
  const { cookie } = await aPerson(world, { serial: 3 })
  const told = [
    { url: '/api/operator/gate-codes', body: { gateId: place.gateId } },
    { url: '/api/operator/gate-devices' },
    { method: 'POST', url: `/api/operator/gate-devices/${place.deviceId}/off` },
    { url: `/api/operator/guards/${place.guardId}/pin`, body: { name: 'x' } },
  ] as const
  for (const one of told) {
    assert.equal((await call(city, { ...one, cookie })).status, 403, one.url)
    // A gate's session says nothing of who else sits before that browser.
    assert.equal((await call(city, { ...one, cookie: place.cookie })).status, 401, one.url)
  }
})

test('one browser is a person’s and a gate’s, and each stays what it is', async () => {
  const person = await aPerson(world, { serial: 4 })
  const cookie = `${person.cookie}; ${place.cookie}`
  assert.equal(await duty(cookie), 200)
  const me = await call<MyPage>(city, { url: '/api/me', cookie })
  assert.deepEqual([me.status, me.body.state], [200, 'ready'])
  assert.equal((await call(city, { method: 'POST', url: '/api/sign-out', cookie })).status, 200)
  assert.equal(await duty(cookie), 200)
  assert.equal((await call(city, { url: '/api/me', cookie })).status, 401)
})

test('a code that is not committed enrols nobody, and one that is has its record', async () => {
  const code = await aCode()
  await world.pool.query('alter table audit add constraint broken check (kind <> $$gate-device-enrolled$$) not valid')
  try {
    assert.equal((await enrol(code, await aDevice())).status, 500)
  } finally {
    await world.pool.query('alter table audit drop constraint broken')
  }
  const device = await aDevice()
  const { body } = await enrol(code, device)
  const { rows } = await world.pool.query(
    `select kind, detail from audit join audit_body using (id) where subject_id = $1`,
    [body.deviceId],
  )
  assert.deepEqual(rows, [{ kind: 'gate-device-enrolled', detail: JSON.stringify({ gate: place.gateId }) }])
})
