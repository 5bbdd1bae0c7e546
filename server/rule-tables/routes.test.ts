import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { DraftSaved, FileReading, TableList, TableView, WorkbookFile } from '../../contract/rule-tables.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import { APRIL } from '../../core/cases/cases.ts'
import { tableDocument } from '../../core/rule-document.ts'
import { call } from '../../test/app.ts'
import { aGate } from '../../test/gates.ts'
import { aPerson, aStaff } from '../../test/people.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { readTableFile, writeTableXlsx } from './workbook.ts'

const DRAFT = { ...APRIL, name: 'by-route', brakePeople: 7 }

let world: TestWorld
let city: CityApp
let officer: string
before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  officer = (await aStaff(world, { role: 'health-officer' })).cookie
})
after(async () => {
  await city.app.close()
  await world.close()
})

async function read(file: Buffer): Promise<FileReading> {
  const answer = await city.app.inject({
    method: 'POST',
    url: '/api/rule-tables/readings',
    headers: { cookie: officer, 'content-type': 'application/octet-stream' },
    payload: file,
  })
  assert.equal(answer.statusCode, 200)
  return answer.json<FileReading>()
}

test('only health officers see and write rule tables, and the operator’s program only sees them', async () => {
  const guard = (await aGate(world)).cookie
  const citizen = (await aPerson(world)).cookie
  for (const [cookie, status] of [
    [guard, 401],
    [citizen, 403],
  ] as const) {
    assert.equal((await call(city, { url: '/api/rule-tables', cookie })).status, status)
    assert.equal((await call(city, { url: '/api/rule-tables', cookie, body: { document: {} } })).status, status)
  }
  assert.equal((await call(city, { url: '/api/rule-tables' })).status, 401)
  const headers = { authorization: `Bearer ${world.operatorToken}` }
  assert.equal((await call(city, { url: '/api/operator/rule-tables', headers })).status, 200)
  assert.equal((await call(city, { url: '/api/rule-tables', headers, body: { document: {} } })).status, 403)
})

test('a file is read as it is: a workbook gives its document, one with mistakes their places, and nothing is saved', async () => {
  const reading = await read(await writeTableXlsx(DRAFT))
  assert.deepEqual([reading.document, reading.faults], [tableDocument(DRAFT), []])
  const broken = await read(Buffer.from(JSON.stringify({ ...tableDocument(DRAFT), version: '1' })))
  assert.equal(broken.document, undefined)
  assert.deepEqual(
    broken.faults.map(({ place }) => place.en),
    ['head, version'],
  )
  assert.equal((await read(Buffer.from('hello'))).faults.length, 1)
  const { body } = await call<TableList>(city, { url: '/api/rule-tables', cookie: officer })
  assert.deepEqual(
    body.tables.filter(({ life }) => life === 'draft'),
    [],
  )
})

test('a draft is saved, listed, opened and downloaded, and its mistakes are answered in the language that is asked for', async () => {
  const saved = await call<DraftSaved>(city, {
    url: '/api/rule-tables',
    cookie: officer,
    body: { document: tableDocument(DRAFT) },
  })
  assert.equal(saved.status, 201)
  const url = `/api/rule-tables/${saved.body.hash}`
  const { body: view } = await call<TableView>(city, { url, cookie: officer })
  assert.deepEqual([view.name, view.life, view.brakePeople, view.trials], ['by-route', 'draft', 7, []])
  assert.deepEqual(view.document, tableDocument(DRAFT))
  const { body: file } = await call<WorkbookFile>(city, { url: `${url}/workbook`, cookie: officer })
  assert.equal(file.fileName, 'by-route-1.0.0.xlsx')
  assert.deepEqual(await readTableFile(Buffer.from(file.base64, 'base64')), { ok: true, table: DRAFT })

  const refused = await call<ProblemBody>(city, {
    url: '/api/rule-tables',
    cookie: officer,
    body: { document: { ...tableDocument(DRAFT), rows: [] } },
    headers: { 'accept-language': 'zh-CN' },
  })
  assert.equal(refused.body.type, '/problems/rule-table-invalid')
  assert.deepEqual(refused.body.fields, [{ field: 'head, rows', message: '表头 rows：应为非空列表' }])
})

test('a dry run is asked for once, done by a job, and downloaded; what is not there is not found', async () => {
  const { body: list } = await call<TableList>(city, { url: '/api/rule-tables', cookie: officer })
  const { hash } = list.tables.find(({ name }) => name === 'by-route')!
  const url = `/api/rule-tables/${hash}`
  const first = await call(city, { url: `${url}/trials`, cookie: officer, method: 'POST' })
  const again = await call(city, { url: `${url}/trials`, cookie: officer, method: 'POST' })
  assert.deepEqual([first.status, first.body], [201, again.body])
  assert.equal(await world.work(), 1)
  const { body: view } = await call<TableView>(city, { url, cookie: officer })
  const [trial] = view.trials
  assert.deepEqual([trial?.state, trial?.percent, trial?.result?.changed], ['done', 100, 0])
  const { body: file } = await call<WorkbookFile>(city, {
    url: `${url}/trials/${trial!.trialId}/workbook`,
    cookie: officer,
  })
  assert.equal(file.fileName, 'by-route-1.0.0-dry-run.xlsx')
  const nowhere = [
    `/api/rule-tables/${'0'.repeat(64)}`,
    '/api/rule-tables/nothing',
    `${url}/trials/${hash}/workbook`,
    `/api/rule-tables/${'0'.repeat(64)}/workbook`,
  ]
  for (const path of nowhere) assert.equal((await call(city, { url: path, cookie: officer })).status, 404, path)
})
