import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { AppealDetail, AppealList, QuestionDetail, QuestionList } from '../../contract/appeals.ts'
import { after, HOUR } from '../../core/instant.ts'
import { anAppealCity, anId, type AppealCity, type Department, type Doubting } from '../../test/appeals.ts'
import { call } from '../../test/app.ts'
import { aStaff, aStaffSession } from '../../test/people.ts'
import { A_MORNING } from '../../test/world.ts'

let it: AppealCity
before(async () => {
  it = await anAppealCity()
})
beforeEach(() => it.world.at(A_MORNING))
afterAll(() => it.close())

async function anAppeal(): Promise<{ person: Doubting; appealId: string }> {
  const person = await it.aDoubtingOne()
  return { person, appealId: (await it.does.appeal(person)).body.appealId }
}

function readAsDepartment(by: Department, appealId: string) {
  return it.does.post<QuestionDetail>(by, `/api/appeal-questions/${appealId}/read`, { purpose: 'appeal' })
}

function readAsOfficer(appealId: string) {
  return it.does.post<AppealDetail>(it.officer, `/api/appeals/${appealId}/read`, { purpose: 'appeal' })
}

test('from yellow to green: both sources take their facts back, both departments say so, and the answer is on the page', async () => {
  const { person, appealId } = await anAppeal()
  for (const fact of person.facts) {
    await fact.takeBack()
    assert.equal((await it.does.find(fact.by, appealId, 'corrected', '名单有误，已撤回。')).status, 200)
  }
  assert.equal(await it.colourOf(person), 'green')
  assert.equal((await it.does.takeOn(it.officer, appealId)).status, 200)
  assert.equal((await it.does.answer(it.officer, appealId, 'accepted', '两个部门均已更正。')).status, 200)
  const [appeal] = await it.does.appeals(person)
  assert.deepEqual(
    [appeal?.state, appeal?.answer, appeal?.endedAt],
    ['accepted', { at: A_MORNING, text: '两个部门均已更正。' }, A_MORNING],
  )
  assert.deepEqual(
    appeal?.questions.map(({ answer }) => [answer?.finding, answer?.text]),
    [
      ['corrected', '名单有误，已撤回。'],
      ['corrected', '名单有误，已撤回。'],
    ],
  )
  assert.deepEqual(await it.actsAbout(person.personId), [
    'appeal-answered',
    'appeal-assigned',
    'appeal-question-answered',
    'appeal-question-answered',
    'appealed',
  ])
})

test('the page names role and organisation of whoever works on an appeal, and nobody', async () => {
  const { person, appealId } = await anAppeal()
  await it.does.takeOn(it.officer, appealId)
  const [appeal] = await it.does.appeals(person)
  assert.deepEqual(appeal?.officer, { organisation: { zh: '测试单位', en: '测试单位' }, since: A_MORNING })
  assert.equal(JSON.stringify(appeal).includes(it.officer.staffId), false)
})

test('neither a department nor the officer can say that something was corrected while it counts, and no colour moves', async () => {
  const { person, appealId } = await anAppeal()
  const said = await it.does.find(it.centre, appealId, 'corrected')
  assert.deepEqual([said.status, said.body.type], [409, '/problems/evidence-unchanged'])
  await it.does.find(it.centre, appealId, 'stands')
  await it.does.find(it.bureau, appealId, 'not-ours')
  await it.does.takeOn(it.officer, appealId)
  const accepted = await it.does.answer(it.officer, appealId, 'accepted')
  assert.deepEqual([accepted.status, accepted.body.type], [409, '/problems/evidence-unchanged'])
  assert.equal((await it.does.answer(it.officer, appealId, 'refused')).status, 200)
  assert.equal(await it.colourOf(person), 'yellow')
})

test('what another department has corrected is no correction of one’s own', async () => {
  const { person, appealId } = await anAppeal()
  await person.facts[0]!.takeBack()
  const said = await it.does.find(it.bureau, appealId, 'corrected')
  assert.deepEqual([said.status, said.body.type], [409, '/problems/evidence-unchanged'])
  assert.equal((await it.does.find(it.centre, appealId, 'corrected')).status, 200)
  assert.equal(await it.colourOf(person), 'yellow')
})

test('what is over by its time was not corrected', async () => {
  const { person, appealId } = await anAppeal()
  await it.does.find(it.centre, appealId, 'stands')
  await it.does.find(it.bureau, appealId, 'stands')
  await it.does.takeOn(it.officer, appealId)
  // The rule of the contact ends after its days; nothing was learned.
  it.world.at(after(A_MORNING, 60 * 24 * HOUR))
  await it.world.pool.query(`update session set expires_at = 'infinity' where account_id = $1`, [person.accountId])
  const accepted = await it.does.answer(it.officer, appealId, 'accepted')
  assert.equal(accepted.body.type, '/problems/evidence-unchanged')
})

test('an answer needs words, from departments and officers alike', async () => {
  const { appealId } = await anAppeal()
  const blank = await it.does.find(it.centre, appealId, 'stands', '  ')
  assert.deepEqual([blank.status, blank.body.type], [400, '/problems/input-invalid'])
  await it.does.takeOn(it.officer, appealId)
  const answer = await it.does.answer(it.officer, appealId, 'refused', '')
  assert.deepEqual([answer.status, answer.body.type], [400, '/problems/input-invalid'])
})

test('nobody answers before he has taken the appeal on, nor before the departments have answered', async () => {
  const { appealId } = await anAppeal()
  const early = await it.does.answer(it.officer, appealId, 'refused')
  assert.deepEqual([early.status, early.body.type], [409, '/problems/case-not-taken'])
  await it.does.takeOn(it.officer, appealId)
  const unanswered = await it.does.answer(it.officer, appealId, 'refused')
  assert.deepEqual([unanswered.status, unanswered.body.type], [409, '/problems/appeal-unanswered'])
  it.world.at(after(A_MORNING, 24 * HOUR - 1))
  assert.equal((await it.does.answer(it.officer, appealId, 'refused')).body.type, '/problems/appeal-unanswered')
  it.world.at(after(A_MORNING, 24 * HOUR))
  assert.equal((await it.does.answer(it.officer, appealId, 'refused')).status, 200)
})

test('an officer who goes home gives an appeal back: it is nobody’s, also for whoever appealed, and a colleague takes it on', async () => {
  const { person, appealId } = await anAppeal()
  await it.does.takeOn(it.officer, appealId)
  const give = (by: typeof it.officer) => it.does.post(by, `/api/appeals/${appealId}/assignment`, { to: 'nobody' })
  await give(it.colleague)
  assert.equal((await it.does.takeOn(it.colleague, appealId)).body.type, '/problems/case-taken')
  for (let more = 0; more < 2; more += 1) assert.equal((await give(it.officer)).status, 200)
  assert.equal((await it.does.answer(it.officer, appealId, 'refused')).body.type, '/problems/case-not-taken')
  assert.equal((await it.does.takeOn(it.colleague, appealId)).status, 200)
  const acts = (await it.actsAbout(person.personId)).filter((act) => /assigned|given/.test(act))
  assert.deepEqual(acts, ['appeal-assigned', 'appeal-assigned', 'appeal-given-back'])
})

test('of a department one officer answers at a time, until it is due; the other departments are not kept by it', async () => {
  const { appealId } = await anAppeal()
  const { organisationId } = it.centre.organisation
  const staff = await aStaff(it.world, { role: 'department-officer', organisationId })
  const colleague = { signInAgain: () => aStaffSession(it.world, staff) }
  const url = `/api/appeal-questions/${appealId}`
  const answer = { finding: 'stands', text: '经核对无误' }
  const early = await it.does.post(it.centre, `${url}/answer`, answer)
  assert.deepEqual([early.status, early.body.type], [409, '/problems/case-not-taken'])
  assert.equal((await it.does.post(it.centre, `${url}/assignment`, { to: 'me' })).status, 200)
  it.world.at(after(A_MORNING, 8 * HOUR - 1))
  assert.equal((await it.does.post(colleague, `${url}/assignment`, { to: 'me' })).body.type, '/problems/case-taken')
  assert.equal((await it.does.find(it.bureau, appealId, 'stands')).status, 200)
  it.world.at(after(A_MORNING, 8 * HOUR))
  assert.equal((await it.does.find(colleague, appealId, 'stands')).status, 200)
  const closed = await it.does.post(colleague, `${url}/assignment`, { to: 'me' })
  assert.deepEqual([closed.status, closed.body.type], [409, '/problems/appeal-closed'])
})

test('an appeal has one officer at a time; a colleague takes over when its time is over', async () => {
  const { appealId } = await anAppeal()
  await it.does.takeOn(it.officer, appealId)
  assert.equal((await it.does.takeOn(it.officer, appealId)).status, 200)
  const taken = await it.does.takeOn(it.colleague, appealId)
  assert.deepEqual([taken.status, taken.body.type], [409, '/problems/case-taken'])
  it.world.at(after(A_MORNING, 24 * HOUR))
  assert.equal((await it.does.takeOn(it.colleague, appealId)).status, 200)
  const former = await it.does.answer(it.officer, appealId, 'refused')
  assert.equal(former.body.type, '/problems/case-not-taken')
})

test('what was answered is closed, and a department answers once', async () => {
  const { appealId } = await anAppeal()
  assert.equal((await it.does.find(it.centre, appealId, 'stands')).status, 200)
  assert.equal((await it.does.find(it.centre, appealId, 'stands')).status, 200)
  const other = await it.does.find(it.centre, appealId, 'not-ours')
  assert.deepEqual([other.status, other.body.type], [409, '/problems/appeal-closed'])
  await it.does.find(it.bureau, appealId, 'stands')
  await it.does.takeOn(it.officer, appealId)
  await it.does.answer(it.officer, appealId, 'refused')
  const again = await it.does.answer(it.officer, appealId, 'refused')
  assert.deepEqual([again.status, again.body.type], [409, '/problems/appeal-closed'])
})

test('a department reads its own facts, the person and his words, and nothing of what others are asked; each reading is on record', async () => {
  const { person, appealId } = await anAppeal()
  const { body } = await readAsDepartment(it.centre, appealId)
  assert.deepEqual(
    body.grounds.map(({ organisation, batch, lifted }) => [organisation?.zh, batch, lifted]),
    [['甲区疾控', { batchId: person.facts[0]!.batchId, row: 1 }, false]],
  )
  assert.deepEqual([body.name, body.texts.map(({ text }) => text)], ['试一人', ['我没有接触过任何病例。']])
  assert.equal(JSON.stringify(body).includes('乙街道办'), false)
  await person.facts[0]!.takeBack()
  assert.equal((await readAsDepartment(it.centre, appealId)).body.grounds[0]?.lifted, true)
  assert.deepEqual(await it.actsAbout(person.personId), [
    'appeal-question-read for appeal',
    'appeal-question-read for appeal',
    'appealed',
  ])
})

test('the officer reads grounds, findings and colour, and of the person no more than the mask', async () => {
  const { person, appealId } = await anAppeal()
  await it.does.find(it.centre, appealId, 'stands', '核对无误。')
  const { body } = await readAsOfficer(appealId)
  assert.deepEqual([body.colour, body.maskedName, body.state], ['yellow', '试*人', 'checking'])
  assert.deepEqual(body.grounds.map(({ organisation }) => organisation?.zh).toSorted(), ['乙街道办', '甲区疾控'])
  assert.deepEqual(
    body.questions.flatMap(({ answer }) => (answer ? [answer.text] : [])),
    ['核对无误。'],
  )
  assert.ok((await it.actsAbout(person.personId)).includes('appeal-read for appeal'))
})

test('a reading without a purpose of the list is refused', async () => {
  const { appealId } = await anAppeal()
  const told = await it.does.post(it.officer, `/api/appeals/${appealId}/read`, { purpose: 'curious' })
  assert.deepEqual([told.status, told.body.type], [400, '/problems/input-invalid'])
})

test('a department that is not asked, and an appeal that is not there, are the same 404', async () => {
  const { person, appealId } = await anAppeal()
  const stranger = await aStaff(it.world, { role: 'department-officer' })
  const answers = await Promise.all(
    [appealId, anId(), 'nonsense'].flatMap((id) => [
      it.does.post(stranger, `/api/appeal-questions/${id}/read`, { purpose: 'appeal' }),
      it.does.find(stranger, id, 'stands'),
    ]),
  )
  assert.equal(new Set(answers.map(({ status, body }) => `${status} ${body.type} ${body.title}`)).size, 1)
  assert.equal(answers[0]?.status, 404)
  assert.deepEqual(await it.actsAbout(person.personId), ['appealed'])
})

test('a question that somebody wrote into the database shows nobody anything', async () => {
  const { person, appealId } = await anAppeal()
  const stranger = await aStaff(it.world, { role: 'department-officer' })
  await it.world.pool.query(
    `insert into appeal_question (person_id, appeal_id, organisation_id, kind, due_at, sealed)
     select person_id, appeal_id, $2, kind, due_at, sealed from appeal_question where appeal_id = $1 limit 1`,
    [appealId, stranger.organisationId],
  )
  const read = await it.does.post(stranger, `/api/appeal-questions/${appealId}/read`, { purpose: 'appeal' })
  assert.deepEqual([read.status, read.body.type], [404, '/problems/not-found'])
  assert.equal((await it.does.appeals(person))[0]?.questions.length, 2)
})

test('lists name nobody: the departments’ what they are asked, the officers’ what is theirs and nobody’s, what is due first in front', async () => {
  it.world.at(after(A_MORNING, HOUR))
  const later = await anAppeal()
  it.world.at(A_MORNING)
  const first = await anAppeal()
  it.world.at(after(A_MORNING, 8 * HOUR))
  const list = (await call<AppealList>(it.city, { url: '/api/appeals', cookie: await it.officer.signInAgain() })).body
    .appeals
  const places = [first, later].map(({ appealId }) => list.findIndex((row) => row.appealId === appealId))
  assert.ok(places[0]! >= 0 && places[0]! < places[1]!)
  assert.deepEqual(
    places.map((place) => [list[place]!.late, list[place]!.assigned, list[place]!.asked, list[place]!.answered]),
    [
      [true, 'nobody', 2, 0],
      [false, 'nobody', 2, 0],
    ],
  )
  await it.does.takeOn(it.colleague, later.appealId)
  const others = (await call<AppealList>(it.city, { url: '/api/appeals', cookie: await it.officer.signInAgain() })).body
    .appeals
  assert.equal(
    others.some(({ appealId }) => appealId === later.appealId),
    false,
  )
  const asked = await call<QuestionList>(it.city, {
    url: '/api/appeal-questions',
    cookie: await it.centre.signInAgain(),
  })
  const ours = asked.body.questions.filter(({ appealId }) => [first.appealId, later.appealId].includes(appealId))
  assert.deepEqual(
    ours.map(({ appealId, late }) => [appealId, late]),
    [
      [first.appealId, true],
      [later.appealId, false],
    ],
  )
  await it.does.find(it.centre, first.appealId, 'stands')
  const left = await call<QuestionList>(it.city, {
    url: '/api/appeal-questions',
    cookie: await it.centre.signInAgain(),
  })
  assert.equal(
    left.body.questions.some(({ appealId }) => appealId === first.appealId),
    false,
  )
})

test('only an appeal officer works on appeals, and only a department answers for itself', async () => {
  const { appealId } = await anAppeal()
  const answers = [
    await it.does.takeOn(it.centre, appealId),
    await it.does.answer(it.centre, appealId, 'accepted'),
    await it.does.find(it.officer, appealId, 'stands'),
  ]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [403, 403, 403],
  )
})
