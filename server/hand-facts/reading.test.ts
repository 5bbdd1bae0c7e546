import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { HandFactList } from '../../contract/hand-facts.ts'
import { call, pagesOf } from '../../test/app.ts'
import { aGate } from '../../test/gates.ts'
import { A_PDF, aHandFactCity, type HandFactCity, type TestOfficer } from '../../test/hand-facts.ts'
import { A_MORNING } from '../../test/world.ts'

let here: HandFactCity
before(async () => {
  here = await aHandFactCity()
})
beforeEach(() => here.world.at(A_MORNING))
afterAll(() => here.close())

async function listed(by: TestOfficer, list: string): Promise<HandFactList['facts']> {
  const pages = await pagesOf<HandFactList>(here.city, `/api/hand-facts?list=${list}`, await by.signInAgain())
  return pages.flatMap(({ facts }) => facts)
}

test('a draft waits on the lists of its author and of other organisations, and names nobody there', async () => {
  const { does, author, colleague, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const [own, other] = [await listed(author, 'own'), await listed(approver, 'for-approval')]
  assert.ok(own.some((row) => row.factId === factId && row.isOwn))
  assert.ok(other.some((row) => row.factId === factId && !row.isOwn))
  assert.equal((await listed(colleague, 'for-approval')).length, 0)
  assert.equal(JSON.stringify([own, other]).includes(resident.cells.document_number), false)
  await does.sign(approver, factId, { as: 'approval' })
  assert.deepEqual(
    (await listed(approver, 'done')).map((row) => [row.factId, row.decidedBy?.zh]),
    [[factId, '乙区卫健委']],
  )
  assert.deepEqual([await listed(author, 'open'), await listed(approver, 'open')], [[], []])
})

test('nobody but its author sees a draft that is not signed', async () => {
  const { does, author, approver, aResident } = here
  const resident = await aResident()
  const { factId } = (await does.draft(author, resident.cells)).body
  assert.equal((await does.read(approver, factId)).status, 404)
  const ids = (await listed(approver, 'open')).map((row) => row.factId)
  assert.equal(ids.includes(factId), false)
})

test('the document goes out as what its bytes are, to be saved and never opened, and its reading is recorded', async () => {
  const { city, does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const { status, headers, body } = await call<string>(city, {
    url: `/api/hand-facts/${factId}/document`,
    cookie: approver.cookie,
    body: { purpose: 'approval' },
  })
  assert.deepEqual(
    [status, headers['content-type'], headers['content-disposition'], headers['x-content-type-options'], body],
    [200, 'application/pdf', 'attachment', 'nosniff', A_PDF.toString()],
  )
  assert.ok((await actsAbout(resident.personId)).includes('hand-fact-document-read for approval'))
})

test('no other role reads or writes drafts', async () => {
  const { world, city, aResident } = here
  const guard = await aGate(world)
  const resident = await aResident()
  for (const [cookie, status] of [
    [guard.cookie, 401],
    [resident.cookie, 403],
  ] as const) {
    assert.equal((await call(city, { url: '/api/hand-facts', cookie })).status, status)
  }
  assert.equal((await call(city, { url: '/api/hand-facts' })).status, 401)
})

test('neither number nor document nor reason stands in any table in clear', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const attachment = Buffer.from('%PDF-1.4 plain words of a document')
  const { factId } = (await does.draft(author, resident.cells, { attachment })).body
  await does.sign(author, factId, { as: 'signature' })
  await does.reject(approver, factId, 'plain words of a reason')
  await does.draft(author, resident.cells, { attachment })
  const { rows: tables } = await world.pool.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
  )
  const plain = [resident.cells.document_number, 'plain words']
  const sought = plain.flatMap((text) => [text, Buffer.from(text).toString('hex')])
  for (const { name } of tables) {
    const { rows } = await world.pool.query(`select 1 from ${name} as one where one::text like any ($1)`, [
      sought.map((text) => `%${text}%`),
    ])
    assert.equal(rows.length, 0, name)
  }
})

async function actsAbout(personId: string): Promise<unknown[]> {
  const { rows } = await here.world.pool.query(
    `select kind, purpose from audit join audit_body using (id)
     where subject_id = $1 and kind like 'hand-fact-%' order by kind, id`,
    [personId],
  )
  return rows.map(({ kind, purpose }) => (purpose === null ? kind : `${kind} for ${purpose}`))
}
