import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { IssuedCode } from '../../contract/codes.ts'
import type { VerifyAnswer } from '../../contract/doors.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import { after, MINUTE } from '../../core/instant.ts'
import { call, type Answer } from '../../test/app.ts'
import { aGate, type TestGate } from '../../test/gates.ts'
import { aPerson } from '../../test/people.ts'
import { aPhoneKey } from '../../test/phone.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { startSession } from '../identity/session.ts'

let world: TestWorld
let city: CityApp
let gate: TestGate
let serial = 300

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  gate = await aGate(world)
})
beforeEach(() => world.at(A_MORNING))
afterAll(async () => {
  await city.app.close()
  await world.close()
})

interface Holder {
  readonly accountId: string
  readonly cookie: string
}

async function aHolder(): Promise<Holder> {
  serial += 1
  return aPerson(world, { serial })
}

/** Another sign-in of the same account. */
async function signInAgain({ accountId }: Holder): Promise<string> {
  const ctx = world.system()
  const session = await world.db.transaction().execute((tx) => startSession(tx, ctx, { accountId, staff: undefined }))
  return `session=${session.token}`
}

function ask(cookie: string, phoneKey = aPhoneKey().phoneKey): Promise<Answer<IssuedCode & ProblemBody>> {
  return call(city, { url: '/api/code', cookie, body: { phoneKey } })
}

/** A code that a phone has just fetched, as it shows it. */
async function show(cookie: string): Promise<string> {
  const phone = aPhoneKey()
  const { status, body } = await ask(cookie, phone.phoneKey)
  assert.equal(status, 200)
  return phone.show(body.credential, A_MORNING)
}

async function verify(code: string): Promise<string> {
  const { body } = await call<VerifyAnswer>(city, {
    url: '/api/verify',
    cookie: gate.cookie,
    body: { gateId: gate.gateId, code, at: A_MORNING },
  })
  return 'because' in body.shown ? body.shown.because : body.shown.kind
}

test('a new sign-in that fetches a code withdraws the code of the former phone, at every gate at once', async () => {
  const holder = await aHolder()
  const former = await show(holder.cookie)
  const cookie = await signInAgain(holder)
  assert.equal(await verify(former), 'colour', 'to sign in alone takes nothing from anybody')
  const next = await show(cookie)
  assert.deepEqual([await verify(former), await verify(next)], ['withdrawn', 'colour'])
})

test('the former phone hears that its holder signed in elsewhere, and can take nothing back without signing in', async () => {
  const holder = await aHolder()
  await show(holder.cookie)
  const next = await show(await signInAgain(holder))
  for (const answer of [
    await ask(holder.cookie),
    await call<ProblemBody>(city, { url: '/api/me', cookie: holder.cookie }),
  ]) {
    assert.deepEqual([answer.status, answer.body.type], [401, '/problems/signed-in-elsewhere'])
  }
  assert.equal(await verify(next), 'colour')
  const back = await show(await signInAgain(holder))
  assert.deepEqual([await verify(next), await verify(back)], ['withdrawn', 'colour'])
})

test('a phone that renews its code keeps those that it has', async () => {
  const { cookie } = await aHolder()
  const [first, second] = [await show(cookie), await show(cookie)]
  assert.deepEqual([await verify(first), await verify(second)], ['colour', 'colour'])
})

test('of two phones of one account that ask at once exactly one has a code that counts', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const holder = await aHolder()
    const phones = [aPhoneKey(), aPhoneKey()]
    const cookies = [holder.cookie, await signInAgain(holder)]
    const answers = await Promise.all(cookies.map((cookie, at) => ask(cookie, phones[at]!.phoneKey)))
    const shown = await Promise.all(
      answers.map(({ status, body }, at) =>
        status === 200 ? phones[at]!.show(body.credential, A_MORNING) : undefined,
      ),
    )
    const verdicts = await Promise.all(shown.map((code) => (code === undefined ? 'none' : verify(code))))
    assert.equal(verdicts.filter((verdict) => verdict === 'colour').length, 1, verdicts.join())
  }
})

test('a phone that renews while another takes over keeps no code that counts', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const holder = await aHolder()
    await show(holder.cookie)
    const other = await signInAgain(holder)
    const renewals = Array.from({ length: 6 }, () => aPhoneKey())
    const [taken, ...renewed] = await Promise.all([
      ask(other),
      ...renewals.map((phone) => ask(holder.cookie, phone.phoneKey)),
    ])
    assert.equal(taken!.status, 200)
    for (const [at, { status, body }] of renewed.entries()) {
      if (status !== 200) assert.equal(body.type, '/problems/signed-in-elsewhere')
      else assert.equal(await verify(await renewals[at]!.show(body.credential, A_MORNING)), 'withdrawn')
    }
  }
})

test('what was withdrawn and what took its place are durable together or not at all', async () => {
  const holder = await aHolder()
  const former = await show(holder.cookie)
  const cookie = await signInAgain(holder)
  await world.pool.query('alter table audit add constraint broken check (kind <> $$phone-withdrawn$$) not valid')
  try {
    assert.equal((await ask(cookie)).status, 500)
  } finally {
    await world.pool.query('alter table audit drop constraint broken')
  }
  assert.equal(await verify(former), 'colour')
  assert.equal((await ask(holder.cookie)).status, 200)
})

test('a key that another phone has shown already takes nothing over', async () => {
  const holder = await aHolder()
  const { phoneKey } = aPhoneKey()
  assert.equal((await ask(holder.cookie, phoneKey)).status, 200)
  const stolen = await ask(await signInAgain(holder), phoneKey)
  assert.deepEqual([stolen.status, stolen.body.type], [400, '/problems/phone-key-invalid'])
  assert.equal((await ask(holder.cookie)).status, 200)
})

test('who signs out leaves no code that counts, and two people who share a channel do not disturb each other', async () => {
  const [leaving, staying] = [await aHolder(), await aHolder()]
  const codes = [await show(leaving.cookie), await show(staying.cookie)]
  await call(city, { method: 'POST', url: '/api/sign-out', cookie: leaving.cookie })
  await world.work()
  assert.deepEqual([await verify(codes[0]!), await verify(codes[1]!)], ['withdrawn', 'colour'])
  assert.equal((await ask(leaving.cookie)).body.type, '/problems/not-signed-in')
  await show(await signInAgain(leaving))
})

test('a withdrawal written by hand takes nobody’s code', async () => {
  const { cookie } = await aHolder()
  const code = await show(cookie)
  const { rows } = await world.pool.query('select key_hash from phone_key order by issued_at desc, key_hash')
  for (const { key_hash: keyHash } of rows) {
    await world.pool.query(`insert into withdrawn_phone values ($1, now(), $2, '') on conflict do nothing`, [
      keyHash,
      new Date(after(A_MORNING, MINUTE)),
    ])
  }
  assert.equal(await verify(code), 'colour')
  await world.pool.query(`delete from withdrawn_phone where mac = ''`)
})

test('a first phone is one statement, too', async () => {
  const { accountId, cookie } = await aHolder()
  await show(cookie)
  const { rows } = await world.pool.query(
    `select account_phone.xmin = phone_key.xmin as together from account_phone join phone_key using (session_hash)
     where account_phone.account_id = $1`,
    [accountId],
  )
  assert.deepEqual(rows, [{ together: true }])
})

test('a renewal is one statement: it opens no transaction of its own', async () => {
  const { cookie } = await aHolder()
  await show(cookie)
  const { rows: earlier } = await world.pool.query('select xmin::text from account_phone')
  await show(cookie)
  const { rows: later } = await world.pool.query('select xmin::text from account_phone')
  assert.deepEqual(later.map(({ xmin }) => xmin).toSorted(), earlier.map(({ xmin }) => xmin).toSorted())
})
