import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { after as later, MINUTE, SECOND } from '../../core/instant.ts'
import { revoke } from '../../test/signers.ts'
import { aTable, aTableOffice, all, approval, type TableOffice } from '../../test/table-office.ts'
import { FIRST } from '../risk/table.ts'
import { keepTables, runTrial } from './adoption.ts'
import { approveTrial } from './approving.ts'
import { listTables } from './list.ts'
import { getTable, tableHashOf } from './rule-tables.ts'
import { tryTable } from './trials.ts'

let office: TableOffice
before(async () => {
  office = await aTableOffice()
})
after(() => office.world.close())

test('a table that two organisations approved is in force from 00:00 of its first day, and everybody concerned follows', async () => {
  const begin = office.midnightIn(1)
  const tableHash = await office.drafted(aTable({ name: 'adopted', validFrom: begin }))
  await office.tried(tableHash)
  await office.approve(tableHash, office.one, office.other)
  await office.passTo(later(begin, -11 * MINUTE))
  assert.equal(await office.lifeOf(tableHash), 'scheduled')
  assert.equal((await office.view(tableHash)).inForceFrom, undefined)
  const settledAt = later(begin, -10 * MINUTE)
  await office.passTo(settledAt)
  const view = await office.view(tableHash)
  assert.deepEqual([view.life, view.inForceFrom], ['scheduled', begin])
  await assert.rejects(tryTable(office.one.ctx(), tableHash), { problem: 'rule-table-settled' })

  office.world.at(later(begin, -1))
  assert.equal(await office.colourAt(later(begin, -1)), 'yellow')
  assert.equal(await office.colourAt(begin), 'red')
  assert.equal(await office.colourAt(begin, later(settledAt, -1)), 'yellow')
  assert.equal(await office.colourAt(begin, settledAt), 'red')
  await keepTables(office.world.system())
  assert.deepEqual(await office.coloursNow(), all('yellow'))
  assert.equal(await office.askedFor(office.contacts[0]!), false)

  // Nobody has followed yet; whoever is asked for is by the table in force, and only he.
  office.world.at(begin)
  assert.equal(await office.askedFor(office.contacts[0]!), true)
  assert.equal(await office.askedFor(office.contacts[0]!), false)
  await keepTables(office.world.system())
  assert.equal(await office.askedFor(office.contacts[1]!), true)
  assert.deepEqual(await office.coloursNow(), ['red', 'red', 'yellow', 'yellow', 'yellow'])

  await office.passTo(begin)
  assert.deepEqual(await office.coloursNow(), all('red'))
  assert.equal(await office.lifeOf(tableHash), 'in-force')
  assert.equal(await office.lifeOf(tableHashOf(await office.hashOf(FIRST.table.name))), 'superseded')
  assert.equal(await office.colourAt(later(begin, -1)), 'yellow')
  await office.passTo(later(begin, MINUTE))
  assert.equal((await listTables(office.world.db, office.world.system())).switching, undefined)
  office.world.at(later(begin, 2 * MINUTE))
  assert.equal(await office.askedFor(office.contacts[0]!), false)
})

test('a table whose document or times anybody alters counts no longer', async () => {
  const { rows } = await office.world.pool.query(`select table_hash, document from rule_table where name = 'adopted'`)
  const { table_hash: tableHash, document } = rows[0] as { table_hash: Uint8Array; document: string }
  const write = (text: string) =>
    office.world.pool.query('update rule_table set document = $1 where table_hash = $2', [text, tableHash])
  await write(document.replace('"red"', '"yellow"'))
  office.world.at(later(office.world.clock(), MINUTE))
  assert.equal(await office.colourAt(office.world.clock()), 'yellow')
  await write(document)
  office.world.at(later(office.world.clock(), MINUTE))
  assert.equal(await office.colourAt(office.world.clock()), 'red')
  for (const column of ['adopted_at', 'in_force_from']) {
    const shift = (by: string) => office.world.pool.query(`update rule_table_adoption set ${column} = ${column} ${by}`)
    await shift(`+ interval '1 hour'`)
    office.world.at(later(office.world.clock(), MINUTE))
    assert.equal(await office.colourAt(office.world.clock()), 'yellow', column)
    await shift(`- interval '1 hour'`)
  }
  office.world.at(later(office.world.clock(), MINUTE))
  assert.equal(await office.colourAt(office.world.clock()), 'red')
})

test('over its brake a table changes nobody, and waits for two organisations to approve that very result', async () => {
  const table = aTable({ name: 'braked', validFrom: office.midnightIn(0), brakePeople: 4 })
  const yellow = { ...table, rows: FIRST.table.rows }
  const tableHash = await office.drafted(yellow)
  await office.tried(tableHash)
  await office.approve(tableHash, office.one, office.other)
  await office.passTo(later(office.world.clock(), MINUTE))
  await office.passTo(later(office.world.clock(), MINUTE))
  assert.equal(await office.lifeOf(tableHash), 'held')
  assert.deepEqual(await office.coloursNow(), all('red'))

  const held = (await office.view(tableHash)).trials.find((trial) => trial.settles)!
  assert.equal(held.result?.changed, 5)
  const hash = tableHashOf(held.resultHash!)
  const of = { tableHash, trialId: held.trialId }
  await approveTrial(office.one.ctx(), of, approval(office.one, 'dry-run', hash))
  await approveTrial(office.colleague.ctx(), of, approval(office.colleague, 'dry-run', hash))
  await office.passTo(later(office.world.clock(), MINUTE))
  assert.equal(await office.lifeOf(tableHash), 'held')
  await approveTrial(office.other.ctx(), of, approval(office.other, 'dry-run', hash))
  await office.passTo(later(office.world.clock(), MINUTE))
  assert.equal(await office.lifeOf(tableHash), 'scheduled')
  assert.deepEqual(await office.coloursNow(), all('red'))
  await office.passTo(later(office.world.clock(), MINUTE))
  assert.equal(await office.lifeOf(tableHash), 'in-force')
  assert.deepEqual(await office.coloursNow(), all('yellow'))
})

test('what breaks half way while a table is adopted leaves nothing behind, and the next time it is adopted', async () => {
  const tableHash = await office.drafted(aTable({ name: 'half', validFrom: office.midnightIn(0) }))
  await office.tried(tableHash)
  await office.approve(tableHash, office.one, office.other)
  office.world.at(later(office.world.clock(), MINUTE))
  await keepTables(office.world.system())
  const { trials } = await office.view(tableHash)
  const trialId = trials.find((trial) => trial.settles)!.trialId
  const written = async () => {
    const { rows } = await office.world.pool.query(
      `select (select count(*) from rule_table_adoption where table_hash = $1) as adopted, (select count(*) from audit) as audits`,
      [tableHash],
    )
    const view = await office.view(tableHash)
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
      return office.world.random(bytes)
    }
    const ended = await runTrial({ ...office.world.system(), random }, trialId).then(
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
  await office.passTo(later(office.world.clock(), MINUTE))
  assert.deepEqual(await office.coloursNow(), all('red'))
  const before = await getTable(office.world.db, office.world.system(), await office.hashOf('half'))
  assert.equal(before.life, 'in-force')
  assert.equal(before.approvals.length, 2)
  revoke(office.world, office.other.key.keyId)
  office.world.at(later(office.world.clock(), 6 * SECOND))
  const revoked = await getTable(office.world.db, office.world.system(), before.hash)
  assert.equal(revoked.approvals.length, 1)
  assert.equal(revoked.life, 'draft')
  // Nothing that he signed counts, so the first table is in force again, and the city follows.
  await office.passTo(later(office.world.clock(), MINUTE))
  assert.equal(await office.nameInForce(), FIRST.table.name)
  assert.deepEqual(await office.coloursNow(), all('yellow'))
})
