import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { AppealList, QuestionList } from '../../contract/appeals.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import { call, pagesOf } from '../../test/app.ts'
import { anAppealCity, anId, type AppealCity } from '../../test/appeals.ts'

const MINUTE = 60_000

let it: AppealCity
let lateOnes: string[]

before(async () => {
  it = await anAppealCity()
  const one = await it.aDoubtingOne()
  const appealId = anId()
  await it.does.appeal(one, 'colour-wrong', { appealId })
  // Two hundred like it of other people, two at each deadline, half of them about data.
  const { rows } = await it.world.pool.query(
    `insert into appeal (person_id, appeal_id, kind, appealed_at, due_at, request_hash, sealed)
     select gen_random_uuid(), gen_random_uuid(), case when n % 2 = 0 then 'data-wrong' else kind end, appealed_at,
       due_at + n / 2 * interval '1 minute', request_hash, sealed
     from appeal, generate_series(1, 200) as n where appeal_id = $1 returning person_id, appeal_id, due_at`,
    [appealId],
  )
  await it.world.pool.query(
    `insert into appeal_question (person_id, appeal_id, organisation_id, kind, due_at, sealed)
     select copy.person_id, copy.appeal_id, asked.organisation_id, copy.kind, copy.due_at, asked.sealed
     from appeal as copy join appeal_question as asked on asked.appeal_id = $1 where copy.appeal_id <> $1`,
    [appealId],
  )
  // Of the first thirty, ten are somebody else's and ten his own.
  lateOnes = rows.slice(0, 10).map((row: { appeal_id: string }) => row.appeal_id)
  await assign(lateOnes, it.colleague.staffId)
  await assign(
    rows.slice(10, 20).map((row: { appeal_id: string }) => row.appeal_id),
    it.officer.staffId,
  )
})
afterAll(() => it.close())

async function assign(appealIds: readonly string[], staffId: string): Promise<void> {
  await it.world.pool.query(
    `update appeal set assigned_to = $1, assigned_organisation_id = gen_random_uuid(), assigned_at = now()
     where appeal_id = any($2::uuid[])`,
    [staffId, appealIds],
  )
}

async function appealsOf(query: string) {
  const pages = await pagesOf<AppealList>(it.city, `/api/appeals${query}`, await it.officer.signInAgain())
  return pages.flatMap(({ appeals }) => appeals)
}

test('what waits for an officer comes page by page, each once, by deadline; what another works on only when its time is over', async () => {
  const pages = await pagesOf<AppealList>(it.city, '/api/appeals', await it.officer.signInAgain())
  assert.deepEqual(
    pages.map(({ appeals }) => appeals.length),
    [100, 91],
  )
  const all = pages.flatMap(({ appeals }) => appeals)
  assert.equal(new Set(all.map(({ appealId }) => appealId)).size, 191)
  assert.deepEqual(
    all.map(({ dueAt }) => dueAt),
    all.map(({ dueAt }) => dueAt).toSorted((a, b) => a - b),
  )
  assert.ok(!all.some(({ appealId }) => lateOnes.includes(appealId)))
})

test('the list is narrowed by what appeals are about and by who works on them', async () => {
  const ofData = await appealsOf('?kind=data-wrong')
  assert.ok(ofData.length > 0 && ofData.every(({ kind }) => kind === 'data-wrong'))
  const [mine, free] = [await appealsOf('?assigned=me'), await appealsOf('?assigned=nobody')]
  assert.ok(mine.length === 10 && mine.every(({ assigned }) => assigned === 'me'))
  assert.ok(free.length === 181 && free.every(({ assigned }) => assigned === 'nobody'))
  assert.deepEqual(await appealsOf('?assigned=another'), [])
  await it.world.pool.query(`update appeal set due_at = $1 where appeal_id = any($2::uuid[])`, [
    new Date(it.world.clock() - MINUTE),
    lateOnes,
  ])
  const late = await appealsOf('?assigned=another')
  assert.deepEqual(late.map(({ appealId }) => appealId).toSorted(), lateOnes.toSorted())
  assert.equal((await appealsOf('?kind=data-wrong&assigned=another')).length, 5)
})

test('what narrows nothing and a place that no page told are named', async () => {
  const [officer, department] = [await it.officer.signInAgain(), await it.centre.signInAgain()]
  for (const [field, url, cookie] of [
    ['kind', '/api/appeals?kind=photo-wrong', officer],
    ['assigned', '/api/appeals?assigned=everybody', officer],
    ['after', '/api/appeals?after=', officer],
    ['after', `/api/appeals?after=${it.world.clock()}`, officer],
    ['kind', '/api/appeal-questions?kind=photo-wrong', department],
    ['assigned', '/api/appeal-questions?assigned=everybody', department],
    ['after', '/api/appeal-questions?after=first', department],
  ] as const) {
    const { status, body } = await call<ProblemBody>(it.city, { url, cookie })
    assert.deepEqual(
      [status, body.type, body.fields?.map((fault) => fault.field)],
      [400, '/problems/input-invalid', [field]],
      url,
    )
  }
})

test('what a department is asked comes page by page, each once; what was taken back waits for nobody', async () => {
  const cookie = await it.centre.signInAgain()
  const pages = await pagesOf<QuestionList>(it.city, '/api/appeal-questions', cookie)
  assert.deepEqual(
    pages.map(({ questions }) => questions.length),
    [100, 100, 1],
  )
  const all = pages.flatMap(({ questions }) => questions)
  assert.equal(new Set(all.map(({ appealId }) => appealId)).size, 201)
  const ofData = await pagesOf<QuestionList>(it.city, '/api/appeal-questions?kind=data-wrong', cookie)
  assert.deepEqual(
    ofData.flatMap(({ questions }) => questions.map(({ appealId }) => appealId)),
    all.filter(({ kind }) => kind === 'data-wrong').map(({ appealId }) => appealId),
  )

  const [taken] = all
  await it.does.post(it.centre, `/api/appeal-questions/${taken!.appealId}/assignment`, { to: 'me' })
  const asked = async (assigned: string) => {
    const url = `/api/appeal-questions?assigned=${assigned}`
    return (await pagesOf<QuestionList>(it.city, url, cookie)).flatMap(({ questions }) => questions)
  }
  assert.deepEqual(await asked('me'), [{ ...taken, assigned: 'me' }])
  assert.deepEqual(await asked('nobody'), all.slice(1))
  assert.deepEqual(await asked('another'), [])

  const person = await it.aDoubtingOne()
  const { body } = await it.does.appeal(person)
  const asks = async () =>
    (await pagesOf<QuestionList>(it.city, '/api/appeal-questions', cookie)).flatMap(({ questions }) => questions)
  assert.ok((await asks()).some(({ appealId }) => appealId === body.appealId))
  await it.does.post(person, `/api/me/appeals/${body.appealId}/withdrawal`, {})
  assert.ok(!(await asks()).some(({ appealId }) => appealId === body.appealId))
})
