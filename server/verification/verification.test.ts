import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { IssuedCode } from '../../contract/codes.ts'
import type { EntriesResult, EntryUpload, VerifyAnswer } from '../../contract/doors.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import { after, DAY_LENGTH, HOUR, MINUTE, SECOND, type Instant } from '../../core/instant.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { call } from '../../test/app.ts'
import { aGate, type TestGate } from '../../test/gates.ts'
import { aDocument, aPerson, type SignedIn } from '../../test/people.ts'
import { aPhoneKey } from '../../test/phone.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { bucketOf } from '../entries/store.ts'
import { findPerson, writePhoto } from '../identity/persons.ts'

let world: TestWorld
let city: CityApp
let gate: TestGate
let serial = 100

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

async function aShownCode(at: Instant = A_MORNING): Promise<{ holder: SignedIn; code: string }> {
  serial += 1
  const holder = await aPerson(world, { serial })
  const phone = aPhoneKey()
  const { body } = await call<IssuedCode>(city, {
    url: '/api/code',
    cookie: holder.cookie,
    body: { phoneKey: phone.phoneKey },
  })
  return { holder, code: await phone.show(body.credential, at) }
}

async function verify(code: string): Promise<VerifyAnswer['shown']> {
  const { status, body } = await call<VerifyAnswer>(city, {
    url: '/api/verify',
    cookie: gate.cookie,
    body: { gateId: gate.gateId, code, at: A_MORNING },
  })
  assert.equal(status, 200)
  return body.shown
}

function anEntry(told: Partial<EntryUpload> = {}): EntryUpload {
  return {
    entryId: uuidv7(A_MORNING, world.random),
    gateId: gate.gateId,
    guardId: gate.guardId,
    at: A_MORNING,
    direction: 'in',
    celsius: 36.3,
    shown: 'green',
    decision: 'admitted',
    reason: 'colour',
    ...told,
  }
}

async function send(...entries: EntryUpload[]): Promise<string[]> {
  const { status, body } = await call<EntriesResult>(city, {
    url: '/api/entries',
    cookie: gate.cookie,
    body: { entries },
  })
  assert.equal(status, 201)
  return body.results.map((result) => result.outcome)
}

async function entriesOf(entryId: string) {
  return world.db.selectFrom('entry').selectAll().where('entry.entry_id', '=', entryId).execute()
}

test('a genuine code shows colour, masked name and masked document, and nothing more', async () => {
  const { code } = await aShownCode()
  const shown = await verify(code)
  assert.deepEqual(Object.keys(shown).toSorted(), ['colour', 'document', 'kind', 'maskedName', 'photo'])
  assert.ok(shown.kind === 'colour' && shown.colour === 'green' && shown.maskedName === '试*人')
})

test('whose colour was read at a gate is on record, with the purpose, before the answer leaves', async () => {
  const { holder, code } = await aShownCode()
  await verify(code)
  const { rows } = await world.pool.query(
    `select purpose, actor_id from audit join audit_body using (id) where kind = 'code-verified' and subject_id = $1`,
    [holder.personId],
  )
  assert.deepEqual(rows, [{ purpose: 'door', actor_id: gate.deviceId }])
})

test('a screenshot is judged as clock from 90 seconds on, never as red', async () => {
  const { code } = await aShownCode()
  world.at(after(A_MORNING, 89 * SECOND))
  assert.equal((await verify(code)).kind, 'colour')
  world.at(after(A_MORNING, 91 * SECOND))
  assert.deepEqual(await verify(code), { kind: 'cannot-tell', because: 'clock' })
})

test('a code with one character changed is not genuine', async () => {
  const { code } = await aShownCode()
  const broken = `${code.slice(0, -4)}${code.at(-4) === 'A' ? 'B' : 'A'}${code.slice(-3)}`
  assert.equal((await verify(broken)).kind, 'not-genuine')
})

test('a device learns nothing at another gate than its own, also of its organisation', async () => {
  const other = await aGate(world, gate)
  const { code } = await aShownCode()
  const answer = await call<ProblemBody>(city, {
    url: '/api/verify',
    cookie: other.cookie,
    body: { gateId: gate.gateId, code, at: A_MORNING },
  })
  assert.deepEqual([answer.status, answer.body.type], [403, '/problems/gate-unknown'])
})

test('a photo goes to a gate whose policy asks for one, for a code that counts, and to no other', async () => {
  const { holder, code } = await aShownCode()
  const ctx = world.system()
  const { key } = (await findPerson(world.db, ctx, holder.personId))!
  const photo = { mediaType: 'image/svg+xml', bytes: Buffer.from('<svg/>') }
  await world.db.transaction().execute((tx) => writePhoto(tx, ctx, { personId: holder.personId, key }, photo))
  const park = await aGate(world, { policy: 'park' })
  const seen: unknown[] = []
  for (const { gateId, cookie } of [gate, park]) {
    const told = { cookie, body: { gateId, code, at: A_MORNING } }
    const { shown } = (await call<VerifyAnswer>(city, { url: '/api/verify', ...told })).body
    const answer = await call<ProblemBody>(city, { url: '/api/holder-photo', ...told })
    seen.push([shown.kind === 'colour' && shown.photo, answer.status, answer.body.type])
  }
  assert.deepEqual(seen, [
    [true, 200, undefined],
    [false, 403, '/problems/photo-not-asked'],
  ])
  const other = { url: '/api/holder-photo', cookie: park.cookie, body: { gateId: gate.gateId, code, at: A_MORNING } }
  assert.equal((await call<ProblemBody>(city, other)).body.type, '/problems/gate-unknown')
  await call(city, { method: 'POST', url: '/api/sign-out', cookie: holder.cookie })
  await world.work()
  const withdrawn = {
    url: '/api/holder-photo',
    cookie: gate.cookie,
    body: { gateId: gate.gateId, code, at: A_MORNING },
  }
  assert.equal((await call(city, withdrawn)).status, 404)
})

test('a citizen may not verify codes', async () => {
  const { holder, code } = await aShownCode()
  const answer = await call<ProblemBody>(city, {
    url: '/api/verify',
    cookie: holder.cookie,
    body: { gateId: gate.gateId, code, at: A_MORNING },
  })
  assert.equal(answer.body.type, '/problems/not-permitted')
})

test('an entry keeps who, where, when, the temperature, the decision and who was on duty', async () => {
  const { holder, code } = await aShownCode()
  const entry = anEntry({ code })
  assert.deepEqual(await send(entry), ['written'])
  const [row] = await entriesOf(entry.entryId)
  assert.ok(row)
  assert.equal(row.person_id, holder.personId)
  assert.equal(row.gate_id, gate.gateId)
  assert.equal(row.at.getTime(), A_MORNING)
  assert.equal(row.celsius, 36.3)
  assert.equal(row.decision, 'admitted')
  assert.equal(row.guard_id, gate.guardId)
  assert.equal(row.venue_bucket, bucketOf(row.venue_id))
})

test('an entry sent twice is written once', async () => {
  const { code } = await aShownCode()
  const entry = anEntry({ code })
  await send(entry)
  world.at(after(A_MORNING, HOUR))
  assert.deepEqual(await send(entry), ['written'])
  assert.equal((await entriesOf(entry.entryId)).length, 1)
})

test('a temperature that was not measured is recorded as not measured', async () => {
  const { celsius: _, ...unmeasured } = anEntry()
  await send(unmeasured)
  const [row] = await entriesOf(unmeasured.entryId)
  assert.equal(row?.celsius, null)
})

test('who shows a document instead is known by it, also when nobody knew him before', async () => {
  const document = aDocument(777)
  const [first, second] = [
    anEntry({ document, reason: 'document-seen' }),
    anEntry({ document, reason: 'document-seen' }),
  ]
  await send(first, second)
  const rows = [...(await entriesOf(first.entryId)), ...(await entriesOf(second.entryId))]
  assert.equal(rows.length, 2)
  assert.equal(rows[0]!.identified_by, 'document')
  assert.equal(rows[0]!.person_id, rows[1]!.person_id)
})

test('an entry may come eight days late and five minutes early; beyond that it is held, whole', async () => {
  const late = anEntry({ at: after(A_MORNING, -8 * DAY_LENGTH) })
  const tooLate = anEntry({ at: after(A_MORNING, -8 * DAY_LENGTH - 1) })
  const early = anEntry({ at: after(A_MORNING, 5 * MINUTE) })
  const tooEarly = anEntry({ at: after(A_MORNING, 5 * MINUTE + 1) })
  assert.deepEqual(await send(late, tooLate, early, tooEarly), ['written', 'held', 'written', 'held'])
  const held = await world.db.selectFrom('entry_held').select('entry_held.entry_id').execute()
  assert.deepEqual(new Set(held.map((row) => row.entry_id)), new Set([tooLate.entryId, tooEarly.entryId]))
})

test('an entry of another organisation’s gate is held and not lost', async () => {
  const elsewhere = await aGate(world)
  assert.deepEqual(await send(anEntry({ gateId: elsewhere.gateId })), ['held'])
})

test('a committed group of entries has one record in the log', async () => {
  const before = await countActs('entries-written')
  await send(...Array.from({ length: 40 }, () => anEntry()))
  assert.equal((await countActs('entries-written')) - before, 1)
})

test('entries of other days stand in partitions of their own', async () => {
  const entry = anEntry({ at: after(A_MORNING, -3 * DAY_LENGTH) })
  await send(entry)
  const { rows } = await world.pool.query('select tableoid::regclass::text as home from entry where entry_id = $1', [
    entry.entryId,
  ])
  assert.equal(rows[0].home, 'entry_days_28_20220413')
})

async function countActs(kind: string): Promise<number> {
  const { rows } = await world.pool.query('select count(*) from audit where kind = $1', [kind])
  return rows[0].count
}
