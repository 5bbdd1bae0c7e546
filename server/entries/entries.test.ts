import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { DutyVenues, EntriesResult, EntryUpload } from '../../contract/doors.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { call } from '../../test/app.ts'
import { aStaff } from '../../test/people.ts'
import { aVenue } from '../../test/venues.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { unsealJson } from '../kit/seal.ts'

type Staff = Awaited<ReturnType<typeof aStaff>>

let world: TestWorld
let city: CityApp
let early: Staff
let late: Staff
let gateId: string

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  early = await aStaff(world, { role: 'guard' })
  const { organisationId } = early
  late = await aStaff(world, { role: 'guard', organisationId })
  gateId = (await aVenue(world, { organisationId })).gateId
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

function anEntry(guardId?: string): EntryUpload {
  return {
    entryId: uuidv7(A_MORNING, world.random),
    gateId,
    at: A_MORNING,
    direction: 'in',
    shown: 'green',
    decision: 'admitted',
    reason: 'colour',
    ...(guardId === undefined ? {} : { guardId }),
  }
}

async function send(by: Staff, ...entries: EntryUpload[]): Promise<string[]> {
  const { status, body } = await call<EntriesResult>(city, {
    url: '/api/entries',
    cookie: by.cookie,
    body: { entries },
  })
  assert.equal(status, 201)
  return body.results.map(({ outcome }) => outcome)
}

async function guardOf({ entryId }: EntryUpload): Promise<string | undefined> {
  const { rows } = await world.pool.query('select guard_id from entry where entry_id = $1', [entryId])
  return rows[0]?.guard_id
}

async function heldOf({ entryId }: EntryUpload) {
  const { rows } = await world.pool.query('select * from entry_held where entry_id = $1', [entryId])
  return rows[0]
}

test('a device learns with its venues who is on duty', async () => {
  const { body } = await call<DutyVenues>(city, { url: '/api/duty-venues', cookie: early.cookie })
  assert.equal(body.guardId, early.staffId)
})

test('an entry that waited until the next guard had signed in is recorded under who was on duty at the scan', async () => {
  const [waited, own] = [anEntry(early.staffId), anEntry(late.staffId)]
  assert.deepEqual(await send(late, waited, own), ['written', 'written'])
  assert.deepEqual([await guardOf(waited), await guardOf(own)], [early.staffId, late.staffId])
})

test('an entry of an older gate, which names no guard, is recorded under who sends it', async () => {
  const entry = anEntry()
  await send(late, entry)
  assert.equal(await guardOf(entry), late.staffId)
})

test('an entry counts under its guard also when he has left the organisation’s service since', async () => {
  const left = await aStaff(world, { role: 'guard', organisationId: early.organisationId })
  await world.pool.query('update staff set active = false where staff_id = $1', [left.staffId])
  const entry = anEntry(left.staffId)
  assert.deepEqual(await send(late, entry), ['written'])
  assert.equal(await guardOf(entry), left.staffId)
})

test('an entry under staff of another organisation, or under nobody’s id, is held whole under who sends it', async () => {
  const foreign = await aStaff(world, { role: 'guard' })
  for (const guardId of [foreign.staffId, uuidv7(A_MORNING, world.random)]) {
    const [entry, beside] = [anEntry(guardId), anEntry(early.staffId)]
    assert.deepEqual(await send(late, entry, beside), ['held', 'written'])
    assert.equal(await guardOf(entry), undefined)
    const held = await heldOf(entry)
    assert.deepEqual([held.why, held.guard_id], ['guard', late.staffId])
    assert.deepEqual(unsealJson(world.keys.cookie, `entry-held:${entry.entryId}`, held.sealed), entry)
  }
})

test('a guard cannot bring an entry to another organisation’s gate by naming a guard of that one', async () => {
  const foreign = await aStaff(world, { role: 'guard' })
  const entry = anEntry(early.staffId)
  assert.deepEqual(await send(foreign, entry), ['held'])
  assert.equal((await heldOf(entry)).why, 'gate')
})
