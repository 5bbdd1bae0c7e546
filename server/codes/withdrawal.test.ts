import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { INDEX_PATH, WITHDRAWN_PATH } from '../../core/list/format.ts'
import { isWithdrawn, readWithdrawn } from '../../core/list/withdrawn.ts'
import { phoneKeyHash } from '../../core/code/phone-key.ts'
import { fromBase64url } from '../../core/bytes.ts'
import { after, DAY_LENGTH, MINUTE, SECOND } from '../../core/instant.ts'
import { aPress, indexOf, type TestPress } from '../../test/a-published-list.ts'
import { call } from '../../test/app.ts'
import { aPerson } from '../../test/people.ts'
import { aPhoneKey } from '../../test/phone.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { ownReader } from '../lists/sealing.ts'
import { withdraw, withdrawSession } from './withdrawal.ts'

let world: TestWorld
let city: CityApp
let press: TestPress

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  press = await aPress(world)
  await press.start()
})
afterAll(async () => {
  await press.delete()
  await city.app.close()
  await world.close()
})

/** A phone that has a credential; its key's hash and its session's. */
async function aPhone(cookie: string): Promise<Uint8Array> {
  const { phoneKey } = aPhoneKey()
  assert.equal((await call(city, { url: '/api/code', cookie, body: { phoneKey } })).status, 200)
  return phoneKeyHash(fromBase64url(phoneKey)!, world.crypto)
}

async function listed() {
  const read = await readWithdrawn((await press.press.folder.find(WITHDRAWN_PATH))!, ownReader(world))
  assert.ok(read.ok)
  return read.value
}

let serial = 40
async function aHolder(): Promise<string> {
  serial += 1
  return (await aPerson(world, { serial })).cookie
}

test('a phone that is withdrawn stands in the list with the next turn, and the index names the new list', async () => {
  const keyHash = await aPhone(await aHolder())
  const before = await listed()
  assert.ok(!isWithdrawn(before, keyHash))
  assert.equal(await world.db.transaction().execute((tx) => withdraw(tx, world.system(), keyHash)), true)
  world.at(after(A_MORNING, SECOND))
  await press.turn()
  const list = await listed()
  assert.ok(isWithdrawn(list, keyHash))
  assert.ok(list.number > before.number)
  assert.equal((await indexOf(world, press.press)).withdrawn, list.number)
  assert.ok(await press.press.folder.find(INDEX_PATH))
})

test('withdrawing is recorded once, and a key that nobody has is not withdrawn', async () => {
  const keyHash = await aPhone(await aHolder())
  const acts = async (): Promise<number> =>
    (await world.pool.query(`select count(*) from audit where kind = 'phone-withdrawn'`)).rows[0].count
  const earlier = await acts()
  for (const expected of [true, false]) {
    assert.equal(await world.db.transaction().execute((tx) => withdraw(tx, world.system(), keyHash)), expected)
  }
  const nobodys = new Uint8Array(16)
  assert.equal(await world.db.transaction().execute((tx) => withdraw(tx, world.system(), nobodys)), false)
  assert.equal(await acts(), earlier + 1)
})

test('a withdrawal that is not committed is not published', async () => {
  const keyHash = await aPhone(await aHolder())
  await assert.rejects(
    world.db.transaction().execute(async (tx) => {
      await withdraw(tx, world.system(), keyHash)
      throw new Error('broken half way')
    }),
  )
  await press.turn()
  assert.ok(!isWithdrawn(await listed(), keyHash))
})

test('with a session all its phones are withdrawn', async () => {
  const cookie = await aHolder()
  const phones = [await aPhone(cookie), await aPhone(cookie)]
  const { rows } = await world.pool.query('select session_hash from phone_key where key_hash = $1', [phones[0]])
  const count = await world.db
    .transaction()
    .execute((tx) => withdrawSession(tx, world.system(), rows[0].session_hash as Uint8Array))
  assert.equal(count, 2)
  await press.turn()
  const list = await listed()
  assert.ok(phones.every((keyHash) => isWithdrawn(list, keyHash)))
})

test('rows that somebody wrote or deleted by hand neither withdraw a phone nor give one back', async () => {
  const [kept, forged] = [await aPhone(await aHolder()), await aPhone(await aHolder())]
  await world.db.transaction().execute((tx) => withdraw(tx, world.system(), kept))
  await press.turn()
  await world.pool.query('delete from withdrawn_phone')
  await world.pool.query(`insert into withdrawn_phone values ($1, $2, $3, '')`, [
    forged,
    new Date(world.clock()),
    new Date(after(world.clock(), DAY_LENGTH)),
  ])
  for (const start of [false, true]) {
    if (start) await press.start()
    else await press.turn()
    const list = await listed()
    assert.deepEqual([isWithdrawn(list, kept), isWithdrawn(list, forged)], [true, false])
  }
})

test('a phone leaves the list when its credential would have expired anyway', async () => {
  const keyHash = await aPhone(await aHolder())
  await world.db.transaction().execute((tx) => withdraw(tx, world.system(), keyHash))
  await press.turn()
  assert.ok(isWithdrawn(await listed(), keyHash))
  world.at(after(A_MORNING, 2 * DAY_LENGTH + MINUTE))
  await press.turn()
  assert.equal((await listed()).phones.size, 0)
})
