import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { EntriesResult, EntryUpload } from '../../contract/doors.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { call } from '../../test/app.ts'
import { aGate, aGuard, type TestGate } from '../../test/gates.ts'
import { aStaff, switchStaffOff } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { unsealJson } from '../kit/seal.ts'

let world: TestWorld
let city: CityApp
let gate: TestGate

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  gate = await aGate(world)
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

function anEntry(guardId = gate.guardId, gateId = gate.gateId): EntryUpload {
  return {
    entryId: uuidv7(A_MORNING, world.random),
    gateId,
    guardId,
    at: A_MORNING,
    direction: 'in',
    shown: 'green',
    decision: 'admitted',
    reason: 'colour',
  }
}

async function send(by: { cookie: string }, ...entries: EntryUpload[]): Promise<string[]> {
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

test('each entry is recorded under who was on duty at the scan, whoever is when it is sent', async () => {
  const [early, late] = [anEntry(), anEntry(await aGuard(world, gate.organisationId))]
  assert.deepEqual(await send(gate, early, late), ['written', 'written'])
  assert.deepEqual([await guardOf(early), await guardOf(late)], [early.guardId, late.guardId])
})

test('an entry counts under its guard also when he has left the organisation’s service since', async () => {
  const left = await aGuard(world, gate.organisationId)
  await switchStaffOff(world, left)
  const entry = anEntry(left)
  assert.deepEqual(await send(gate, entry), ['written'])
  assert.equal(await guardOf(entry), left)
})

test('an entry under a guard of another organisation, under other staff, or under nobody’s id, is held whole', async () => {
  const officer = await aStaff(world, { role: 'identity-officer', organisationId: gate.organisationId })
  const others = [(await aGate(world)).guardId, officer.staffId, uuidv7(A_MORNING, world.random)]
  for (const guardId of others) {
    const [entry, beside] = [anEntry(guardId), anEntry()]
    assert.deepEqual(await send(gate, entry, beside), ['held', 'written'])
    assert.equal(await guardOf(entry), undefined)
    const held = await heldOf(entry)
    assert.deepEqual([held.why, held.guard_id], ['guard', guardId])
    assert.deepEqual(unsealJson(world.keys.cookie, `entry-held:${entry.entryId}`, held.sealed), entry)
  }
})

test('a device that was moved sends what it recorded at its former gate, which must be of the same organisation', async () => {
  const moved = await aGate(world, { organisationId: gate.organisationId })
  assert.deepEqual(await send(moved, anEntry()), ['written'])
  const elsewhere = await aGate(world)
  const entry = anEntry()
  assert.deepEqual(await send(elsewhere, entry), ['held'])
  assert.equal((await heldOf(entry)).why, 'gate')
})

test('an entry that names no guard is not taken', async () => {
  const { guardId: _, ...nobodys } = anEntry()
  const { status } = await call(city, { url: '/api/entries', cookie: gate.cookie, body: { entries: [nobodys] } })
  assert.equal(status, 400)
})
