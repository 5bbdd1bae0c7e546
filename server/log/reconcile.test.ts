import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { aLog, type TestLog } from '../../test/a-log.ts'
import { aPerson } from '../../test/people.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { findColour, reassess, sweep } from '../risk/risk.ts'
import { checkColourActs, newColourWalk } from './reconcile.ts'

let world: TestWorld
let log: TestLog
let person: string

before(async () => {
  world = await aWorld()
  log = await aLog(world)
  person = (await aPerson(world, { serial: 1 })).personId
  await aPerson(world, { serial: 2 })
})
afterAll(async () => {
  await log.delete()
  await world.close()
})

const look = (): Promise<string[]> => checkColourActs(world.system(), newColourWalk())

test('the act of every colour waits for its place or has one', async () => {
  assert.deepEqual(await look(), [])
  await log.keep()
  assert.deepEqual(await look(), [])
})

test('a colour whose act is altered, deleted or taken out of the log is named', async () => {
  const acts = `(select act_id from colour_state where person_id = '${person}')`
  for (const sql of [
    `update audit set commitment = sha256(commitment) where id = ${acts}`,
    `delete from audit where id = ${acts}`,
    `delete from log_leaf where audit_id = ${acts}`,
  ]) {
    await world.pool.query('create table kept_audit as table audit; create table kept_leaf as table log_leaf')
    await world.pool.query(sql)
    assert.deepEqual(await look(), [person], sql)
    await world.pool.query(`delete from audit; insert into audit select * from kept_audit; drop table kept_audit;
      delete from log_leaf; insert into log_leaf select * from kept_leaf; drop table kept_leaf`)
  }
  assert.deepEqual(await look(), [])
})

test('a colour of before there were acts is nobody’s until the sweep has found it anew', async () => {
  const ctx = world.system()
  const before = await findColour(world.db, ctx, person)
  await world.pool.query('update colour_state set act_id = null, act_commitment = null')
  assert.equal(await findColour(world.db, ctx, person), undefined)
  assert.equal(await sweep(ctx), 2)
  assert.deepEqual(await findColour(world.db, ctx, person), before)
  assert.equal(await sweep(ctx), 0)
})

test('a colour that comes of an evaluation that breaks has no act in the log, and is not there either', async () => {
  const ctx = world.system()
  const waiting = async (): Promise<number> => (await world.pool.query('select from log_queue')).rowCount ?? 0
  const before = await waiting()
  await world.pool.query('delete from colour_state; delete from colour_history')
  const broken = world.db.transaction().execute(async (tx) => {
    await reassess(tx, ctx, [person])
    throw new Error('half way')
  })
  await assert.rejects(broken, /half way/)
  assert.equal(await waiting(), before)
  assert.equal(await findColour(world.db, ctx, person), undefined)
  await world.db.transaction().execute((tx) => reassess(tx, ctx, [person]))
  assert.equal(await waiting(), before + 1)
  assert.equal((await findColour(world.db, ctx, person))?.colour, 'green')
})
