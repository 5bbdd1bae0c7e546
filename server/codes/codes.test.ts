import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { IssuedCode, KeyList } from '../../contract/codes.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import { readPublishedKey } from '../../core/code/published-key.ts'
import { verifyCode } from '../../core/code/verify.ts'
import { fromBase64url, hex } from '../../core/bytes.ts'
import { after, dayOf, HOUR, startOfDay, day, type Instant } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { aPerson, aStranger } from '../../test/people.ts'
import { aPhoneKey } from '../../test/phone.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { listNumberOf } from './codes.ts'

const SHARD_SIZE = 65_536

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

async function verdictOn(text: string, now: Instant) {
  const keys = (await call<KeyList>(city, { url: '/keys' })).body.keys.map((key) => readPublishedKey(key as never)!)
  return verifyCode(text, {
    now,
    keyOf: (kid) => keys.find((key) => hex(key.kid) === kid),
    crypto: world.crypto,
    acceptsDemo: true,
  })
}

test('a confirmed person gets a credential that his phone can show and anybody can verify with the published keys', async () => {
  const { cookie } = await aPerson(world, { serial: 1 })
  const phone = aPhoneKey()
  const { status, body } = await call<IssuedCode>(city, {
    url: '/api/code',
    cookie,
    body: { phoneKey: phone.phoneKey },
  })
  assert.equal(status, 200)
  assert.equal(body.colour, 'green')
  assert.equal(body.maskedName, '试*人')
  const verdict = await verdictOn(await phone.show(body.credential, A_MORNING), A_MORNING)
  assert.equal(verdict.genuine, true)
})

test('a credential is valid to the end of the next Shanghai day', async () => {
  const { cookie } = await aPerson(world, { serial: 2 })
  const { body } = await call<IssuedCode>(city, { url: '/api/code', cookie, body: { phoneKey: aPhoneKey().phoneKey } })
  assert.equal(body.expiresAt, startOfDay(day(dayOf(A_MORNING) + 2)))
})

test('the issuer alone finds the person behind the place in the list', async () => {
  const { cookie, personId } = await aPerson(world, { serial: 3 })
  const phone = aPhoneKey()
  const { body } = await call<IssuedCode>(city, { url: '/api/code', cookie, body: { phoneKey: phone.phoneKey } })
  const verdict = await verdictOn(await phone.show(body.credential, A_MORNING), A_MORNING)
  assert.ok(verdict.genuine === true && verdict.kind === 'presentation')
  const listNumber = await listNumberOf(city.codes, verdict.credential)
  const row = await world.db
    .selectFrom('person')
    .select('person.list_number')
    .where('person.person_id', '=', personId)
    .executeTakeFirstOrThrow()
  assert.equal(listNumber, row.list_number)
})

test('who is not signed in, not registered, awaiting staff or arriving undeclared gets no code and is told what to do', async () => {
  const body = { phoneKey: aPhoneKey().phoneKey }
  const nobody = await call<ProblemBody>(city, { url: '/api/code', body })
  assert.deepEqual([nobody.status, nobody.body.type], [401, '/problems/not-signed-in'])
  const stranger = await call<ProblemBody>(city, { url: '/api/code', body, cookie: (await aStranger(world)).cookie })
  assert.deepEqual([stranger.status, stranger.body.type], [409, '/problems/not-registered'])
  const waiting = await aPerson(world, { serial: 4, state: 'awaiting-staff' })
  const grey = await call<ProblemBody>(city, { url: '/api/code', body, cookie: waiting.cookie })
  assert.deepEqual([grey.status, grey.body.type], [409, '/problems/identity-not-confirmed'])
  const arriving = await aPerson(world, { serial: 5, arriving: true })
  const undeclared = await call<ProblemBody>(city, { url: '/api/code', body, cookie: arriving.cookie })
  assert.equal(undeclared.body.title, '请先完成来沪人员健康登记')
})

test('a phone key that another session has used is refused, and the same session may ask again', async () => {
  const [first, second] = [await aPerson(world, { serial: 6 }), await aPerson(world, { serial: 7 })]
  const body = { phoneKey: aPhoneKey().phoneKey }
  assert.equal((await call(city, { url: '/api/code', body, cookie: first.cookie })).status, 200)
  assert.equal((await call(city, { url: '/api/code', body, cookie: first.cookie })).status, 200)
  const stolen = await call<ProblemBody>(city, { url: '/api/code', body, cookie: second.cookie })
  assert.equal(stolen.body.type, '/problems/phone-key-invalid')
})

test('a point that is not on the curve is no phone key', async () => {
  const { cookie } = await aPerson(world, { serial: 8 })
  for (const at of [0, 1, 64]) {
    const off = Buffer.from(fromBase64url(aPhoneKey().phoneKey)!)
    off[at]! ^= 1
    const body = { phoneKey: off.toString('base64url') }
    const answer = await call<ProblemBody>(city, { url: '/api/code', cookie, body })
    assert.equal(answer.body.type, '/problems/phone-key-invalid')
  }
})

test('a colour row that somebody altered is never signed', async () => {
  const { cookie, personId } = await aPerson(world, { serial: 9 })
  await world.db.updateTable('colour_state').set({ colour: 'red' }).where('person_id', '=', personId).execute()
  const answer = await call<ProblemBody>(city, { url: '/api/code', cookie, body: { phoneKey: aPhoneKey().phoneKey } })
  assert.deepEqual([answer.status, answer.body.type], [500, '/problems/unexpected'])
})

test('numbers beyond the day’s domain get an appended segment, and all places stay distinct', async () => {
  const today = dayOf(A_MORNING)
  const inside = await city.codes.epochs.placeOf(today, 5)
  const beyond = await city.codes.epochs.placeOf(today, SHARD_SIZE + 7)
  assert.ok(inside < SHARD_SIZE && beyond >= SHARD_SIZE)
  assert.equal(await city.codes.epochs.numberAt(today, beyond), SHARD_SIZE + 7)
  assert.equal(await city.codes.epochs.numberAt(today, inside), 5)
  assert.equal(await city.codes.epochs.numberAt(today, 100 * SHARD_SIZE), undefined)
})

test('the next day puts everybody at another place', async () => {
  const today = dayOf(A_MORNING)
  const [one, other] = [
    await city.codes.epochs.placeOf(today, 11),
    await city.codes.epochs.placeOf(dayOf(after(A_MORNING, 24 * HOUR)), 11),
  ]
  assert.notEqual(one, other)
})
