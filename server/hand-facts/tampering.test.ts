import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { ProblemBody } from '../../contract/problems.ts'
import { aHandFactCity, type HandFactCity, type Resident } from '../../test/hand-facts.ts'
import { A_MORNING } from '../../test/world.ts'
import { sha256 } from '../kit/seal.ts'
import { newId } from '../kit/world.ts'
import { reassess } from '../risk/risk.ts'

// What somebody does who may write whatever he likes into the database, but has no key of an officer and none of the program.

let here: HandFactCity
before(async () => {
  here = await aHandFactCity()
})
beforeEach(() => here.world.at(A_MORNING))
afterAll(() => here.close())

/** The colour that the person is shown, and the one that evaluating him anew gives. */
async function coloursOf(resident: Resident): Promise<unknown[]> {
  const ctx = here.world.system()
  await ctx.db.transaction().execute((tx) => reassess(tx, ctx, [resident.personId]))
  const { rows } = await here.world.pool.query('select colour from colour_state where person_id = $1', [
    resident.personId,
  ])
  const page = await here.pageOf(resident)
  return [page.colour, rows[0].colour, page.handFacts?.length]
}

/** Breaks every insert into a table, or what `sql` says, until the test is over. */
async function breaking(table: string, act: () => Promise<void>, when = 'insert'): Promise<void> {
  const { pool } = here.world
  await pool.query(`create function broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$`)
  await pool.query(`create trigger broken before ${when} on ${table} execute function broken()`)
  try {
    await act()
  } finally {
    await pool.query('drop function broken cascade')
  }
}

async function countOf(table: string): Promise<number> {
  const { rows } = await here.world.pool.query(`select count(*) from ${table}`)
  return rows[0].count as number
}

test('a fact that somebody put into the tables, in whatever state, changes no colour and is shown to nobody', async () => {
  const { world, does, author, approver, aResident } = here
  const [victim, model] = [await aResident(), await aResident()]
  await does.written({ author, approver }, model.cells)
  // Everything that stands about one person in red, copied to another.
  await world.pool.query(
    `insert into evidence select $1 as person_id, $3::uuid, source_id, kind, valid_from, valid_to, recorded_at, channel,
       declaration_id, batch_id, row_number, row_hash, takes_back, sealed
     from evidence where person_id = $2`,
    [victim.personId, model.personId, newId(world.system())],
  )
  assert.deepEqual(await coloursOf(victim), ['green', 'green', 0])
  assert.deepEqual(await coloursOf(model), ['red', 'red', 1])
})

test('a draft whose state is flipped, with approvals put in beside it, changes no colour', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const { statement } = (await does.read(approver, factId)).body
  await world.pool.query(
    `update hand_fact set state = 'approved', closed_at = drafted_at, decided_by = $2, decided_by_organisation_id = $3
     where fact_id = $1`,
    [factId, approver.staffId, approver.organisationId],
  )
  // The author's own signature, as if the other organisation's key had made it.
  await world.pool.query(
    `insert into approval select $1, subject, subject_hash, $2, signature, at from approval where subject_hash = $3`,
    [newId(world.system()), approver.keyId, sha256(statement)],
  )
  assert.deepEqual(await coloursOf(resident), ['green', 'green', 0])
  const tried = await does.sign(approver, factId, { as: 'approval', statement })
  assert.equal(tried.body.type, '/problems/hand-fact-changed')
})

test('a draft that was rejected, and that somebody opens again, cannot be approved', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const { statement } = (await does.read(approver, factId)).body
  const { rows } = await world.pool.query('select * from hand_fact where fact_id = $1', [factId])
  await does.reject(approver, factId)
  await world.pool.query(`update hand_fact set state = 'waiting', closed_at = null where fact_id = $1`, [factId])
  const changed = await does.sign(approver, factId, { as: 'approval', statement })
  assert.equal(changed.body.type, '/problems/hand-fact-changed')
  // The row exactly as it was once is the program's own, but its document is gone.
  await world.pool.query(
    `update hand_fact set state = 'waiting', closed_at = null, decided_by = null, decided_by_organisation_id = null,
       sealed = $2, mac = $3 where fact_id = $1`,
    [factId, rows[0].sealed, rows[0].mac],
  )
  const restored = await does.sign(approver, factId, { as: 'approval', statement })
  assert.equal(restored.body.type, '/problems/hand-fact-changed')
  assert.deepEqual(await coloursOf(resident), ['green', 'green', 0])
})

test('a document that was exchanged after the author signed stops the approval', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const [factId, other] = [await does.drafted(author, resident.cells), await does.drafted(author, resident.cells)]
  await world.pool.query(
    `update hand_fact_attachment set sealed = (select sealed from hand_fact_attachment where fact_id = $2)
     where fact_id = $1`,
    [factId, other],
  )
  const refused = await does.sign(approver, factId, { as: 'approval' })
  assert.deepEqual([refused.status, refused.body.type], [409, '/problems/hand-fact-changed'])
})

test('a taking back that somebody put in takes nothing back', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.written({ author, approver }, resident.cells)
  await world.pool.query(
    `insert into evidence select person_id, $2::uuid, source_id, 'taking-back', valid_from, valid_to, recorded_at, channel,
       declaration_id, batch_id, row_number, row_hash, evidence_id, sealed
     from evidence where evidence_id = $1`,
    [factId, newId(world.system())],
  )
  assert.deepEqual(await coloursOf(resident), ['red', 'red', 1])
  assert.equal((await here.pageOf(resident)).handFacts?.[0]?.takenBack, undefined)
})

test('an approval that breaks at the colour, the last thing it writes, leaves everything as it was', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  const { statement } = (await does.read(approver, factId)).body
  await does.takeOn(approver, factId)
  const tables = ['evidence', 'approval', 'assignment', 'audit', 'audit_body', 'source']
  const before = await Promise.all(tables.map(countOf))
  await breaking(
    'colour_state',
    async () => {
      assert.equal((await does.sign(approver, factId, { as: 'approval', statement })).status, 500)
    },
    'insert or update',
  )
  assert.deepEqual(await Promise.all(tables.map(countOf)), before)
  const { rows } = await world.pool.query('select state from hand_fact where fact_id = $1', [factId])
  assert.deepEqual(rows, [{ state: 'waiting' }])
  assert.deepEqual(await coloursOf(resident), ['green', 'green', 0])
  assert.equal((await does.sign(approver, factId, { as: 'approval', statement })).body.state, 'approved')
})

test('a draft, a signature, a rejection and a withdrawal that break at their record leave nothing behind', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const unsigned = (await does.draft(author, resident.cells)).body.factId
  const waiting = await does.drafted(author, resident.cells)
  const { statement } = (await does.read(author, unsigned)).body
  await does.takeOn(approver, waiting)
  const rowsOf = async () =>
    (await world.pool.query('select fact_id, state, sealed from hand_fact order by fact_id')).rows
  const tables = ['hand_fact_attachment', 'approval', 'assignment', 'person', 'pgboss.job']
  const before = [await rowsOf(), ...(await Promise.all(tables.map(countOf)))]
  await breaking('audit_body', async () => {
    const stranger = { ...resident.cells, document_type: 'passport', document_number: 'E90000001' }
    const answers: { status: number; body: Partial<ProblemBody> }[] = [
      await does.draft(author, stranger),
      await does.sign(author, unsigned, { as: 'signature', statement }),
      await does.reject(approver, waiting),
      await does.post(author, `/${waiting}/withdrawal`, {}),
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [500, 500, 500, 500],
    )
  })
  assert.deepEqual([await rowsOf(), ...(await Promise.all(tables.map(countOf)))], before)
})

test('a draft that nobody could record reading is not read', async () => {
  const { does, author, aResident } = here
  const { factId } = (await does.draft(author, (await aResident()).cells)).body
  await breaking('audit_body', async () => {
    const { status, body } = await does.read(author, factId)
    assert.deepEqual([status, body.statement], [500, undefined])
  })
})
