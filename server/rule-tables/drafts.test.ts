import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { after as later, MINUTE } from '../../core/instant.ts'
import { tableDocument, tableText } from '../../core/rule-document.ts'
import { aTable, aTableOffice, all, approval, type TableOffice } from '../../test/table-office.ts'
import { sha256 } from '../kit/seal.ts'
import { FIRST } from '../risk/table.ts'
import { approveTable } from './approving.ts'
import { saveDraft } from './drafts.ts'
import { listTables } from './list.ts'

let office: TableOffice
before(async () => {
  office = await aTableOffice()
})
after(() => office.world.close())

test('a draft with mistakes is refused with every place, and one without is kept once', async () => {
  const document = tableDocument(aTable({ name: 'draft', validFrom: office.midnightIn(30) }))
  const broken = { ...document, version: '1', validFrom: 'tomorrow' }
  await assert.rejects(
    saveDraft(office.one.ctx(), broken),
    (error: { problem: string; fields: { field: string }[] }) => {
      assert.equal(error.problem, 'rule-table-invalid')
      assert.deepEqual(
        error.fields.map(({ field }) => field),
        ['head, validFrom', 'head, version'],
      )
      return true
    },
  )
  const hash = await saveDraft(office.one.ctx(), document)
  assert.equal(await saveDraft(office.other.ctx(), document), hash)
  const { tables } = await listTables(office.world.db, office.world.system())
  assert.equal(tables.filter((table) => table.name === 'draft').length, 1)
  assert.equal(tables.find((table) => table.name === 'draft')?.life, 'draft')
  assert.equal(tables[0]?.name, FIRST.table.name)
  assert.equal(tables[0]?.life, 'in-force')
})

test('a version that was approved never changes, and the next one must be greater', async () => {
  const first = { ...FIRST.table, legalBasis: { zh: '另一依据', en: 'another ground' } }
  for (const [version, taken] of [
    ['0.9.9', true],
    ['1.0.0', true],
    ['1.0.1', false],
  ] as const) {
    const saving = saveDraft(office.one.ctx(), tableDocument({ ...first, version }))
    if (taken) await assert.rejects(saving, { problem: 'rule-table-version-taken' })
    else await saving
  }
})

test('a table that nobody tried on the city is not approved', async () => {
  const tableHash = await office.drafted(aTable({ name: 'untried', validFrom: office.midnightIn(30) }))
  await assert.rejects(office.approve(tableHash, office.one), { problem: 'rule-table-untried' })
})

test('a signature under something else, or with somebody else’s key, approves nothing', async () => {
  const tableHash = await office.drafted(aTable({ name: 'forged', validFrom: office.midnightIn(0) }))
  await office.tried(tableHash)
  const elsewhere = approval(office.one, 'table', sha256('another table'))
  await assert.rejects(approveTable(office.one.ctx(), tableHash, elsewhere), { problem: 'signature-invalid' })
  const asDryRun = approval(office.one, 'dry-run', tableHash)
  await assert.rejects(approveTable(office.one.ctx(), tableHash, asDryRun), { problem: 'signature-invalid' })
  await assert.rejects(approveTable(office.one.ctx(), tableHash, approval(office.other, 'table', tableHash)), {
    problem: 'key-unknown',
  })
})

test('a dry run says how many go from which colour to which, and changes nobody', async () => {
  const tableHash = await office.drafted(aTable({ name: 'tried', validFrom: office.midnightIn(30) }))
  await office.tried(tableHash)
  const [trial] = (await office.view(tableHash)).trials
  assert.equal(trial?.state, 'done')
  assert.equal(trial.result?.changed, 5)
  assert.equal(trial.result.moves.yellow.red, 5)
  assert.equal(trial.result.asOf, office.midnightIn(30))
  assert.deepEqual(
    trial.result.byRule.map(({ ruleId }) => ruleId),
    ['secondary-contact'],
  )
  assert.deepEqual(await office.coloursNow(), all('yellow'))
})

test('approved by one organisation, or twice by the same, a table does nothing', async () => {
  const tableHash = await office.drafted(aTable({ name: 'alone', validFrom: office.midnightIn(1) }))
  await office.tried(tableHash)
  await office.approve(tableHash, office.one, office.one, office.colleague)
  assert.equal((await office.view(tableHash)).approvals.length, 2)
  assert.equal(await office.lifeOf(tableHash), 'draft')
  const begin = office.midnightIn(1)
  await office.passTo(begin)
  await office.passTo(later(begin, MINUTE))
  assert.equal(await office.lifeOf(tableHash), 'draft')
  assert.deepEqual(await office.coloursNow(), all('yellow'))
})

test('rows that anybody writes into the database put no table in force and change no colour', async () => {
  const forged = aTable({ name: 'superuser', validFrom: office.midnightIn(0) })
  const text = tableText(forged)
  const tableHash = sha256(text)
  const now = new Date(office.world.clock() - 60_000)
  const { staffId, organisationId, key } = office.one
  await office.world.pool.query('insert into rule_table values ($1, $2, $3, $4, $5, $6, $7)', [
    tableHash,
    forged.name,
    forged.version,
    text,
    now,
    staffId,
    organisationId,
  ])
  await office.world.pool.query('insert into rule_table_adoption values ($1, $2, $2, $3)', [
    tableHash,
    now,
    Buffer.alloc(32),
  ])
  for (const keyId of [key.keyId, office.other.key.keyId]) {
    await office.world.pool.query(`insert into approval values (gen_random_uuid(), 'table', $1, $2, $3, $4)`, [
      tableHash,
      keyId,
      Buffer.alloc(64, 1),
      now,
    ])
  }
  await office.passTo(later(office.world.clock(), MINUTE))
  await office.reassessAll()
  assert.deepEqual(await office.coloursNow(), all('yellow'))
  assert.equal(await office.lifeOf(tableHash), 'draft')
  assert.equal(await office.nameInForce(), FIRST.table.name)
})

test('a result that anybody alters is no result', async () => {
  const tableHash = await office.drafted(aTable({ name: 'altered', validFrom: office.midnightIn(30) }))
  await office.tried(tableHash)
  await office.world.pool.query(
    `update rule_table_trial set result = replace(result, '"changed":5', '"changed":0') where table_hash = $1`,
    [tableHash],
  )
  const [trial] = (await office.view(tableHash)).trials
  assert.equal(trial?.result, undefined)
  await assert.rejects(office.approve(tableHash, office.one), { problem: 'rule-table-untried' })
})
