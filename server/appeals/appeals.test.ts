import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { after, HOUR } from '../../core/instant.ts'
import { anAppealCity, anId, type AppealCity } from '../../test/appeals.ts'
import { aStranger, aPerson } from '../../test/people.ts'
import { A_MORNING } from '../../test/world.ts'

let it: AppealCity
before(async () => {
  it = await anAppealCity()
})
afterAll(() => it.close())

test('an appeal about the colour asks both departments whose facts make it, at the same time, in the transaction that takes it', async () => {
  const person = await it.aDoubtingOne()
  assert.equal(await it.colourOf(person), 'yellow')
  const { status, body } = await it.does.appeal(person)
  assert.equal(status, 201)
  assert.deepEqual(body.questions.map(({ organisation }) => organisation.zh).toSorted(), ['乙街道办', '甲区疾控'])
  assert.deepEqual(
    body.questions.map(({ dueAt, late }) => [dueAt, late]),
    [
      [after(A_MORNING, 8 * HOUR), false],
      [after(A_MORNING, 8 * HOUR), false],
    ],
  )
  assert.deepEqual(
    [body.state, body.late, body.dueAt, body.officer],
    ['checking', false, after(A_MORNING, 24 * HOUR), undefined],
  )
  assert.match(body.number, /^\d{1,3}( \d{3})+$/)
  assert.deepEqual(await it.actsAbout(person.personId), ['appealed'])
})

test('the same appeal again changes nothing, and with other words it is refused', async () => {
  const person = await it.aDoubtingOne()
  const appealId = anId()
  const first = await it.does.appeal(person, 'data-wrong', { appealId })
  const again = await it.does.appeal(person, 'data-wrong', { appealId })
  assert.deepEqual([again.status, again.body], [201, first.body])
  const other = await it.does.appeal(person, 'data-wrong', { appealId, text: '别的话' })
  assert.deepEqual([other.status, other.body.type], [409, '/problems/idempotency-conflict'])
  assert.equal((await it.does.appeals(person)).length, 1)
  assert.deepEqual(await it.actsAbout(person.personId), ['appealed'])
})

test('of each kind one appeal is open at a time, and as many follow as there are reasons for', async () => {
  const person = await it.aDoubtingOne()
  const first = await it.does.appeal(person)
  const second = await it.does.appeal(person)
  assert.deepEqual([second.status, second.body.type], [409, '/problems/appeal-open'])
  assert.equal((await it.does.appeal(person, 'data-wrong')).status, 201)
  await it.does.post(person, `/api/me/appeals/${first.body.appealId}/withdrawal`, {})
  assert.equal((await it.does.appeal(person)).status, 201)
  assert.deepEqual(
    (await it.does.appeals(person)).map(({ kind, state }) => [kind, state]),
    [
      ['colour-wrong', 'checking'],
      ['data-wrong', 'checking'],
      ['colour-wrong', 'withdrawn'],
    ],
  )
})

test('two phones that appeal at the same moment make one appeal', async () => {
  const person = await it.aDoubtingOne()
  const both = await Promise.all([it.does.appeal(person), it.does.appeal(person)])
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [201, 409])
})

test('words are added to an open appeal once, however often they are sent, and not when it has ended', async () => {
  const person = await it.aDoubtingOne()
  const { appealId } = (await it.does.appeal(person)).body
  const url = `/api/me/appeals/${appealId}/texts`
  const added = { textId: anId(), text: '那天我在外地。' }
  await it.does.post(person, url, added)
  const { body } = await it.does.post(person, url, added)
  assert.deepEqual(
    body.texts.map(({ text }) => text),
    ['我没有接触过任何病例。', '那天我在外地。'],
  )
  const other = await it.does.post(person, url, { ...added, text: '改口' })
  assert.equal(other.body.type, '/problems/idempotency-conflict')
  await it.does.post(person, `/api/me/appeals/${appealId}/withdrawal`, {})
  const late = await it.does.post(person, url, { textId: anId(), text: '太迟了' })
  assert.deepEqual([late.status, late.body.type], [409, '/problems/appeal-closed'])
  assert.deepEqual(await it.actsAbout(person.personId), ['appeal-text-added', 'appeal-withdrawn', 'appealed'])
})

test('an appeal takes fifty texts, its first one among them, and says so to whoever writes more', async () => {
  const person = await it.aGreenOne()
  const { appealId } = (await it.does.appeal(person, 'data-wrong')).body
  const add = () => it.does.post(person, `/api/me/appeals/${appealId}/texts`, { textId: anId(), text: '还有' })
  for (let texts = 1; texts < 50; texts += 1) assert.equal((await add()).status, 200)
  const oneMore = await add()
  assert.deepEqual([oneMore.status, oneMore.body.type], [400, '/problems/input-invalid'])
  assert.equal(oneMore.body.fields?.[0]?.field, 'text')
})

test('an appeal withdrawn twice is withdrawn once, and no department is asked any more', async () => {
  const person = await it.aDoubtingOne()
  const { appealId } = (await it.does.appeal(person)).body
  for (const _ of [1, 2]) {
    const { status, body } = await it.does.post(person, `/api/me/appeals/${appealId}/withdrawal`, {})
    assert.deepEqual([status, body.state, body.endedAt], [200, 'withdrawn', A_MORNING])
  }
  const asked = await it.does.find(it.centre, appealId, 'stands')
  assert.deepEqual([asked.status, asked.body.type], [404, '/problems/not-found'])
})

test('whoever is green or yellow by his own declaration is heard too, by the appeal officer alone', async () => {
  const { body } = await it.does.appeal(await it.aGreenOne(), 'data-wrong')
  assert.deepEqual([body.state, body.questions], ['answering', []])
})

test('another person’s appeal and none at all are the same 404', async () => {
  const { appealId } = (await it.does.appeal(await it.aDoubtingOne())).body
  const other = await it.aGreenOne()
  const answers = await Promise.all(
    [appealId, anId(), 'nonsense'].map((id) => it.does.post(other, `/api/me/appeals/${id}/withdrawal`, {})),
  )
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body.type, body.title]),
    Array.from({ length: 3 }, () => [404, '/problems/not-found', '没有这个页面或记录']),
  )
})

test('who is not registered, or whose claim still waits, has nobody’s appeals', async () => {
  const stranger = await it.does.appeal(await aStranger(it.world))
  assert.deepEqual([stranger.status, stranger.body.type], [409, '/problems/not-registered'])
  const waiting = await it.does.appeal(await aPerson(it.world, { serial: 9_001, state: 'awaiting-staff' }))
  assert.deepEqual([waiting.status, waiting.body.type], [409, '/problems/identity-not-confirmed'])
})

test('an appeal without words, or about the photo, is not taken', async () => {
  const person = await it.aGreenOne()
  const blank = await it.does.appeal(person, 'data-wrong', { text: ' \n ' })
  assert.deepEqual([blank.status, blank.body.type], [400, '/problems/input-invalid'])
  const photo = await it.does.appeal(person, 'photo-wrong' as 'name-wrong')
  assert.deepEqual([photo.status, photo.body.type], [400, '/problems/input-invalid'])
})

test('no word of an appeal stands in the database in clear', async () => {
  const person = await it.aDoubtingOne()
  const { appealId } = (await it.does.appeal(person, 'colour-wrong', { text: 'a sentence about a sick aunt' })).body
  await it.does.find(it.centre, appealId, 'stands', 'the aunt was confirmed')
  for (const table of ['appeal', 'appeal_question', 'appeal_ground', 'audit_body']) {
    const { rows } = await it.world.pool.query<Record<string, unknown>>(`select * from ${table}`)
    const cells = rows.flatMap((row) => Object.values(row))
    assert.ok(cells.length > 0, table)
    const told = cells.filter((cell) => Buffer.from(cell instanceof Uint8Array ? cell : String(cell)).includes('aunt'))
    assert.deepEqual(told, [], table)
  }
})
