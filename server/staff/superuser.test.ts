import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { SessionView } from '../../contract/identity.ts'
import type { StaffList } from '../../contract/staff.ts'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { call } from '../../test/app.ts'
import { aPerson, aStaff } from '../../test/people.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { openLog } from '../kit/log.ts'
import { sha256 } from '../kit/seal.ts'

// Whoever is superuser in PostgreSQL can write what he likes, and know every row. He gives nobody a role.

let world: TestWorld
let city: CityApp
const lines: string[] = []
let serial = 0

before(async () => {
  world = await aWorld({ settings: { secondFactor: 'passkey' } })
  Object.assign(world, { log: openLog('error', (line) => lines.push(line)) })
  city = await buildApp(world)
})
beforeEach(() => lines.splice(0))
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function roleOf(cookie: string): Promise<string> {
  const { body } = await call<SessionView>(city, { url: '/api/session', cookie })
  return body.role ?? body.signedIn
}

function hashOf(cookie: string): Uint8Array {
  return sha256(fromBase64url(cookie.slice('session='.length))!)
}

function anAccomplice() {
  return aPerson(world, { serial: (serial += 1) })
}

test('a row of staff written by hand gives nobody a role, neither with no MAC nor with somebody else’s', async () => {
  const genuine = await aStaff(world, { role: 'health-officer' })
  for (const mac of [`''`, `(select mac from staff where staff_id = '${genuine.staffId}')`]) {
    const { cookie, accountId } = await anAccomplice()
    const { rows } = await world.pool.query(
      `insert into staff (staff_id, channel, subject_hash, role, organisation_id, mac)
       select gen_random_uuid(), channel, subject_hash, 'health-officer', $2, ${mac} from account where account_id = $1
       returning staff_id`,
      [accountId, genuine.organisationId],
    )
    await world.pool.query(
      `update session set staff_id = $2, standing = 'proved', seen_at = created_at,
         mac = (select mac from session where staff_id = $3) where token_hash = $1`,
      [hashOf(cookie), rows[0].staff_id, genuine.staffId],
    )
    assert.equal(await roleOf(cookie), 'citizen')
    assert.equal((await call(city, { url: '/api/hand-facts', cookie })).status, 403)
  }
})

for (const [what, set] of [
  ['another role', `role = 'health-officer'`],
  ['a wider jurisdiction', `division = ''`],
  ['another organisation', `organisation_id = gen_random_uuid()`],
  ['somebody else’s sign-in', `subject_hash = '\\x00'`],
  ['on again', `active = true`],
  ['another venue', `venue_id = gen_random_uuid()`],
] as const) {
  test(`a row that says ${what} gives no role at all`, async () => {
    const { cookie, staffId } = await aStaff(world, { role: 'identity-officer', division: '310101' })
    if (what === 'on again') await world.pool.query('update staff set active = false where staff_id = $1', [staffId])
    else assert.equal(await roleOf(cookie), 'identity-officer')
    await world.pool.query(`update staff set ${set} where staff_id = $1`, [staffId])
    // A row that is put back as it was is what it was: nobody was switched off by the program.
    assert.equal(await roleOf(cookie), what === 'on again' ? 'identity-officer' : 'citizen')
  })
}

test('a session written by hand, or one that is moved to somebody, is nobody’s of staff, and the log says so', async () => {
  const officer = await aStaff(world, { role: 'identity-officer' })
  const { accountId, cookie: accomplice } = await anAccomplice()
  const token = world.random(32)
  for (const mac of [`''::bytea`, `(select mac from session where staff_id = '${officer.staffId}')`]) {
    await world.pool.query('delete from session where token_hash = $1', [sha256(token)])
    await world.pool.query(
      `insert into session (token_hash, account_id, staff_id, created_at, expires_at, standing, seen_at, mac)
       select $1, $2, $3, created_at, 'infinity', 'proved', seen_at, ${mac} from session where staff_id = $3`,
      [sha256(token), accountId, officer.staffId],
    )
    assert.equal(await roleOf(`session=${base64url(token)}`), 'citizen')
    assert.ok(lines.some((line) => line.includes('staff-session-not-vouched')))
  }
  await world.pool.query(
    `update session set (account_id, staff_id, standing, seen_at, mac) =
       (select account_id, staff_id, standing, seen_at, mac from session as his where his.staff_id = $2 limit 1) where token_hash = $1`,
    [hashOf(accomplice), officer.staffId],
  )
  assert.equal(await roleOf(accomplice), 'citizen')
})

test('a session that has shown nothing but the sign-in is not made one that has', async () => {
  const { cookie, staffId } = await aStaff(world, { role: 'identity-officer', standing: 'known' })
  await world.pool.query(`update session set standing = 'proved' where staff_id = $1`, [staffId])
  assert.equal(await roleOf(cookie), 'citizen')
  await world.pool.query(`update session set standing = 'invited' where staff_id = $1`, [staffId])
  assert.equal((await call(city, { url: '/api/passkey/new', cookie, body: {} })).status, 403)
})

test('a code written by hand, or pointed at somebody else, lets nobody join', async () => {
  const { cookie } = await anAccomplice()
  const officer = await aStaff(world, { role: 'health-officer', standing: 'known' })
  await world.pool.query(`insert into staff_code values ($1, $2, 'infinity', '')`, [
    sha256('7KQ4MXW2RD'),
    officer.staffId,
  ])
  const used = await call(city, { url: '/api/staff-code', cookie, body: { code: '7KQ4M-XW2RD' } })
  assert.equal(used.status, 403)
  const headers = { authorization: `Bearer ${world.operatorToken}` }
  const other = await aStaff(world, { role: 'auditor', standing: 'known' })
  const { body } = await call<{ code: string }>(city, {
    url: `/api/operator/staff/${other.staffId}/code`,
    headers,
    body: {},
  })
  await world.pool.query('delete from staff_code where staff_id = $1', [officer.staffId])
  await world.pool.query('update staff_code set staff_id = $1 where staff_id = $2', [officer.staffId, other.staffId])
  assert.equal((await call(city, { url: '/api/staff-code', cookie, body: { code: body.code } })).status, 403)
})

test('whoever was written by hand is in no list, and the log says so', async () => {
  const admin = await aStaff(world, { role: 'administrator' })
  await world.pool.query(
    `insert into staff (staff_id, role, organisation_id) values (gen_random_uuid(), 'health-officer', $1)`,
    [admin.organisationId],
  )
  const { body } = await call<StaffList>(city, { url: '/api/staff', cookie: admin.cookie })
  assert.equal(body.staff.length, 1)
  assert.ok(lines.some((line) => line.includes('staff-not-vouched')))
})
