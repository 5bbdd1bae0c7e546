import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { SessionView } from '../../contract/identity.ts'
import type { PasskeyQuestion, StaffCode } from '../../contract/staff.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { aPasskey, type Flaw, type TestPasskey } from '../../test/passkeys.ts'
import { aStaff } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { registerDemoStaffCodes } from '../demo/staff-codes.ts'
import { startSession } from '../identity/session.ts'

const ORIGIN = 'http://localhost'

let world: TestWorld
let city: CityApp

before(async () => {
  world = await aWorld({ settings: { secondFactor: 'passkey' } })
  city = await buildApp(world, { demo: (app) => registerDemoStaffCodes(app, world) })
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

interface Desk {
  readonly staffId: string
  readonly accountId: string
  readonly cookie: string
}

type Told = SessionView & { type?: string }

async function aBeginner(): Promise<Desk> {
  return aStaff(world, { role: 'identity-officer', standing: 'known' })
}

/** Takes a code as the operator makes it. */
async function takeCode(desk: Desk): Promise<Told> {
  const headers = { authorization: `Bearer ${world.operatorToken}` }
  const made = await call<StaffCode>(city, { url: `/api/operator/staff/${desk.staffId}/code`, headers, body: {} })
  const { cookie } = await signInAgain(desk)
  const { body } = await call<Told>(city, { url: '/api/staff-code', cookie, body: { code: made.body.code } })
  return Object.assign(body, { cookie })
}

async function signInAgain(desk: Desk): Promise<Desk> {
  const { accountId, staffId } = desk
  const session = await world.db
    .transaction()
    .execute((tx) => startSession(tx, world.system(), { accountId, staff: { staffId, standing: 'known' } }))
  return { ...desk, cookie: `session=${session.token}` }
}

async function question(cookie: string, path: 'new' | 'question') {
  const { body } = await call<PasskeyQuestion & { type?: string }>(city, {
    url: `/api/passkey/${path}`,
    cookie,
    body: {},
  })
  return { ...body, challenge: (body.options as { challenge: string } | undefined)?.challenge ?? '' }
}

async function makePasskey(cookie: string, passkey: TestPasskey, flaw?: Flaw): Promise<Told> {
  const response = passkey.made(await question(cookie, 'new'), flaw)
  return (await call<Told>(city, { url: '/api/passkey/made', cookie, body: { response } })).body
}

async function prove(cookie: string, passkey: TestPasskey, flaw?: Flaw): Promise<Told> {
  const response = passkey.signed(await question(cookie, 'question'), flaw)
  return (await call<Told>(city, { url: '/api/passkey/proof', cookie, body: { response } })).body
}

/** Somebody with a passkey, who signed in again and has not shown it yet. */
async function anEnrolled(): Promise<Desk & { passkey: TestPasskey }> {
  const desk = await aBeginner()
  const { cookie } = (await takeCode(desk)) as Told & { cookie: string }
  const passkey = aPasskey(ORIGIN)
  assert.equal((await makePasskey(cookie, passkey)).role, 'identity-officer')
  return { ...(await signInAgain(desk)), passkey }
}

test('with a code from the administrator he makes a passkey, has his role, and shows it at each later sign-in', async () => {
  const desk = await aBeginner()
  assert.equal((await question(desk.cookie, 'question')).type, '/problems/passkey-missing')
  const taken = (await takeCode(desk)) as Told & { cookie: string }
  assert.deepEqual([taken.signedIn, taken.step], ['citizen', 'make-passkey'])
  const passkey = aPasskey(ORIGIN)
  const made = await makePasskey(taken.cookie, passkey)
  assert.deepEqual([made.signedIn, made.role, made.step], ['staff', 'identity-officer', undefined])

  const later = await signInAgain(desk)
  assert.equal((await call(city, { url: '/api/confirmations', cookie: later.cookie })).status, 403)
  assert.equal((await prove(later.cookie, passkey)).role, 'identity-officer')
  assert.equal((await call(city, { url: '/api/confirmations', cookie: later.cookie })).status, 200)
})

test('making the passkey and each sign-in with it are on record under him', async () => {
  const { staffId, cookie, passkey } = await anEnrolled()
  await prove(cookie, passkey)
  const { rows } = await world.pool.query(
    `select kind, count(*) from audit join audit_body using (id)
     where actor_id = $1 or subject_id = $1 group by kind order by kind`,
    [staffId],
  )
  const counts = Object.fromEntries(rows.map((row: { kind: string; count: string }) => [row.kind, Number(row.count)]))
  assert.deepEqual(counts, { 'passkey-made': 1, 'staff-joined': 1, 'staff-reset': 1, 'staff-signed-in': 2 })
})

test('without a code nobody makes a passkey, however he is signed in', async () => {
  const { cookie } = await aBeginner()
  assert.equal((await question(cookie, 'new')).type, '/problems/staff-code-void')
})

for (const [what, flaw] of [
  ['from another site’s page', { origin: 'http://localhost.evil.example' }],
  ['for another site', { site: 'evil.example' }],
  ['for another question', { challenge: Buffer.alloc(32).toString('base64url') }],
  ['without a finger on it', { unverified: true }],
] as const) {
  test(`what an authenticator makes or signs ${what} is refused`, async () => {
    const desk = await aBeginner()
    const { cookie } = (await takeCode(desk)) as Told & { cookie: string }
    assert.equal((await makePasskey(cookie, aPasskey(ORIGIN), flaw)).type, '/problems/passkey-refused')
    const enrolled = await anEnrolled()
    assert.equal((await prove(enrolled.cookie, enrolled.passkey, flaw)).type, '/problems/passkey-refused')
    assert.equal((await prove(enrolled.cookie, enrolled.passkey)).role, 'identity-officer', 'the next try counts')
  })
}

test('a question is answered once, and within five minutes to the millisecond', async () => {
  const { cookie, passkey, ...desk } = await anEnrolled()
  const proof = async (response: object): Promise<Told> =>
    (await call<Told>(city, { url: '/api/passkey/proof', cookie, body: { response } })).body
  const late = passkey.signed(await question(cookie, 'question'))
  world.at(after(A_MORNING, 5 * MINUTE))
  assert.equal((await proof(late)).type, '/problems/passkey-refused')
  world.at(A_MORNING)
  const twice = passkey.signed(await question(cookie, 'question'))
  const broken = { ...twice, response: {} }
  assert.equal((await proof(broken)).type, '/problems/passkey-refused')
  assert.equal((await proof(twice)).type, '/problems/passkey-refused', 'it was used up by the broken answer')
  const inTime = passkey.signed(await question(cookie, 'question'))
  world.at(after(A_MORNING, 5 * MINUTE - 1))
  assert.equal((await proof(inTime)).role, 'identity-officer')
  world.at(A_MORNING)
  assert.ok(desk.staffId)
})

test('a passkey that was copied shows by its counter', async () => {
  const { cookie, passkey, ...desk } = await anEnrolled()
  assert.equal((await prove(cookie, passkey, { counter: 7 })).role, 'identity-officer')
  const again = await signInAgain({ ...desk, cookie })
  assert.equal((await prove(again.cookie, passkey, { counter: 7 })).type, '/problems/passkey-refused')
  assert.equal((await prove(again.cookie, passkey, { counter: 8 })).role, 'identity-officer')
})

test('a colleague’s passkey is not one’s own', async () => {
  const [mine, his] = [await anEnrolled(), await anEnrolled()]
  assert.equal((await prove(mine.cookie, his.passkey)).type, '/problems/passkey-refused')
})

test('a passkey written by hand, moved to another person or altered proves nothing', async () => {
  const [victim, thief] = [await anEnrolled(), await anEnrolled()]
  await world.pool.query('update passkey set staff_id = $1 where staff_id = $2', [victim.staffId, thief.staffId])
  assert.equal((await prove(victim.cookie, thief.passkey)).type, '/problems/passkey-refused')
  await world.pool.query('update passkey set counter = 0, made_at = now() where credential_id = $1', [
    victim.passkey.id,
  ])
  assert.equal((await question(victim.cookie, 'question')).type, '/problems/passkey-missing')
})

test('a new code ends the passkeys and the sessions that there were', async () => {
  const { cookie, passkey, ...desk } = await anEnrolled()
  await prove(cookie, passkey)
  await takeCode({ ...desk, cookie })
  assert.equal((await call(city, { url: '/api/confirmations', cookie })).status, 401)
  const later = await signInAgain({ ...desk, cookie })
  assert.equal((await question(later.cookie, 'question')).type, '/problems/passkey-missing')
})

test('who was switched off between question and answer gets no role', async () => {
  const { cookie, passkey, staffId } = await anEnrolled()
  const response = passkey.signed(await question(cookie, 'question'))
  await world.pool.query('update staff set active = false where staff_id = $1', [staffId])
  const { status } = await call(city, { url: '/api/passkey/proof', cookie, body: { response } })
  assert.equal(status, 403)
})

test('in a demo whoever signs in as staff takes a code for himself, and nobody else does', async () => {
  const { cookie } = await aBeginner()
  const { status, body } = await call<StaffCode>(city, { url: '/api/demo/staff-codes', cookie, body: {} })
  assert.equal(status, 201)
  const taken = await call<Told>(city, { url: '/api/staff-code', cookie, body: { code: body.code } })
  assert.equal(taken.body.step, 'make-passkey')
  const proved = await aStaff(world, { role: 'auditor' })
  for (const told of [{ cookie: proved.cookie }, {}]) {
    const { status } = await call(city, { url: '/api/demo/staff-codes', body: {}, ...told })
    assert.ok(status === 403 || status === 401)
  }
  const real = await buildApp(world)
  assert.equal((await call(real, { url: '/api/demo/staff-codes', cookie, body: {} })).status, 404)
  await real.app.close()
})
