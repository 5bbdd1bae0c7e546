import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { SessionView } from '../../contract/identity.ts'
import { after, DAY_LENGTH, HOUR, MINUTE } from '../../core/instant.ts'
import { A_MORNING } from '../../test/world.ts'
import { handleOf, findHandle } from '../demo/handles.ts'
import { demoPerson } from '../demo/people.ts'
import { PROVIDER_PATH } from '../demo/provider-engine.ts'
import {
  aBrowser,
  aListeningCity,
  makeStaff,
  SEED,
  signIn,
  walkToCallback,
  type Browser,
} from '../../test/sign-in-samples.ts'
import { documentHash } from '../kit/seal.ts'
import { forgetExpired } from './expiry.ts'
import { SIGN_IN_WITHIN, samePath, subjectHash } from './sign-in.ts'

const DEAD = {
  id: 'dead',
  name: { zh: '坏了', en: 'Broken' },
  issuer: 'http://localhost:1',
  clientId: 'city',
  clientSecret: 'secret',
}

let city: Awaited<ReturnType<typeof aListeningCity>>
before(async () => {
  city = await aListeningCity([DEAD])
})
afterAll(() => city.close())

async function sessionOf(browser: Browser): Promise<SessionView> {
  return (await (await browser.get(`${city.url}/api/session`)).json()) as SessionView
}

async function accountOf(handle: string): Promise<{ asserted_document_hash: Uint8Array | null }> {
  const { keys, settings, db } = city.world
  const subject = subjectHash({ keys, settings }, `${city.url}${PROVIDER_PATH}`, handleOf(findHandle(handle)!))
  return db
    .selectFrom('account')
    .select('account.asserted_document_hash')
    .where('account.subject_hash', '=', subject)
    .executeTakeFirstOrThrow()
}

test('whoever signs in at a channel comes back to the page he came from, signed in', async () => {
  const browser = aBrowser()
  assert.equal((await sessionOf(browser)).signedIn, 'nobody')
  const answer = await signIn(browser, city, { handle: 'green-1', returnTo: '/register?step=1' })
  assert.equal(answer.headers.get('location'), '/register?step=1')
  const session = await sessionOf(browser)
  assert.deepEqual(
    { signedIn: session.signedIn, channel: session.channel, demo: session.demo },
    { signedIn: 'citizen', channel: 'demo', demo: true },
  )
})

test('the account keeps the verified document that the provider asserts, as a keyed hash', async () => {
  await signIn(aBrowser(), city, { handle: 'new-1' })
  const { document } = demoPerson(SEED, findHandle('new-1')!)
  const { asserted_document_hash: asserted } = await accountOf('new-1')
  assert.deepEqual(asserted && Buffer.from(asserted), documentHash(city.world.keys, document))
})

test('what the provider asserts is written anew at each sign-in', async () => {
  await signIn(aBrowser(), city, { handle: 'new-2' })
  const { asserted_document_hash: first } = await accountOf('new-2')
  await city.world.db
    .updateTable('account')
    .set({ asserted_document_hash: new Uint8Array(32) })
    .execute()
  await signIn(aBrowser(), city, { handle: 'new-2' })
  assert.deepEqual((await accountOf('new-2')).asserted_document_hash, first)
})

test('an account whose provider asserts no document has none', async () => {
  await signIn(aBrowser(), city, { handle: 'plain-1' })
  assert.equal((await accountOf('plain-1')).asserted_document_hash, null)
})

test('signing in again is the same account, and ends the session before', async () => {
  const browser = aBrowser()
  await signIn(browser, city, { handle: 'green-2' })
  const first = browser.cookies.find(({ name }) => name === 'session')!
  await signIn(browser, city, { handle: 'p0002' })
  const second = browser.cookies.find(({ name }) => name === 'session')!
  assert.notEqual(first.value, second.value)
  const answer = await fetch(`${city.url}/api/session`, { headers: { cookie: `session=${first.value}` } })
  assert.equal(((await answer.json()) as SessionView).signedIn, 'nobody')
  const { rows } = await city.world.pool.query('select count(*) from account where subject_hash = $1', [
    subjectHash(city.world, `${city.url}${PROVIDER_PATH}`, 'p0002'),
  ])
  assert.equal(rows[0].count, 1)
})

test('the database holds no session token and no name or document of whoever signed in', async () => {
  const browser = aBrowser()
  await signIn(browser, city, { handle: 'green-3' })
  const { name, document } = demoPerson(SEED, findHandle('green-3')!)
  const { rows } = await city.world.pool.query(
    `select account::text from account union all select session::text from session union all select sign_in::text from sign_in`,
  )
  const text = rows.map((row: { account: string }) => row.account).join('\n')
  const token = Buffer.from(browser.cookies.find((cookie) => cookie.name === 'session')!.value, 'base64url').toString(
    'hex',
  )
  for (const secret of [name, document.number, token]) assert.equal(text.includes(secret), false)
})

test('staff sign in like everybody, have their role, and the sign-in is on record', async () => {
  const staffId = await makeStaff(city, 'p0101', 'identity-officer')
  const browser = aBrowser()
  await signIn(browser, city, { handle: 'p0101' })
  const session = await sessionOf(browser)
  assert.deepEqual([session.signedIn, session.role], ['staff', 'identity-officer'])
  const { rows } = await city.world.pool.query(
    `select audit.kind from audit join audit_body using (id) where audit_body.actor_id = $1`,
    [staffId],
  )
  assert.deepEqual(rows, [{ kind: 'staff-signed-in' }])
})

test('a guard signs in as the citizen that he is: on duty he is at a gate’s device', async () => {
  await makeStaff(city, 'guard-1', 'guard')
  const browser = aBrowser()
  await signIn(browser, city, { handle: 'guard-1' })
  const session = await sessionOf(browser)
  assert.deepEqual([session.signedIn, session.role], ['citizen', undefined])
})

test('who is no longer staff keeps the session as a citizen', async () => {
  const staffId = await makeStaff(city, 'p0102', 'identity-officer')
  const browser = aBrowser()
  await signIn(browser, city, { handle: 'p0102' })
  await city.world.db.updateTable('staff').set({ active: false }).where('staff.staff_id', '=', staffId).execute()
  assert.equal((await sessionOf(browser)).signedIn, 'citizen')
})

/** Asks for something every 29 minutes, as whoever works does. */
async function stayAtDesk(browser: Browser, untilMs: number): Promise<void> {
  for (let ms = 0; ms < Math.min(untilMs, 12 * HOUR); ms += 29 * MINUTE) {
    city.world.at(after(A_MORNING, ms))
    await sessionOf(browser)
  }
}

test('a citizen is signed in for 30 days and staff for 12 hours, to the millisecond', async () => {
  await makeStaff(city, 'staff-1', 'identity-officer')
  const [citizen, staff] = [aBrowser(), aBrowser()]
  await signIn(citizen, city, { handle: 'yellow-1' })
  await signIn(staff, city, { handle: 'staff-1' })
  const seen: string[] = []
  for (const ms of [12 * HOUR - 1, 12 * HOUR, 30 * DAY_LENGTH - 1, 30 * DAY_LENGTH]) {
    await stayAtDesk(staff, ms)
    city.world.at(after(A_MORNING, ms))
    seen.push(`${(await sessionOf(staff)).signedIn} ${(await sessionOf(citizen)).signedIn}`)
  }
  city.world.at(A_MORNING)
  assert.deepEqual(seen, ['staff citizen', 'nobody citizen', 'nobody citizen', 'nobody nobody'])
})

test('what is over is forgotten, and what is not stays', async () => {
  const [citizen, staff] = [aBrowser(), aBrowser()]
  await makeStaff(city, 'staff-2', 'identity-officer')
  await signIn(citizen, city, { handle: 'yellow-2' })
  await signIn(staff, city, { handle: 'staff-2' })
  await aBrowser().get(`${city.url}/sign-in/demo`)
  city.world.at(after(A_MORNING, 12 * HOUR))
  await forgetExpired(city.world.system())
  const { rows } = await city.world.pool.query(
    `select (select count(*) from session where staff_id is not null) as staff, (select count(*) from sign_in) as begun`,
  )
  const still = await sessionOf(citizen)
  city.world.at(A_MORNING)
  assert.deepEqual([rows, still.signedIn], [[{ staff: 0, begun: 0 }], 'citizen'])
})

test('signing out ends the session and the cookie', async () => {
  const browser = aBrowser()
  await signIn(browser, city, { handle: 'red-1' })
  const { value } = browser.cookies.find(({ name }) => name === 'session')!
  const answer = await browser.post(`${city.url}/api/sign-out`)
  assert.equal(answer.status, 200)
  assert.equal(
    browser.cookies.find(({ name }) => name === 'session'),
    undefined,
  )
  const again = await fetch(`${city.url}/api/session`, { headers: { cookie: `session=${value}` } })
  assert.equal(((await again.json()) as SessionView).signedIn, 'nobody')
})

test('the session cookie is out of reach of scripts and of other sites', async () => {
  const answer = await signIn(aBrowser(), city, { handle: 'green-1' })
  const line = answer.headers.getSetCookie().find((one) => one.startsWith('session='))!
  assert.match(line, /; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
})

test("the answer to another browser's sign-in signs nobody in", async () => {
  const thief = aBrowser()
  const stolen = await thief.get(await walkToCallback(aBrowser(), city, { handle: 'green-1' }))
  assert.equal(stolen.headers.get('location'), '/sign-in?problem=sign-in-expired')
  assert.equal((await sessionOf(thief)).signedIn, 'nobody')
})

test('an answer that comes twice signs in once', async () => {
  const browser = aBrowser()
  const callback = await walkToCallback(browser, city, { handle: 'green-1', returnTo: '/once' })
  const locations = [await browser.get(callback), await browser.get(callback)].map(({ headers }) =>
    headers.get('location'),
  )
  assert.deepEqual(locations, ['/once', '/sign-in?problem=sign-in-expired'])
})

test('two tabs of one browser may sign in at once', async () => {
  const browser = aBrowser()
  const first = await walkToCallback(browser, city, { handle: 'green-1', returnTo: '/first' })
  await browser.get(`${city.url}/sign-in/demo?return=/second`)
  assert.equal((await browser.get(first)).headers.get('location'), '/first')
})

test('a sign-in that took 10 minutes has to begin anew', async () => {
  for (const [late, expected] of [
    [SIGN_IN_WITHIN - 1, '/late'],
    [SIGN_IN_WITHIN, '/sign-in?problem=sign-in-expired'],
  ] as const) {
    const meanwhile = () => city.world.at(after(A_MORNING, late))
    const answer = await signIn(aBrowser(), city, { handle: 'green-1', returnTo: '/late', meanwhile })
    city.world.at(A_MORNING)
    assert.equal(answer.headers.get('location'), expected)
  }
})

test('an answer with a wrong state leads to the sign-in page', async () => {
  const browser = aBrowser()
  const wrong = await browser.get(`${city.url}/sign-in/demo/callback?code=x&state=y`)
  assert.equal(wrong.headers.get('location'), '/sign-in?problem=sign-in-expired')
})

test('somebody who turns back at the provider comes to the sign-in page without a problem', async () => {
  const answer = await aBrowser().get(`${city.url}/sign-in/demo/callback?error=access_denied&state=y`)
  assert.equal(answer.headers.get('location'), '/sign-in')
})

test('a provider that does not answer is said to have failed, and the others go on', async () => {
  const answer = await aBrowser().get(`${city.url}/sign-in/dead?return=/x`)
  assert.equal(answer.headers.get('location'), '/sign-in?problem=channel-failed&return=%2Fx')
  assert.equal((await signIn(aBrowser(), city, { handle: 'green-1' })).headers.get('location'), '/')
})

test('an unknown channel is said to be unknown', async () => {
  const answer = await aBrowser().get(`${city.url}/sign-in/none`)
  assert.equal(answer.headers.get('location'), '/sign-in?problem=channel-unknown&return=%2F')
})

test('the channels are listed without secrets', async () => {
  const answer = await aBrowser().get(`${city.url}/api/channels`)
  assert.deepEqual(await answer.json(), {
    channels: [
      { id: 'demo', name: { zh: '演示登录', en: 'Demo sign-in' } },
      { id: 'dead', name: { zh: '坏了', en: 'Broken' } },
    ],
    demo: true,
  })
})

test('one may sign in at 127.0.0.1 where the public address says localhost', async () => {
  const browser = aBrowser()
  const there = { url: city.url.replace('localhost', '127.0.0.1') }
  const back = await signIn(browser, there, { handle: 'green-1', returnTo: '/here' })
  assert.equal(back.headers.get('location'), '/here')
  const answer = await browser.get(`${there.url}/api/session`)
  assert.equal(((await answer.json()) as SessionView).signedIn, 'citizen')
})

test('only the operator has the token of the operator', async () => {
  const call = async (authorization: string) =>
    (await fetch(`${city.url}/api/confirmations`, { headers: { authorization } })).status
  assert.equal(await call('Bearer operator-token-of-a-test'), 403)
  assert.equal(await call('Bearer operator-token-of-a-tesT'), 401)
  assert.equal(await call('Bearer x'), 401)
})

test('nobody is sent to another site after signing in', () => {
  assert.equal(samePath('/a/b?c=d#e'), '/a/b?c=d#e')
  for (const asked of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'evil',
    '',
    '/\t/evil.example',
    'javascript:1',
  ]) {
    assert.match(samePath(asked), /^\/(?![/\\])/, asked)
  }
})
