import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { BatchView } from '../../contract/batches.ts'
import { aBatch, ask, csvOf } from '../../test/deliveries.ts'
import { aDocument } from '../../test/people.ts'
import { anOrganisation, aSource, type KeyPair } from '../../test/signers.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import type { Db, Tx } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { openColour } from '../risk/risk.ts'
import { deal } from './deal.ts'

let world: TestWorld
let city: CityApp
let source: { sourceId: string; key: KeyPair }
let serial = 0
const ROWS = 12

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  source = await aSource(world, anOrganisation(world), { kinds: ['contact'], brakePeoplePerHour: 1_000_000 })
})
after(() => world.close())

/** The world of a worker that is killed when its `at`-th transaction is about to commit. */
function killedAt(at: number): { ctx: Ctx; wasKilled: () => boolean } {
  const real = world.system()
  let count = 0
  const execute = (act: (tx: Tx) => Promise<unknown>) =>
    real.db.transaction().execute(async (tx) => {
      const answer = await act(tx)
      count += 1
      if (count >= at) throw new Error('killed')
      return answer
    })
  const db = new Proxy(real.db, {
    get(target, name) {
      if (name === 'transaction') return () => ({ execute })
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  }) as Db
  return { ctx: { ...real, db }, wasKilled: () => count >= at }
}

/** A batch that has arrived, of close contacts, in several shares: lines without a row make the file look long. */
async function anArrivedBatch(): Promise<string> {
  const rows = Array.from({ length: ROWS }, () => {
    serial += 1
    const number = aDocument(serial).number
    return {
      document_type: 'resident-id',
      document_number: number,
      kind: 'contact',
      degree: 'close',
      from: '2022-04-15',
    }
  })
  const file = csvOf([...rows, { ...rows[0]!, degree: 'far' }]) + '\n'.repeat(7_000)
  const sha256 = createHash('sha256').update(file).digest('hex')
  const { batchId, path } = aBatch(world)
  const act = (rest: string, body?: string) =>
    ask<BatchView>(city, world, { key: source.key, path: `${path}${rest}`, ...(body && { body }) })
  await act(`?fileName=contacts.csv&format=csv&sha256=${sha256}`)
  await act('/parts/1', file)
  const { body } = await act('/complete')
  assert.equal(body.state, 'waiting')
  return batchId
}

async function standingOf(batchId: string): Promise<{ rows: number; distinct: number; reds: number; state: string }> {
  const evidence = await world.db
    .selectFrom('evidence')
    .select(['person_id', 'row_number'])
    .where('batch_id', '=', batchId)
    .execute()
  const states = await world.db
    .selectFrom('colour_state')
    .selectAll()
    .where('person_id', 'in', ['00000000-0000-0000-0000-000000000000', ...evidence.map((row) => row.person_id)])
    .execute()
  const { state } = await world.db
    .selectFrom('batch')
    .select('state')
    .where('batch_id', '=', batchId)
    .executeTakeFirstOrThrow()
  return {
    rows: evidence.length,
    distinct: new Set(evidence.map((row) => row.row_number)).size,
    reds: states.filter((row) => openColour(world.keys, row) === 'red').length,
    state,
  }
}

async function countLeft(batchId: string): Promise<number> {
  const counts = await Promise.all(
    (['batch_part', 'batch_piece', 'batch_share'] as const).map((table) =>
      world.db.selectFrom(table).select('batch_id').where('batch_id', '=', batchId).execute(),
    ),
  )
  return counts.reduce((sum, rows) => sum + rows.length, 0)
}

test('a worker that is killed at any transaction of a batch loses nothing and doubles nothing when another goes on', async () => {
  let kills = 0
  for (let at = 1; ; at += 1) {
    const batchId = await anArrivedBatch()
    const { ctx, wasKilled } = killedAt(at)
    const end = await deal(ctx, batchId).then(
      () => 'done',
      () => 'killed',
    )
    if (!wasKilled()) {
      assert.equal(end, 'done')
      break
    }
    kills += 1
    const half = await standingOf(batchId)
    // Facts and the colours that follow from them are there together or not at all.
    assert.equal(half.reds, half.rows, `killed at ${at}`)
    await deal(world.system(), batchId)
    assert.deepEqual(
      await standingOf(batchId),
      { rows: ROWS, distinct: ROWS, reds: ROWS, state: 'taken' },
      `killed at ${at}`,
    )
    assert.equal(await countLeft(batchId), 0)
    const view = await ask<BatchView>(city, world, {
      key: source.key,
      method: 'GET',
      path: `/api/evidence/batches/${batchId}`,
    })
    const { rows, taken, same, refused, people } = view.body
    assert.deepEqual([rows, taken, same, refused, people], [ROWS + 1, ROWS, 0, 1, ROWS])
    // What the killed one had enqueued is done, too, and changes nothing.
    await world.work()
    assert.deepEqual(await standingOf(batchId), { rows: ROWS, distinct: ROWS, reds: ROWS, state: 'taken' })
  }
  // Read, decided, four shares, closed.
  assert.equal(kills, 7)
})

test('a worker that is killed while a batch is taken back leaves every colour restored when another goes on', async () => {
  let kills = 0
  for (let at = 1; ; at += 1) {
    const batchId = await anArrivedBatch()
    await deal(world.system(), batchId)
    await world.db.updateTable('batch').set({ rows: 1_000_000 }).where('batch_id', '=', batchId).execute()
    // So long a batch is left to the job.
    const { body } = await ask<BatchView>(city, world, {
      key: source.key,
      path: `/api/evidence/batches/${batchId}/withdraw`,
    })
    assert.equal(body.state, 'withdrawing')
    const { ctx, wasKilled } = killedAt(at)
    await deal(ctx, batchId).catch(() => undefined)
    if (!wasKilled()) break
    kills += 1
    await deal(world.system(), batchId)
    const { state, reds } = await standingOf(batchId)
    assert.deepEqual({ state, reds }, { state: 'withdrawn', reds: 0 }, `killed at ${at}`)
    const takings = await world.db
      .selectFrom('evidence')
      .innerJoin('evidence as target', 'target.evidence_id', 'evidence.takes_back')
      .select('evidence.evidence_id')
      .where('target.batch_id', '=', batchId)
      .execute()
    assert.equal(takings.length, ROWS, `killed at ${at}`)
    await world.work()
  }
  assert.equal(kills, 2)
})

test('two workers at one batch take each row once', async () => {
  const batchId = await anArrivedBatch()
  await Promise.all([deal(world.system(), batchId), deal(world.system(), batchId)])
  await world.work()
  assert.deepEqual(await standingOf(batchId), { rows: ROWS, distinct: ROWS, reds: ROWS, state: 'taken' })
})

test('a batch that is taken back while it is taken ends with nobody changed', async () => {
  const batchId = await anArrivedBatch()
  const { ctx } = killedAt(4)
  await deal(ctx, batchId).catch(() => undefined)
  assert.equal((await standingOf(batchId)).state, 'taking')
  await ask(city, world, { key: source.key, path: `/api/evidence/batches/${batchId}/withdraw` })
  await world.work()
  const { state, reds } = await standingOf(batchId)
  assert.deepEqual({ state, reds }, { state: 'withdrawn', reds: 0 })
  assert.equal(await countLeft(batchId), 0)
})

test('what two batches of one source say alike at the same time is said once', async () => {
  const row = () => {
    serial += 1
    const document_number = aDocument(serial).number
    return { document_type: 'resident-id', document_number, kind: 'contact', degree: 'close', from: '2022-04-15' }
  }
  const shared = Array.from({ length: 30 }, row)
  const send = (file: string) =>
    ask<BatchView>(city, world, {
      key: source.key,
      path: `${aBatch(world).path}/file?fileName=a.csv&format=csv`,
      body: file,
    })
  const answers = await Promise.all([send(csvOf([...shared, row()])), send(csvOf([row(), ...shared]))])
  await world.work()
  const taken = answers.map(({ body }) => body.taken)
  assert.equal(taken[0]! + taken[1]!, 32, JSON.stringify(taken))
})
