import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hex } from '../../core/bytes.ts'
import { after as later, DAY_LENGTH, dayOf, MINUTE, SECOND, startOfDay, day, type Instant } from '../../core/instant.ts'
import { tableDocument, tableText } from '../../core/rule-document.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { peopleWith } from '../../test/known-people.ts'
import { anOfficer, anOrganisation, revoke, signedApproval, type Officer } from '../../test/signers.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import type { Person } from '../identity/persons.ts'
import type { Tx } from '../kit/db.ts'
import { sha256 } from '../kit/seal.ts'
import { explain, findColour, reassess } from '../risk/risk.ts'
import { FIRST } from '../risk/table.ts'
import { keepTables, runTrial } from './adoption.ts'
import { approveTable, approveTrial } from './approving.ts'
import { saveDraft } from './drafts.ts'
import { getTable, listTables, tableHashOf } from './rule-tables.ts'
import { tryTable } from './trials.ts'

const SECONDARY = { kind: 'contact', details: { degree: 'secondary' } } as const

let world: TestWorld
let one: Officer
let colleague: Officer
let other: Officer
let contacts: Person[]
before(async () => {
  world = await aWorld()
  const [cdc, commission] = [anOrganisation(world, '区疾控'), anOrganisation(world, '市卫健委')]
  one = await anOfficer(world, cdc)
  colleague = await anOfficer(world, cdc)
  other = await anOfficer(world, commission)
  const period = { from: later(A_MORNING, -DAY_LENGTH), to: undefined }
  const facts = [{ ...SECONDARY, period }]
  contacts = await peopleWith(
    world.system(),
    Array.from({ length: 5 }, () => ({ facts })),
    { serial: 'E81' },
  )
  await inTx((tx) =>
    reassess(
      tx,
      world.system(),
      contacts.map((person) => person.personId),
    ),
  )
})
after(() => world.close())

function inTx<Answer>(act: (tx: Tx) => Promise<Answer>): Promise<Answer> {
  return world.db.transaction().execute(act)
}

/** April's table with secondary contacts red, to hold from a day; so many people may change. */
function aTable(told: { name: string; validFrom: Instant; version?: string; brakePeople?: number }): RuleTable {
  const { name, validFrom, version = '1.0.0', brakePeople = 100 } = told
  const rows = FIRST.table.rows.map((row) =>
    row.id === 'secondary-contact' ? { ...row, colour: 'red' as const } : row,
  )
  return { ...FIRST.table, name, version, brakePeople, valid: { from: validFrom, to: undefined }, rows }
}

async function drafted(table: RuleTable): Promise<Uint8Array> {
  return tableHashOf(await saveDraft(one.ctx(), tableDocument(table)))
}

async function tried(tableHash: Uint8Array): Promise<void> {
  await tryTable(one.ctx(), tableHash)
  await world.work()
}

function approval(officer: Officer, subject: 'table' | 'dry-run', hash: Uint8Array) {
  const { keyId, signature } = signedApproval(officer.key, subject, hash)
  return { keyId, signature: Buffer.from(signature).toString('base64') }
}

async function approve(tableHash: Uint8Array, ...officers: Officer[]): Promise<void> {
  for (const officer of officers) await approveTable(officer.ctx(), tableHash, approval(officer, 'table', tableHash))
}

/** The time passes: upkeep looks, and jobs are done. */
async function passTo(now: Instant): Promise<void> {
  world.at(now)
  await keepTables(world.system())
  await world.work()
}

async function lifeOf(tableHash: Uint8Array): Promise<string> {
  return (await getTable(world.db, world.system(), hex(tableHash))).life
}

async function coloursNow(): Promise<(string | undefined)[]> {
  const ctx = world.system()
  return Promise.all(contacts.map(async ({ personId }) => (await findColour(world.db, ctx, personId))?.colour))
}

async function colourAt(asOf: Instant, knownAt?: Instant): Promise<string> {
  const moments = knownAt === undefined ? { asOf } : { asOf, knownAt }
  return (await explain(world.db, world.system(), contacts[0]!, moments)).colour
}

function all(colour: string): string[] {
  return contacts.map(() => colour)
}

/** 00:00 so many days after today. */
function midnightIn(days: number): Instant {
  return startOfDay(day(dayOf(world.clock()) + days))
}

test('a draft with mistakes is refused with every place, and one without is kept once', async () => {
  const document = tableDocument(aTable({ name: 'draft', validFrom: midnightIn(30) }))
  const broken = { ...document, version: '1', validFrom: 'tomorrow' }
  await assert.rejects(saveDraft(one.ctx(), broken), (error: { problem: string; fields: { field: string }[] }) => {
    assert.equal(error.problem, 'rule-table-invalid')
    assert.deepEqual(
      error.fields.map(({ field }) => field),
      ['head, validFrom', 'head, version'],
    )
    return true
  })
  const hash = await saveDraft(one.ctx(), document)
  assert.equal(await saveDraft(other.ctx(), document), hash)
  const { tables } = await listTables(world.db, world.system())
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
    const saving = saveDraft(one.ctx(), tableDocument({ ...first, version }))
    if (taken) await assert.rejects(saving, { problem: 'rule-table-version-taken' })
    else await saving
  }
})

test('a table that nobody tried on the city is not approved', async () => {
  const tableHash = await drafted(aTable({ name: 'untried', validFrom: midnightIn(30) }))
  await assert.rejects(approve(tableHash, one), { problem: 'rule-table-untried' })
})

test('a signature under something else, or with somebody else’s key, approves nothing', async () => {
  const tableHash = await drafted(aTable({ name: 'forged', validFrom: midnightIn(0) }))
  await tried(tableHash)
  const elsewhere = approval(one, 'table', sha256('another table'))
  await assert.rejects(approveTable(one.ctx(), tableHash, elsewhere), { problem: 'signature-invalid' })
  const asDryRun = approval(one, 'dry-run', tableHash)
  await assert.rejects(approveTable(one.ctx(), tableHash, asDryRun), { problem: 'signature-invalid' })
  await assert.rejects(approveTable(one.ctx(), tableHash, approval(other, 'table', tableHash)), {
    problem: 'key-unknown',
  })
})

test('a dry run says how many go from which colour to which, and changes nobody', async () => {
  const tableHash = await drafted(aTable({ name: 'tried', validFrom: midnightIn(30) }))
  await tried(tableHash)
  const [trial] = (await getTable(world.db, world.system(), hex(tableHash))).trials
  assert.equal(trial?.state, 'done')
  assert.equal(trial.result?.changed, 5)
  assert.equal(trial.result.moves.yellow.red, 5)
  assert.equal(trial.result.asOf, midnightIn(30))
  assert.deepEqual(
    trial.result.byRule.map(({ ruleId }) => ruleId),
    ['secondary-contact'],
  )
  assert.deepEqual(await coloursNow(), all('yellow'))
})

test('approved by one organisation, or twice by the same, a table does nothing', async () => {
  const tableHash = await drafted(aTable({ name: 'alone', validFrom: midnightIn(1) }))
  await tried(tableHash)
  await approve(tableHash, one, one, colleague)
  assert.equal((await getTable(world.db, world.system(), hex(tableHash))).approvals.length, 2)
  assert.equal(await lifeOf(tableHash), 'draft')
  const begin = midnightIn(1)
  await passTo(begin)
  await passTo(later(begin, MINUTE))
  assert.equal(await lifeOf(tableHash), 'draft')
  assert.deepEqual(await coloursNow(), all('yellow'))
})

test('rows that anybody writes into the database put no table in force and change no colour', async () => {
  const forged = aTable({ name: 'superuser', validFrom: midnightIn(0) })
  const text = tableText(forged)
  const tableHash = sha256(text)
  const now = new Date(world.clock() - 60_000)
  const { staffId, organisationId, key } = one
  await world.pool.query('insert into rule_table values ($1, $2, $3, $4, $5, $6, $7)', [
    tableHash,
    forged.name,
    forged.version,
    text,
    now,
    staffId,
    organisationId,
  ])
  await world.pool.query('insert into rule_table_adoption values ($1, $2, $2, $3)', [tableHash, now, Buffer.alloc(32)])
  for (const keyId of [key.keyId, other.key.keyId]) {
    await world.pool.query(`insert into approval values (gen_random_uuid(), 'table', $1, $2, $3, $4)`, [
      tableHash,
      keyId,
      Buffer.alloc(64, 1),
      now,
    ])
  }
  await passTo(later(world.clock(), MINUTE))
  await inTx((tx) =>
    reassess(
      tx,
      world.system(),
      contacts.map((person) => person.personId),
    ),
  )
  assert.deepEqual(await coloursNow(), all('yellow'))
  assert.equal(await lifeOf(tableHash), 'draft')
  const { tables } = await listTables(world.db, world.system())
  assert.equal(tables.find(({ life }) => life === 'in-force')?.name, FIRST.table.name)
})

test('a table that two organisations approved is in force from 00:00 of its first day, and everybody concerned follows', async () => {
  const begin = midnightIn(1)
  const tableHash = await drafted(aTable({ name: 'adopted', validFrom: begin }))
  await tried(tableHash)
  await approve(tableHash, one, other)
  await passTo(later(begin, -11 * MINUTE))
  assert.equal(await lifeOf(tableHash), 'scheduled')
  assert.equal((await getTable(world.db, world.system(), hex(tableHash))).inForceFrom, undefined)
  const settledAt = later(begin, -10 * MINUTE)
  await passTo(settledAt)
  const view = await getTable(world.db, world.system(), hex(tableHash))
  assert.deepEqual([view.life, view.inForceFrom], ['scheduled', begin])
  await assert.rejects(tryTable(one.ctx(), tableHash), { problem: 'rule-table-settled' })

  world.at(later(begin, -1))
  assert.equal(await colourAt(later(begin, -1)), 'yellow')
  assert.equal(await colourAt(begin), 'red')
  assert.equal(await colourAt(begin, later(settledAt, -1)), 'yellow')
  assert.equal(await colourAt(begin, settledAt), 'red')
  await keepTables(world.system())
  assert.deepEqual(await coloursNow(), all('yellow'))

  await passTo(begin)
  assert.deepEqual(await coloursNow(), all('red'))
  assert.equal(await lifeOf(tableHash), 'in-force')
  assert.equal(await lifeOf(tableHashOf((await firstHash())!)), 'superseded')
  assert.equal(await colourAt(later(begin, -1)), 'yellow')
  await passTo(later(begin, MINUTE))
  assert.equal((await listTables(world.db, world.system())).switching, undefined)
})

async function firstHash(): Promise<string | undefined> {
  const { tables } = await listTables(world.db, world.system())
  return tables.find((table) => table.name === FIRST.table.name && table.version === FIRST.table.version)?.hash
}

test('a table whose document or times anybody alters counts no longer', async () => {
  const { rows } = await world.pool.query(`select table_hash, document from rule_table where name = 'adopted'`)
  const { table_hash: tableHash, document } = rows[0] as { table_hash: Uint8Array; document: string }
  const write = (text: string) =>
    world.pool.query('update rule_table set document = $1 where table_hash = $2', [text, tableHash])
  await write(document.replace('"red"', '"yellow"'))
  world.at(later(world.clock(), MINUTE))
  assert.equal(await colourAt(world.clock()), 'yellow')
  await write(document)
  world.at(later(world.clock(), MINUTE))
  assert.equal(await colourAt(world.clock()), 'red')
  for (const column of ['adopted_at', 'in_force_from']) {
    const shift = (by: string) => world.pool.query(`update rule_table_adoption set ${column} = ${column} ${by}`)
    await shift(`+ interval '1 hour'`)
    world.at(later(world.clock(), MINUTE))
    assert.equal(await colourAt(world.clock()), 'yellow', column)
    await shift(`- interval '1 hour'`)
  }
  world.at(later(world.clock(), MINUTE))
  assert.equal(await colourAt(world.clock()), 'red')
})

test('over its brake a table changes nobody, and waits for two organisations to approve that very result', async () => {
  const table = aTable({ name: 'braked', validFrom: midnightIn(0), brakePeople: 4 })
  const yellow = { ...table, rows: FIRST.table.rows }
  const tableHash = await drafted(yellow)
  await tried(tableHash)
  await approve(tableHash, one, other)
  await passTo(later(world.clock(), MINUTE))
  await passTo(later(world.clock(), MINUTE))
  assert.equal(await lifeOf(tableHash), 'held')
  assert.deepEqual(await coloursNow(), all('red'))

  const held = (await getTable(world.db, world.system(), hex(tableHash))).trials.find((trial) => trial.settles)!
  assert.equal(held.result?.changed, 5)
  const hash = tableHashOf(held.resultHash!)
  const of = { tableHash, trialId: held.trialId }
  await approveTrial(one.ctx(), of, approval(one, 'dry-run', hash))
  await approveTrial(colleague.ctx(), of, approval(colleague, 'dry-run', hash))
  await passTo(later(world.clock(), MINUTE))
  assert.equal(await lifeOf(tableHash), 'held')
  await approveTrial(other.ctx(), of, approval(other, 'dry-run', hash))
  await passTo(later(world.clock(), MINUTE))
  assert.equal(await lifeOf(tableHash), 'scheduled')
  assert.deepEqual(await coloursNow(), all('red'))
  await passTo(later(world.clock(), MINUTE))
  assert.equal(await lifeOf(tableHash), 'in-force')
  assert.deepEqual(await coloursNow(), all('yellow'))
})

test('a result that anybody alters is no result', async () => {
  const tableHash = await drafted(aTable({ name: 'altered', validFrom: midnightIn(30) }))
  await tried(tableHash)
  await world.pool.query(
    `update rule_table_trial set result = replace(result, '"changed":5', '"changed":0') where table_hash = $1`,
    [tableHash],
  )
  const [trial] = (await getTable(world.db, world.system(), hex(tableHash))).trials
  assert.equal(trial?.result, undefined)
  await assert.rejects(approve(tableHash, one), { problem: 'rule-table-untried' })
})

test('what breaks half way while a table is adopted leaves nothing behind, and the next time it is adopted', async () => {
  const tableHash = await drafted(aTable({ name: 'half', validFrom: midnightIn(0) }))
  await tried(tableHash)
  await approve(tableHash, one, other)
  world.at(later(world.clock(), MINUTE))
  await keepTables(world.system())
  const { trials } = await getTable(world.db, world.system(), hex(tableHash))
  const trialId = trials.find((trial) => trial.settles)!.trialId
  const written = async () => {
    const { rows } = await world.pool.query(
      `select (select count(*) from rule_table_adoption where table_hash = $1) as adopted, (select count(*) from audit) as audits`,
      [tableHash],
    )
    const view = await getTable(world.db, world.system(), hex(tableHash))
    return { ...rows[0], tried: view.trials.find((trial) => trial.settles)?.state }
  }
  const nothing = await written()
  assert.equal(nothing.tried, 'waiting')
  let broken = 0
  for (let most = 0; ; most += 1) {
    let draws = 0
    const random = (bytes: number): Uint8Array => {
      draws += 1
      if (draws > most) throw new Error('broken half way')
      return world.random(bytes)
    }
    const ended = await runTrial({ ...world.system(), random }, trialId).then(
      () => true,
      (error: Error) => /broken half way/.test(error.message) && false,
    )
    if (ended) break
    broken += 1
    assert.deepEqual(await written(), nothing)
  }
  // Two records, of the dry run and of the adoption, take at least a draw each.
  assert.ok(broken >= 2)
  assert.deepEqual(await written(), { adopted: 1, audits: nothing.audits + 2, tried: 'done' })
})

test('where an officer’s key is revoked his approval counts no longer', async () => {
  await passTo(later(world.clock(), MINUTE))
  assert.deepEqual(await coloursNow(), all('red'))
  const before = await getTable(world.db, world.system(), (await hashOf('half'))!)
  assert.equal(before.life, 'in-force')
  assert.equal(before.approvals.length, 2)
  revoke(world, other.key.keyId)
  world.at(later(world.clock(), 6 * SECOND))
  const revoked = await getTable(world.db, world.system(), before.hash)
  assert.equal(revoked.approvals.length, 1)
  assert.equal(revoked.life, 'draft')
  // Nothing that he signed counts, so the first table is in force again, and the city follows.
  await passTo(later(world.clock(), MINUTE))
  const { tables } = await listTables(world.db, world.system())
  assert.equal(tables.find(({ life }) => life === 'in-force')?.name, FIRST.table.name)
  assert.deepEqual(await coloursNow(), all('yellow'))
})

async function hashOf(name: string): Promise<string | undefined> {
  return (await listTables(world.db, world.system())).tables.find((table) => table.name === name)?.hash
}
