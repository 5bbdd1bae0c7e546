import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { LogRecord, LogRecordOpened, LogRecords } from '../../contract/log.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import type { Readings } from '../../contract/readings.ts'
import { fromHex } from '../../core/bytes.ts'
import { after, DAY_LENGTH, instant } from '../../core/instant.ts'
import { readSaid, type Said } from '../../core/log/said.ts'
import { aLog, type TestLog } from '../../test/a-log.ts'
import { call, type Answer } from '../../test/app.ts'
import { aPerson, aStaff, type SignedIn } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { append, appendAll } from '../audit/audit.ts'
import { nodeSha256 } from '../kit/code-crypto.ts'
import { newId } from '../kit/world.ts'

let world: TestWorld
let city: CityApp
let log: TestLog
let cookie: string
let person: SignedIn

before(async () => {
  world = await aWorld()
  log = await aLog(world)
  city = await buildApp(world, { logDir: log.logDir })
  cookie = (await aStaff(world, { role: 'auditor' })).cookie
  person = await aPerson(world, { serial: 1 })
})
afterAll(async () => {
  await city.app.close()
  await log.delete()
  await world.close()
})

function list(query = ''): Promise<Answer<LogRecords>> {
  return call(city, { url: `/api/log-records${query}`, cookie, method: 'GET' })
}

function open(id: string, purpose = 'audit'): Promise<Answer<LogRecordOpened & ProblemBody>> {
  return call(city, { url: `/api/log-records/${id}/read`, cookie, body: { purpose } })
}

/** Something that was done to a person, and how the list has it. */
async function anAct(): Promise<LogRecord> {
  const ctx = world.system()
  await world.db
    .transaction()
    .execute((tx) => append(tx, ctx, { action: 'declared', subject: person.personId, detail: { kind: 'health' } }))
  return (await list('?kind=declared')).body.records[0]!
}

/** What an opened record says, held against the commitment that the list has. */
function saidIn(record: LogRecord, { held }: LogRecordOpened): Said | undefined {
  const { id, at, kind, commitment } = record
  const act = { id, at: instant(at), kind, commitment: fromHex(commitment)! }
  return readSaid(act, { salt: fromHex(held!.salt)!, text: held!.said }, nodeSha256)
}

test('an act is listed without whom it was done to, waits for its place, and then has it', async () => {
  const before = await anAct()
  assert.deepEqual(Object.keys(before).toSorted(), ['at', 'commitment', 'id', 'isHeld', 'kind'])
  await log.keep()
  const [now] = (await list('?kind=declared')).body.records
  assert.equal(now?.id, before.id)
  assert.ok(now?.leaf !== undefined)
})

test('the list is paged from the newest to the oldest, and nothing is there twice or missing', async () => {
  const ctx = world.system()
  const acts = Array.from({ length: 120 }, () => ({ action: 'mapping-saved' as const, subject: newId(ctx) }))
  await world.db.transaction().execute((tx) => appendAll(tx, ctx, acts))
  const ids: string[] = []
  for (let next: string | undefined = ''; next !== undefined;) {
    const { body }: Answer<LogRecords> = await list(next === '' ? '' : `?after=${next}`)
    ids.push(...body.records.map(({ id }) => id))
    next = body.next
  }
  const { rows } = await world.pool.query<{ id: string }>('select id from audit order by id desc')
  assert.deepEqual(
    ids,
    rows.map(({ id }) => id),
  )
})

test('it is narrowed to a kind, and to what was done up to the end of a day', async () => {
  const { id } = await anAct()
  const { records } = (await list('?kind=declared')).body
  assert.ok(records.length > 0 && records.every(({ kind }) => kind === 'declared'))
  assert.deepEqual((await list('?kind=nobody-did-that')).body, { records: [] })
  const dayText = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
  const upTo = async (at: number) => (await list(`?until=${dayText(at)}`)).body.records.map((record) => record.id)
  assert.ok((await upTo(A_MORNING)).includes(id))
  assert.deepEqual(await upTo(after(A_MORNING, -DAY_LENGTH)), [])
})

test('what a record says is what was committed to, and the person reads that it was opened', async () => {
  const record = await anAct()
  const { status, body } = await open(record.id, 'alarm')
  assert.equal(status, 200)
  assert.deepEqual(saidIn(record, body), {
    actorKind: 'system',
    actorId: null,
    organisationId: null,
    subjectId: person.personId,
    purpose: null,
    caseNumber: null,
    detail: '{"kind":"health"}',
  })
  const { readings } = (await call<Readings>(city, { url: '/api/me/readings', cookie: person.cookie, method: 'GET' }))
    .body
  const [latest] = readings
  assert.deepEqual([latest?.what, latest?.role, latest?.purpose], ['log-record-read', 'auditor', 'alarm'])
})

test('what somebody altered in the database is not what was committed to', async () => {
  const record = await anAct()
  await world.pool.query(`update audit_body set detail = '{"kind":"stays"}' where id = $1`, [record.id])
  assert.equal(saidIn(record, (await open(record.id)).body), undefined)
})

test('a record that retention has emptied says so, and opening it is recorded all the same', async () => {
  const { id } = await anAct()
  await world.pool.query('delete from audit_body where id = $1', [id])
  assert.equal((await list('?kind=declared')).body.records.find((record) => record.id === id)?.isHeld, false)
  assert.deepEqual((await open(id)).body, {})
  const { rows } = await world.pool.query(`select 1 from audit_body where subject_id = $1 and purpose = 'audit'`, [id])
  assert.equal(rows.length, 1)
})

test('a record that is not there is not found, and a purpose that is none is refused', async () => {
  assert.equal((await open(newId(world.system()))).body.type, '/problems/not-found')
  assert.equal((await open('not-an-id')).body.type, '/problems/not-found')
  assert.equal((await open((await anAct()).id, 'because')).body.type, '/problems/input-invalid')
})
