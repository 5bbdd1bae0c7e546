import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { SessionView } from '../../contract/identity.ts'
import { after, HOUR, MINUTE, SECOND } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { aStaff } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'

let world: TestWorld
let city: CityApp

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function whoAt(cookie: string, ms: number): Promise<SessionView['signedIn']> {
  world.at(after(A_MORNING, ms))
  const { body } = await call<SessionView>(city, { url: '/api/session', cookie })
  world.at(A_MORNING)
  return body.signedIn
}

async function seenAt(staffId: string): Promise<number> {
  const { rows } = await world.pool.query('select seen_at from session where staff_id = $1', [staffId])
  return rows[0].seen_at.getTime() - A_MORNING
}

test('a session of staff is open for half an hour without a request, and no millisecond longer', async () => {
  const [early, late] = [await aStaff(world, { role: 'auditor' }), await aStaff(world, { role: 'auditor' })]
  assert.equal(await whoAt(early.cookie, 30 * MINUTE - 1), 'staff')
  assert.equal(await whoAt(late.cookie, 30 * MINUTE), 'nobody')
  assert.equal((await call(city, { url: '/api/confirmations', cookie: early.cookie })).status, 403)
})

test('a request keeps it open for another half an hour, and is written down at most once a minute', async () => {
  const { cookie, staffId } = await aStaff(world, { role: 'auditor' })
  await whoAt(cookie, MINUTE - 1)
  assert.equal(await seenAt(staffId), 0)
  await whoAt(cookie, MINUTE)
  assert.equal(await seenAt(staffId), MINUTE)
  await whoAt(cookie, MINUTE + 59 * SECOND)
  assert.equal(await seenAt(staffId), MINUTE)
  assert.equal(await whoAt(cookie, 31 * MINUTE - 1), 'staff')
  assert.equal(await whoAt(cookie, 60 * MINUTE), 'staff')
})

test('a page that refreshes itself while nobody touches it keeps nobody signed in', async () => {
  const { cookie } = await aStaff(world, { role: 'identity-officer' })
  const refresh = async (ms: number): Promise<number> => {
    world.at(after(A_MORNING, ms))
    const told = { url: '/api/confirmations', cookie, headers: { 'x-unattended': '1' } }
    const { status } = await call(city, told)
    world.at(A_MORNING)
    return status
  }
  for (let ms = 0; ms < 30 * MINUTE; ms += MINUTE) assert.equal(await refresh(ms), 200)
  assert.equal(await refresh(30 * MINUTE), 401)
})

test('whoever works without a break signs in again after twelve hours, whatever the row says of its end', async () => {
  const { cookie, staffId } = await aStaff(world, { role: 'auditor' })
  await world.pool.query(`update session set expires_at = 'infinity' where staff_id = $1`, [staffId])
  for (let ms = 0; ms < 12 * HOUR; ms += 29 * MINUTE) assert.equal(await whoAt(cookie, ms), 'staff')
  assert.equal(await whoAt(cookie, 12 * HOUR - 1), 'staff')
  assert.equal(await whoAt(cookie, 12 * HOUR), 'nobody')
})

test('who has not shown his passkey is the citizen that he is, hears what is missing, and is not hurried', async () => {
  const { cookie } = await aStaff(world, { role: 'identity-officer', standing: 'known' })
  assert.equal(await whoAt(cookie, HOUR), 'citizen')
  const { body } = await call<SessionView>(city, { url: '/api/session', cookie })
  assert.deepEqual([body.signedIn, body.role, body.step], ['citizen', undefined, 'prove-passkey'])
  const { status, body: problem } = await call<{ type: string }>(city, { url: '/api/confirmations', cookie })
  assert.deepEqual([status, problem.type], [403, '/problems/second-factor-needed'])
  assert.equal((await call(city, { url: '/api/me', cookie })).status, 200)
})

test('a page of staff is told how far their jurisdiction goes, and of no one else', async () => {
  const venueId = '01963b3e-0000-7000-8000-00000000000b'
  for (const [told, expected] of [
    [{}, ['', true, undefined]],
    [{ division: '310101' }, ['310101', undefined, undefined]],
    [{ division: '310101002', venueId }, ['310101002', undefined, venueId]],
    [{ standing: 'known' as const }, [undefined, undefined, undefined]],
  ] as const) {
    const { cookie } = await aStaff(world, { role: 'venue-operator', ...told })
    const { body } = await call<SessionView>(city, { url: '/api/session', cookie })
    assert.deepEqual([body.division, body.wholeCity, body.venueId], expected)
  }
})
