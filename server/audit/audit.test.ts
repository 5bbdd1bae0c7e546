import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { sha256 } from '../kit/seal.ts'
import { newId } from '../kit/world.ts'
import { append, appendAll, type Act } from './audit.ts'

let world: TestWorld

before(async () => {
  world = await aWorld()
})
afterAll(() => world.close())

test('an act is recorded with a commitment that only its body and salt reproduce', async () => {
  const ctx = world.system()
  const subject = newId(ctx)
  await world.db
    .transaction()
    .execute((tx) =>
      append(tx, ctx, { action: 'colour-explained', subject, purpose: 'a question', detail: { asOf: 1 } }),
    )
  const row = await world.db
    .selectFrom('audit')
    .innerJoin('audit_body', 'audit_body.id', 'audit.id')
    .selectAll()
    .where('audit_body.subject_id', '=', subject)
    .executeTakeFirstOrThrow()
  const said = [
    ctx.now,
    'colour-explained',
    row.id,
    'system',
    null,
    null,
    subject,
    'a question',
    null,
    JSON.stringify({ asOf: 1 }),
  ]
  assert.deepEqual(row.commitment, Buffer.from(sha256(row.salt, JSON.stringify(said))))
  said[1] = 'declared'
  assert.notDeepEqual(row.commitment, Buffer.from(sha256(row.salt, JSON.stringify(said))))
})

test('acts that are done together are recorded together, or not at all', async () => {
  const ctx = world.system()
  const [one, other] = [newId(ctx), newId(ctx)]
  const acts = [one, other].map((subject) => ({ action: 'declared' as const, subject }))
  await assert.rejects(
    world.db.transaction().execute(async (tx) => {
      await appendAll(tx, ctx, acts)
      throw new Error('the change breaks half way')
    }),
  )
  assert.equal(await countOf([one, other]), 0)
  await world.db.transaction().execute((tx) => appendAll(tx, ctx, acts))
  assert.equal(await countOf([one, other]), 2)
})

async function countOf(subjects: string[]): Promise<number> {
  const { rows } = await world.pool.query('select count(*) from audit_body where subject_id = any($1)', [subjects])
  return rows[0].count
}

test('no reading of another person can be written down without its purpose and its person', () => {
  const acts: Act[] = [
    { action: 'confirmation-read', subject: 'a person', purpose: 'review' },
    // @ts-expect-error A reading names its purpose.
    { action: 'confirmation-read', subject: 'a person' },
    // @ts-expect-error A reading names its person.
    { action: 'code-verified', purpose: 'door' },
    // @ts-expect-error What is no reading has no purpose: it would stand on the person's page as one.
    { action: 'declared', subject: 'a person', purpose: 'door' },
  ]
  assert.equal(acts.length, 4)
})
