import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type {
  BatchAnswer,
  FactWithdrawn,
  RowResults,
  StewardBatch,
  StewardBatches,
  StewardSources,
} from '../../contract/batches.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import { after, SECOND } from '../../core/instant.ts'
import { call, type Answer } from '../../test/app.ts'
import { aBatch, ask, csvOf } from '../../test/deliveries.ts'
import { aDocument, aPerson, aStaff } from '../../test/people.ts'
import { anOrganisation, aSource, revoke, type KeyPair } from '../../test/signers.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { newId } from '../kit/world.ts'
import { findColour } from '../risk/risk.ts'

let world: TestWorld
let city: CityApp
let cookie: string
let source: { sourceId: string; key: KeyPair }
let foreign: { sourceId: string; key: KeyPair }
let serial = 0

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  const [agency, other] = [anOrganisation(world, '甲单位'), anOrganisation(world, '乙单位')]
  cookie = (await aStaff(world, { role: 'data-steward', organisationId: agency.organisationId })).cookie
  source = await aSource(world, agency, { kinds: ['contact'], brakePeoplePerHour: 1_000 })
  foreign = await aSource(world, other, { kinds: ['contact'], brakePeoplePerHour: 1_000 })
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function aContact(): Promise<{ personId: string; number: string }> {
  serial += 1
  const { personId } = await aPerson(world, { serial })
  return { personId, number: aDocument(serial).number }
}

/** Delivers that some people are close contacts, which makes them red. */
async function deliver({ key }: { key: KeyPair }, numbers: readonly string[]): Promise<BatchAnswer> {
  const rows = numbers.map((document_number) => {
    return { document_type: 'resident-id', document_number, kind: 'contact', degree: 'close', from: '2022-04-15' }
  })
  const path = `${aBatch(world).path}/file?fileName=contacts.csv&format=csv`
  const { status, body } = await ask<BatchAnswer>(city, world, { key, path, body: csvOf(rows) })
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

function get<Body>(path: string): Promise<Answer<Body & ProblemBody>> {
  return call(city, { url: path, cookie })
}

function post<Body>(path: string): Promise<Answer<Body & ProblemBody>> {
  return call(city, { method: 'POST', url: path, cookie })
}

async function colourOf({ personId }: { personId: string }): Promise<string | undefined> {
  return (await findColour(world.db, world.system(), personId))?.colour
}

test('a steward sees the sources of his organisation and no others', async () => {
  const own = (await get<StewardSources>('/api/sources')).body.sources
  assert.deepEqual(
    own.map(({ sourceId, mayDeliver, left }) => [sourceId, mayDeliver, left]),
    [[source.sourceId, true, 1_000]],
  )
})

test('a batch is listed with what became of its rows; the rows that were not taken tell why, and go out as a file', async () => {
  const person = await aContact()
  const { batchId } = await deliver(source, [person.number, '31000019600101000X'])
  const [latest] = (await get<StewardBatches>('/api/batches')).body.batches
  assert.deepEqual(
    [latest?.batchId, latest?.state, latest?.taken, latest?.refused, latest?.inReview],
    [batchId, 'taken', 1, latest?.refused, latest?.inReview],
  )
  assert.equal(latest!.refused + latest!.inReview, 1)
  const all = (await get<RowResults>(`/api/batches/${batchId}/rows`)).body.results
  assert.deepEqual([all.length, all[0]?.outcome], [2, 'taken'])
  const faulty = (await get<RowResults>(`/api/batches/${batchId}/rows?faulty=yes`)).body.results
  assert.deepEqual(
    faulty.map(({ row, faults }) => [row, faults[0]?.column]),
    [[2, 'document_number']],
  )
  const file = await get<string>(`/api/batches/${batchId}/refused`)
  assert.match(String(file.body), /31000019600101000X/)
  assert.doesNotMatch(String(file.body), new RegExp(person.number))
  const { rows } = await world.pool.query(
    `select 1 from audit join audit_body using (id) where kind = 'batch-rows-exported' and subject_id = $1`,
    [batchId],
  )
  assert.equal(rows.length, 1, 'that it left the house is recorded')
})

test('the list is narrowed by source and state, and paged from the latest on', async () => {
  const made: string[] = []
  for (let count = 0; count < 55; count += 1) {
    world.at(after(world.clock(), SECOND))
    made.push((await deliver(source, [`not-a-number-${count}`])).batchId)
  }
  const found: string[] = []
  for (let next: string | undefined = ''; next !== undefined;) {
    const { body }: Answer<StewardBatches> = await get(`/api/batches${next === '' ? '' : `?after=${next}`}`)
    found.push(...body.batches.map(({ batchId }) => batchId))
    next = body.next
  }
  assert.deepEqual(found.slice(0, 55), made.toReversed())
  assert.equal(new Set(found).size, found.length)
  assert.deepEqual((await get<StewardBatches>(`/api/batches?source=${newId(world.system())}`)).body.batches, [])
  assert.deepEqual((await get<StewardBatches>('/api/batches?state=held')).body.batches, [])
})

test('a batch that a steward takes back colours nobody any more, and again it changes nothing', async () => {
  const person = await aContact()
  const { batchId } = await deliver(source, [person.number])
  assert.equal(await colourOf(person), 'red')
  for (const again of [false, true]) {
    const { status, body } = await post<StewardBatch>(`/api/batches/${batchId}/withdraw`)
    assert.deepEqual([status, body.state], [200, 'withdrawn'], `again: ${again}`)
    assert.equal(await colourOf(person), 'green')
  }
})

test('one row is taken back, and the others stand', async () => {
  const [one, other] = [await aContact(), await aContact()]
  const { batchId } = await deliver(source, [one.number, other.number])
  const back = () => post<FactWithdrawn>(`/api/batches/${batchId}/rows/1/withdraw`)
  assert.equal((await back()).body.outcome, 'withdrawn')
  assert.deepEqual([await colourOf(one), await colourOf(other)], ['green', 'red'])
  assert.equal((await back()).body.outcome, 'not-standing')
})

test('a batch of another organisation is not there, in the same words as one that nobody has', async () => {
  const person = await aContact()
  const { batchId } = await deliver(foreign, [person.number])
  for (const tail of ['', '/rows', '/refused', '/withdraw', '/rows/1/withdraw']) {
    const ways = tail.endsWith('withdraw') ? post : get
    const theirs = await ways<ProblemBody>(`/api/batches/${batchId}${tail}`)
    const nobodys = await ways<ProblemBody>(`/api/batches/${newId(world.system())}${tail}`)
    assert.deepEqual([theirs.status, theirs.body.type], [404, '/problems/batch-unknown'], tail)
    assert.deepEqual({ ...theirs.body, instance: '' }, { ...nobodys.body, instance: '' }, tail)
  }
  assert.equal(await colourOf(person), 'red')
  const ids = (await get<StewardBatches>('/api/batches')).body.batches.map((one) => one.batchId)
  assert.ok(!ids.includes(batchId))
})

test('a steward of a district has no sources: they lie in none', async () => {
  const organisationId = world.organisations[0]!.organisationId
  const district = await aStaff(world, { role: 'data-steward', organisationId, division: '310101' })
  const { body } = await call<StewardSources>(city, { url: '/api/sources', cookie: district.cookie })
  assert.deepEqual(body.sources, [])
})

test('nobody takes a batch back by writing to the database, nor by the vouching of another batch', async () => {
  const [person, other] = [await aContact(), await aContact()]
  const [{ batchId }, { batchId: otherId }] = [
    await deliver(source, [person.number]),
    await deliver(source, [other.number]),
  ]
  await post(`/api/batches/${otherId}/withdraw`)
  await world.pool.query(
    `update batch set state = 'withdrawing', withdrawal = (
       select jsonb_set(withdrawal::jsonb, '{after}', '0') from batch where batch_id = $2
     ) where batch_id = $1`,
    [batchId, otherId],
  )
  await post(`/api/batches/${batchId}/withdraw`)
  await world.work()
  assert.equal(await colourOf(person), 'red')
})

test('whose key was revoked since still has what it delivered taken back by a steward', async () => {
  const person = await aContact()
  const { batchId } = await deliver(source, [person.number])
  revoke(world, source.key.keyId)
  assert.equal((await get<StewardSources>('/api/sources')).body.sources[0]?.mayDeliver, false)
  assert.equal((await post<StewardBatch>(`/api/batches/${batchId}/withdraw`)).body.state, 'withdrawn')
  assert.notEqual(await colourOf(person), 'red')
})
