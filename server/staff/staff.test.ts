import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { SessionView } from '../../contract/identity.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import type { StaffAdmitted, StaffCode, StaffList, StaffView } from '../../contract/staff.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { anOrganisation, aPerson, aStaff, switchStaffOff } from '../../test/people.ts'
import { aVenue } from '../../test/venues.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { startSession } from '../identity/session.ts'

const HUANGPU = '310101'
const XUHUI = '310104'
const A_STREET = '310101002'

let world: TestWorld
let city: CityApp
let admin: Awaited<ReturnType<typeof aStaff>>
let headers: Record<string, string>
let serial = 100

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  admin = await aStaff(world, { role: 'administrator' })
  headers = { authorization: `Bearer ${world.operatorToken}` }
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

const POST = { role: 'identity-officer', division: HUANGPU, office: '一号窗口' } as const

function letIn(told: object, cookie = admin.cookie) {
  return call<StaffAdmitted & { type?: string }>(city, {
    url: '/api/staff',
    cookie,
    body: { name: '王', ...POST, ...told },
  })
}

function change(staffId: string, told: object, cookie = admin.cookie) {
  const body = { ...POST, active: true, ...told }
  return call<StaffView & { type?: string }>(city, { url: `/api/staff/${staffId}`, cookie, body })
}

/** Somebody of the city who signs in and joins with a code. */
async function join(code: string): Promise<{ cookie: string; status: number; view: SessionView }> {
  serial += 1
  const { cookie } = await aPerson(world, { serial })
  const { status, body } = await call<SessionView>(city, { url: '/api/staff-code', cookie, body: { code } })
  return { cookie, status, view: body }
}

async function list(cookie = admin.cookie): Promise<StaffView[]> {
  return (await call<StaffList>(city, { url: '/api/staff', cookie })).body.staff
}

test('whoever is let in joins with the code that he was given, by a sign-in of his own, and has his role', async () => {
  const { status, body } = await letIn({ name: '李师傅' })
  assert.equal(status, 201)
  const before = (await list()).find(({ staffId }) => staffId === body.staffId)!
  assert.deepEqual([before.name, before.joined, before.active], ['李师傅', false, true])
  const { view, cookie } = await join(body.code!.code)
  assert.deepEqual([view.signedIn, view.role], ['staff', 'identity-officer'])
  assert.equal((await call(city, { url: '/api/confirmations', cookie })).status, 200)
  assert.equal((await list()).find(({ staffId }) => staffId === body.staffId)!.joined, true)
})

test('a code works once, for three days to the millisecond, and a wrong one is answered like a used one', async () => {
  const { body } = await letIn({})
  assert.equal((await join('7KQ4M-XW2RD')).status, 403)
  assert.equal((await join(body.code!.code.toLowerCase())).status, 200, 'however it is typed')
  assert.equal((await join(body.code!.code)).status, 403)
  const [early, late] = [await letIn({}), await letIn({})]
  const codeTaken = async (code: string, ms: number): Promise<number> => {
    const { cookie } = await aPerson(world, { serial: (serial += 1) })
    world.at(after(A_MORNING, ms))
    const { status } = await call(city, { url: '/api/staff-code', cookie, body: { code } })
    world.at(A_MORNING)
    return status
  }
  assert.equal(await codeTaken(early.body.code!.code, 3 * DAY_LENGTH - 1), 200)
  assert.equal(await codeTaken(late.body.code!.code, 3 * DAY_LENGTH), 403)
})

test('a sign-in is one member of staff’s: while he was switched off it is not another one’s', async () => {
  const [first, second] = [await letIn({}), await letIn({})]
  const { cookie } = await join(first.body.code!.code)
  const again = { url: '/api/staff-code', cookie, body: { code: second.body.code!.code } }
  assert.equal((await call(city, again)).status, 403, 'who has his role has nothing to join')
  // As an account that signs in while its member of staff is switched off: a citizen's session.
  const { rows } = await world.pool.query('select account_id from session where staff_id = $1', [first.body.staffId])
  await change(first.body.staffId, { active: false })
  const session = await world.db
    .transaction()
    .execute((tx) => startSession(tx, world.system(), { accountId: rows[0].account_id, staff: undefined }))
  const told = await call<{ type: string }>(city, { ...again, cookie: `session=${session.token}` })
  assert.deepEqual([told.status, told.body.type], [409, '/problems/already-staff'])
  assert.equal((await join(second.body.code!.code)).status, 200, 'the code was not used up')
})

test('a guard is let in without a code, for he signs in nowhere', async () => {
  const { status, body } = await letIn({ role: 'guard' })
  assert.deepEqual([status, body.code], [201, undefined])
  assert.equal(
    (await call(city, { url: `/api/staff/${body.staffId}/code`, cookie: admin.cookie, body: {} })).status,
    404,
  )
})

test('a change of role, of jurisdiction or to off ends the person’s sessions at once, and each is on record', async () => {
  for (const told of [{ role: 'auditor' }, { division: '' }, { active: false }]) {
    const { body } = await letIn({})
    const { cookie } = await join(body.code!.code)
    assert.equal((await change(body.staffId, told)).status, 200)
    const { body: view } = await call<SessionView>(city, { url: '/api/session', cookie })
    assert.equal(view.signedIn, 'nobody')
    const { rows } = await world.pool.query(
      `select audit.kind, audit_body.actor_id, audit_body.detail from audit join audit_body using (id)
       where subject_id = $1 and kind in ('staff-let-in', 'staff-changed') order by audit.kind desc`,
      [body.staffId],
    )
    assert.deepEqual(
      rows.map(({ kind, actor_id }) => [kind, actor_id]),
      [
        ['staff-let-in', admin.staffId],
        ['staff-changed', admin.staffId],
      ],
    )
    const { office: _, ...expected } = { ...POST, active: true, ...told }
    assert.deepEqual(JSON.parse(rows[1].detail), expected)
  }
})

test('a change whose sessions cannot be ended is no change at all', async (t) => {
  const { body } = await letIn({})
  const { cookie } = await join(body.code!.code)
  t.mock.method(world.jobs, 'enqueue', () => Promise.reject(new Error('no queue')))
  assert.equal((await change(body.staffId, { active: false })).status, 500)
  t.mock.restoreAll()
  assert.equal((await call(city, { url: '/api/confirmations', cookie })).status, 200)
})

test('nobody changes or resets himself', async () => {
  const told = await change(admin.staffId, { role: 'auditor' })
  assert.deepEqual([told.status, told.body.type], [403, '/problems/own-role'])
  const { status } = await call(city, { url: `/api/staff/${admin.staffId}/code`, cookie: admin.cookie, body: {} })
  assert.equal(status, 403)
})

test('an administrator of a district gives roles within it, and sees and changes nobody beyond', async () => {
  const { organisationId } = admin
  const district = await aStaff(world, { role: 'administrator', organisationId, division: HUANGPU })
  const within = await letIn({ division: A_STREET }, district.cookie)
  assert.equal(within.status, 201)
  for (const division of ['', XUHUI]) {
    const beyond = await letIn({ division }, district.cookie)
    assert.deepEqual([beyond.status, beyond.body.type], [403, '/problems/beyond-jurisdiction'])
  }
  const { body: other } = await letIn({ division: XUHUI })
  assert.equal((await change(other.staffId, {}, district.cookie)).status, 404)
  assert.equal((await change(within.body.staffId, { division: '' }, district.cookie)).status, 403)
  const seen = await list(district.cookie)
  assert.ok(seen.every(({ division }) => division.startsWith(HUANGPU)))
  assert.ok(seen.some(({ staffId }) => staffId === within.body.staffId))
})

test('an administrator sees and changes nobody of another organisation', async () => {
  const stranger = await aStaff(world, { role: 'administrator' })
  const { body } = await letIn({})
  assert.equal((await change(body.staffId, { active: false }, stranger.cookie)).status, 404)
  assert.equal(
    (await call(city, { url: `/api/staff/${body.staffId}/code`, cookie: stranger.cookie, body: {} })).status,
    404,
  )
  assert.deepEqual(
    (await list(stranger.cookie)).map(({ staffId }) => staffId),
    [stranger.staffId],
  )
})

test('a place must exist, and a venue be the organisation’s own and lie in it', async () => {
  assert.equal((await letIn({ division: '310199' })).body.type, '/problems/division-unknown')
  const { organisationId } = admin
  const venue = await aVenue(world, { organisationId, divisionCode: A_STREET })
  const others = await aVenue(world, { organisationId: await anOrganisation(world), divisionCode: A_STREET })
  const told = { role: 'venue-operator' as const }
  assert.equal((await letIn({ ...told, venueId: venue.venueId })).status, 201)
  assert.equal((await letIn({ ...told, venueId: venue.venueId, division: XUHUI })).status, 403)
  assert.equal((await letIn({ ...told, venueId: others.venueId })).status, 403)
})

test('the operator lets in the first administrator of an organisation that there is, and gives him a new code', async () => {
  const organisationId = await anOrganisation(world)
  const told = { name: '管理员', ...POST, role: 'administrator', division: '', organisationId }
  const { status, body } = await call<StaffAdmitted>(city, { url: '/api/operator/staff', headers, body: told })
  assert.equal(status, 201)
  const reset = await call<StaffCode>(city, { url: `/api/operator/staff/${body.staffId}/code`, headers, body: {} })
  assert.equal((await join(body.code!.code)).status, 403, 'the new code takes the place of the old one')
  assert.equal((await join(reset.body.code)).view.role, 'administrator')
  const nowhere = { ...told, organisationId: '01963b3e-0000-7000-8000-00000000000a' }
  assert.equal((await call(city, { url: '/api/operator/staff', headers, body: nowhere })).status, 404)
})

test('of more than a hundred a hundred are listed, and the rest follow', async () => {
  const { organisationId, cookie } = await aStaff(world, { role: 'administrator' })
  for (let made = 0; made < 100; made += 1) await aStaff(world, { role: 'auditor', organisationId })
  const first = (await call<StaffList>(city, { url: '/api/staff', cookie })).body
  const second = (await call<StaffList>(city, { url: `/api/staff?after=${first.next}`, cookie })).body
  assert.deepEqual([first.staff.length, second.staff.length, second.next], [100, 1, undefined])
})

test('a list is narrowed by role and by being on duty, and a word that is neither is refused by name', async () => {
  const { organisationId, cookie, staffId } = await aStaff(world, { role: 'administrator' })
  const auditor = await aStaff(world, { role: 'auditor', organisationId })
  const off = await aStaff(world, { role: 'auditor', organisationId })
  await switchStaffOff(world, off.staffId)
  const idsOf = async (asked: string) =>
    (await call<StaffList>(city, { url: `/api/staff?${asked}`, cookie })).body.staff.map((one) => one.staffId).sort()
  assert.deepEqual(await idsOf('role=auditor'), [auditor.staffId, off.staffId].sort())
  assert.deepEqual(await idsOf('role=auditor&active=true'), [auditor.staffId])
  assert.deepEqual(await idsOf('active=true'), [staffId, auditor.staffId].sort())
  for (const asked of ['role=king', 'active=maybe', 'after=first']) {
    const { status, body } = await call<ProblemBody>(city, { url: `/api/staff?${asked}`, cookie })
    assert.deepEqual([status, body.fields?.[0]?.field], [400, asked.split('=')[0]])
  }
})

test('the names of staff stand nowhere in clear', async () => {
  await letIn({ name: '欧阳不在明文里' })
  const { rows } = await world.pool.query(
    `select staff::text from staff union all select audit_body::text from audit_body`,
  )
  assert.ok(rows.every(({ staff }: { staff: string }) => !staff.includes('欧阳不在明文里')))
  assert.ok((await list()).some(({ name }) => name === '欧阳不在明文里'))
})
