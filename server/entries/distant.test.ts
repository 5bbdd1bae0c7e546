import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { EntryUpload } from '../../contract/doors.ts'
import type { DistantEntries } from '../../contract/gates.ts'
import type { IdentityDocument } from '../../core/document.ts'
import { after, DAY_LENGTH, MINUTE, SECOND, type Instant } from '../../core/instant.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { call } from '../../test/app.ts'
import { aGate, type TestGate } from '../../test/gates.ts'
import { aDocument } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { forgetDistant, sweepDistant } from './distant.ts'

const HUANGPU = '310101'
const XUHUI = '310104'

let world: TestWorld
let city: CityApp
let here: TestGate
let near: TestGate
let far: TestGate
let serial = 500

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  here = await aGate(world, { divisionCode: HUANGPU })
  near = await aGate(world, { divisionCode: `${HUANGPU}002` })
  far = await aGate(world, { divisionCode: XUHUI })
})
beforeEach(async () => {
  world.at(A_MORNING)
  for (const table of ['entry', 'entry_distant', 'entry_sweep']) await world.pool.query(`delete from ${table}`)
  await sweepDistant(world.system())
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

function somebody(): IdentityDocument {
  serial += 1
  return aDocument(serial)
}

async function enter(at: TestGate, who: { document: IdentityDocument; at: Instant }): Promise<string> {
  const entry: EntryUpload = {
    entryId: uuidv7(who.at, world.random),
    gateId: at.gateId,
    guardId: at.guardId,
    at: who.at,
    direction: 'in',
    document: who.document,
    shown: 'no-code',
    decision: 'admitted',
    reason: 'document-seen',
  }
  const { status } = await call(city, { url: '/api/entries', cookie: at.cookie, body: { entries: [entry] } })
  assert.equal(status, 201)
  return entry.entryId
}

async function pairs(): Promise<DistantEntries['pairs']> {
  const headers = { authorization: `Bearer ${world.operatorToken}` }
  return (await call<DistantEntries>(city, { url: '/api/operator/distant-entries', headers })).body.pairs
}

test('two entries of one person ten minutes apart in different districts are recorded, and a moment further apart they are not', async () => {
  const [one, other] = [somebody(), somebody()]
  const later = after(A_MORNING, 10 * MINUTE)
  world.at(after(A_MORNING, 11 * MINUTE))
  const earlierId = await enter(here, { document: one, at: A_MORNING })
  const laterId = await enter(far, { document: one, at: later })
  await enter(here, { document: other, at: A_MORNING })
  await enter(far, { document: other, at: after(later, 1) })
  assert.equal(await sweepDistant(world.system()), 1)
  const [pair, ...more] = await pairs()
  assert.equal(more.length, 0)
  assert.deepEqual(pair!.earlier, { entryId: earlierId, gateId: here.gateId, at: A_MORNING })
  assert.deepEqual(pair!.later, { entryId: laterId, gateId: far.gateId, at: later })
})

test('streets of one district, and other people, are not far from each other', async () => {
  const [one, other] = [somebody(), somebody()]
  await enter(here, { document: one, at: A_MORNING })
  await enter(near, { document: one, at: A_MORNING })
  await enter(far, { document: other, at: A_MORNING })
  assert.equal(await sweepDistant(world.system()), 0)
})

test('a pair is recorded once, however often it is looked at and in whichever order its entries came', async () => {
  const one = somebody()
  await enter(far, { document: one, at: after(A_MORNING, MINUTE) })
  assert.equal(await sweepDistant(world.system()), 0)
  world.at(after(A_MORNING, 5 * MINUTE))
  await enter(here, { document: one, at: A_MORNING })
  assert.equal(await sweepDistant(world.system()), 1)
  assert.equal(await sweepDistant(world.system()), 0)
  world.at(after(A_MORNING, 5 * MINUTE + 30 * SECOND))
  assert.equal(await sweepDistant(world.system()), 0)
  assert.equal((await pairs())[0]!.earlier.gateId, here.gateId)
})

test('what came days late from a gate’s outbox is looked at when it comes', async () => {
  const one = somebody()
  await enter(here, { document: one, at: A_MORNING })
  await sweepDistant(world.system())
  world.at(after(A_MORNING, 2 * DAY_LENGTH))
  await enter(far, { document: one, at: after(A_MORNING, MINUTE) })
  assert.equal(await sweepDistant(world.system()), 1)
})

test('an entry that was committed while a sweep was under way is looked at by the next one', async () => {
  const one = somebody()
  await enter(here, { document: one, at: A_MORNING })
  await enter(far, { document: one, at: A_MORNING })
  // Received before the mark was moved, and seen only after it.
  await world.pool.query('update entry_sweep set received_until = $1', [new Date(after(A_MORNING, 30 * SECOND))])
  world.at(after(A_MORNING, 31 * SECOND))
  assert.equal(await sweepDistant(world.system()), 1)
})

test('nobody is refused for it, it is counted, and whose pairs were read is on record', async () => {
  const one = somebody()
  await enter(here, { document: one, at: A_MORNING })
  await enter(far, { document: one, at: A_MORNING })
  await sweepDistant(world.system())
  const [pair] = await pairs()
  const { rows } = await world.pool.query(
    `select purpose from audit join audit_body using (id) where kind = 'distant-entries-read' and subject_id = $1`,
    [pair!.personId],
  )
  assert.deepEqual(rows, [{ purpose: 'distant-entries' }])
  const { body } = await call<string>(city, { url: '/metrics' })
  assert.match(body as string, /suishenma_distant_entries_total [1-9]/)
  assert.equal((await call(city, { url: '/api/operator/distant-entries', cookie: here.cookie })).status, 401)
})

test('a pair is kept for 28 days', async () => {
  const one = somebody()
  await enter(here, { document: one, at: A_MORNING })
  await enter(far, { document: one, at: A_MORNING })
  await sweepDistant(world.system())
  const end = after(A_MORNING, 28 * DAY_LENGTH)
  for (const [now, left] of [
    [end, 1],
    [after(end, 1), 0],
  ] as const) {
    await world.db.transaction().execute((tx) => forgetDistant(tx, now))
    assert.equal((await pairs()).length, left)
  }
})
