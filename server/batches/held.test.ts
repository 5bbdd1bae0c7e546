import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { Assignment } from '../../contract/assignments.ts'
import type { BatchAnswer, BatchApproved, HeldBatches } from '../../contract/batches.ts'
import { fromHex } from '../../core/bytes.ts'
import { after, SECOND } from '../../core/instant.ts'
import { call, pagesOf, type Answer } from '../../test/app.ts'
import { aBatch, ask, csvOf } from '../../test/deliveries.ts'
import { aDocument, aStaff } from '../../test/people.ts'
import {
  anOfficer,
  anOrganisation,
  aSource,
  signedApproval,
  type KeyPair,
  type Organisation,
} from '../../test/signers.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { openLog } from '../kit/log.ts'

let world: TestWorld
let city: CityApp
let source: KeyPair
let officer: HealthOfficer
let colleague: HealthOfficer
let other: HealthOfficer
let serial = 0
const lines: string[] = []

type HealthOfficer = Awaited<ReturnType<typeof anOfficerOf>>

before(async () => {
  world = await aWorld()
  Object.assign(world, { log: openLog('error', (line) => lines.push(line)) })
  city = await buildApp(world)
  // Whatever it delivers waits.
  ;({ key: source } = await aSource(world, anOrganisation(world), { kinds: ['contact'], brakePeoplePerHour: 0 }))
  const own = anOrganisation(world, '甲单位')
  officer = await anOfficerOf(own)
  colleague = await anOfficerOf(own)
  other = await anOfficerOf(anOrganisation(world, '乙单位'))
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function anOfficerOf(organisation: Organisation) {
  const { staffId, cookie } = await aStaff(world, {
    role: 'health-officer',
    organisationId: organisation.organisationId,
  })
  return { cookie, key: (await anOfficer(world, organisation, { staffId })).key }
}

async function aHeldBatch(): Promise<string> {
  serial += 1
  const { number } = aDocument(serial)
  const row = {
    document_type: 'resident-id',
    document_number: number,
    kind: 'contact',
    degree: 'close',
    from: '2022-04-15',
  }
  const { batchId, path } = aBatch(world)
  const { body } = await ask<BatchAnswer>(city, world, {
    key: source,
    path: `${path}/file?fileName=contacts.csv&format=csv`,
    body: csvOf([row]),
  })
  assert.equal(body.state, 'held')
  return batchId
}

function post<Body>(
  by: HealthOfficer,
  batchId: string,
  act: string,
  body: object,
): Promise<Answer<Body & { type?: string }>> {
  return call(city, { url: `/api/held-batches/${batchId}/${act}`, cookie: by.cookie, body })
}

function takeOn(by: HealthOfficer, batchId: string) {
  return post<Assignment>(by, batchId, 'assignment', { to: 'me' })
}

async function listed(by: HealthOfficer, narrowed = ''): Promise<HeldBatches['batches']> {
  const pages = await pagesOf<HeldBatches>(city, `/api/held-batches${narrowed}`, by.cookie)
  return pages.flatMap(({ batches }) => batches)
}

async function idsOf(by: HealthOfficer, narrowed: string): Promise<string[]> {
  return (await listed(by, narrowed)).map(({ batchId }) => batchId)
}

async function approve(by: HealthOfficer, batchId: string) {
  const { hash } = (await listed(by)).find((one) => one.batchId === batchId)!
  const { keyId, signature } = signedApproval(by.key, 'batch', fromHex(hash)!)
  return post<BatchApproved>(by, batchId, 'approve', { keyId, signature: Buffer.from(signature).toString('base64') })
}

test('nobody approves or refuses a batch that he has not taken on', async () => {
  const batchId = await aHeldBatch()
  for (const answer of [await approve(officer, batchId), await post(officer, batchId, 'refuse', {})]) {
    assert.deepEqual([answer.status, answer.body.type], [409, '/problems/case-not-taken'])
  }
  await takeOn(officer, batchId)
  assert.equal((await post<BatchApproved>(officer, batchId, 'refuse', {})).body.state, 'refused')
  assert.equal((await takeOn(colleague, batchId)).body.type, '/problems/batch-closed')
})

test('one officer of an organisation looks into a batch at a time, one of another beside him, and who has signed leaves it', async () => {
  const batchId = await aHeldBatch()
  assert.deepEqual((await takeOn(officer, batchId)).body, { assigned: 'me' })
  const taken = await takeOn(colleague, batchId)
  assert.deepEqual([taken.status, taken.body.type], [409, '/problems/case-taken'])
  assert.equal((await takeOn(other, batchId)).status, 200)
  assert.deepEqual(await idsOf(officer, '?assigned=me'), [batchId])
  assert.deepEqual(await idsOf(colleague, '?assigned=another'), [batchId])
  assert.deepEqual(await idsOf(colleague, '?assigned=nobody'), [])
  assert.equal((await approve(officer, batchId)).body.state, 'held')
  assert.deepEqual(await idsOf(colleague, '?assigned=nobody'), [batchId])
  assert.equal((await approve(other, batchId)).body.state, 'taking')
  const { rows } = await world.pool.query('select from assignment where case_id = $1', [batchId])
  assert.equal(rows.length, 0)
})

test('more batches than a page has come page by page, each once, the longest waiting first; what the program did not seal is passed over', async () => {
  const batchIds: string[] = []
  for (let more = 0; more < 52; more += 1) {
    // Some come at the same moment.
    if (more % 3 === 0) world.at(after(world.clock(), SECOND))
    batchIds.push(await aHeldBatch())
  }
  // Somebody writes into the database: of its first page one opens no more, and one is another's.
  await world.pool.query(`update batch set sealed = sealed || '\\x00' where batch_id = $1`, [batchIds[3]])
  const inOrder = batchIds.flatMap((_, place) => (place % 3 === 0 ? batchIds.slice(place, place + 3).toSorted() : []))
  const pages = await pagesOf<HeldBatches>(city, '/api/held-batches', officer.cookie)
  assert.deepEqual(
    pages.map(({ batches }) => batches.length),
    [49, 2],
  )
  assert.deepEqual(
    pages.flatMap(({ batches }) => batches.map(({ batchId }) => batchId)),
    inOrder.filter((id) => id !== batchIds[3]),
  )
  assert.ok(lines.some((line) => line.includes('batch-not-ours') && line.includes(batchIds[3]!)))
})

test('what narrows nothing, and a place that no page told, are named', async () => {
  for (const [field, asked] of [
    ['assigned', '?assigned=them'],
    ['after', '?after=first'],
  ] as const) {
    const told = await call<{ fields: { field: string }[] }>(city, {
      url: `/api/held-batches${asked}`,
      cookie: officer.cookie,
    })
    assert.deepEqual([told.status, told.body.fields[0]?.field], [400, field])
  }
})
