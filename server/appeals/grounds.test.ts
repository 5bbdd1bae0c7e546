import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { AppealDetail } from '../../contract/appeals.ts'
import type { MyPage } from '../../contract/registration.ts'
import { hex } from '../../core/bytes.ts'
import { anAppealCity, anId, type AppealCity } from '../../test/appeals.ts'
import { call } from '../../test/app.ts'
import { takeColouringList } from '../../test/coloured-people.ts'
import { aHandFactCity, type HandFactCity } from '../../test/hand-facts.ts'
import { aDocument, aStaff } from '../../test/people.ts'
import { documentHash } from '../kit/seal.ts'

let it: AppealCity
/** The names that the register has, by the hash of the document. */
const registered = new Map<string, string>()
const KEEPER = '01800000-0000-7000-8000-0000000000aa'
before(async () => {
  it = await anAppealCity({
    register: () => ({
      keeperId: KEEPER,
      async find(hash) {
        const name = registered.get(hex(hash))
        return name === undefined ? undefined : { name, residesHere: true, photo: undefined }
      },
    }),
  })
})
afterAll(() => it.close())

test('a wrong name goes to the keeper of the register; when it is put right there, and not before, ours follows', async () => {
  const person = await it.aGreenOne('王晓明')
  const keeper = await aStaff(it.world, { role: 'department-officer', organisationId: KEEPER })
  const place = hex(documentHash(it.world.keys, aDocument(person.serial)))
  registered.set(place, '王晓明')
  const { body } = await it.does.appeal(person, 'name-wrong', { text: '我的名字是王小明。' })
  assert.equal(body.questions.length, 1)
  const early = await it.does.find(keeper, body.appealId, 'corrected')
  assert.deepEqual([early.status, early.body.type], [409, '/problems/evidence-unchanged'])

  registered.set(place, '王小明')
  assert.equal((await it.does.find(keeper, body.appealId, 'corrected')).status, 200)
  const page = await call<MyPage>(it.city, { url: '/api/me', cookie: person.cookie })
  assert.deepEqual([page.body.name, page.body.colour], ['王小明', 'green'])
  await it.does.takeOn(it.officer, body.appealId)
  assert.equal((await it.does.answer(it.officer, body.appealId, 'accepted')).status, 200)
})

test('a colour by one’s own declaration and a published list asks no department, and is accepted when the evidence has changed', async () => {
  await takeColouringList(it.world.system())
  const person = await it.aGreenOne()
  await call(it.city, {
    url: '/api/declarations/stays',
    cookie: person.cookie,
    body: {
      declarationId: anId(),
      stays: [{ divisionCode: '131002', community: '黄村', from: '2022-04-11' }],
    },
  })
  assert.equal(await it.colourOf(person), 'yellow')
  const { body } = await it.does.appeal(person)
  assert.deepEqual([body.state, body.questions], ['answering', []])
  await it.does.takeOn(it.officer, body.appealId)
  const read = await it.does.post<AppealDetail>(it.officer, `/api/appeals/${body.appealId}/read`, { purpose: 'appeal' })
  assert.deepEqual(
    read.body.grounds.map(({ organisation, lifted }) => [organisation, lifted]),
    [[undefined, false]],
  )
  const accepted = await it.does.answer(it.officer, body.appealId, 'accepted')
  assert.equal(accepted.body.type, '/problems/evidence-unchanged')
  assert.equal((await it.does.answer(it.officer, body.appealId, 'refused', '名单与您申报的一致。')).status, 200)
})

test('what breaks half way leaves no appeal behind', async () => {
  const person = await it.aDoubtingOne()
  await it.world.pool.query(`alter table appeal_ground add constraint broken check (false) not valid`)
  try {
    assert.equal((await it.does.appeal(person)).status, 500)
  } finally {
    await it.world.pool.query(`alter table appeal_ground drop constraint broken`)
  }
  assert.deepEqual(await it.does.appeals(person), [])
  assert.deepEqual(await it.actsAbout(person.personId), [])
})

test('a fact written by hand asks its author’s organisation, and counts as corrected when two organisations took it back', async () => {
  const by: HandFactCity = await aHandFactCity()
  try {
    const resident = await by.aResident()
    const officers = { author: by.author, approver: by.approver }
    const factId = await by.does.written(officers, resident.cells)
    const department = await aStaff(by.world, {
      role: 'department-officer',
      organisationId: by.centre.organisationId,
    })
    const appealId = anId()
    const taken = await call(by.city, {
      url: '/api/me/appeals',
      cookie: resident.cookie,
      body: { appealId, kind: 'colour-wrong', text: '我不是密接。' },
    })
    assert.equal(taken.status, 201)
    const assignment = { url: `/api/appeal-questions/${appealId}/assignment`, cookie: department.cookie }
    assert.equal((await call(by.city, { ...assignment, body: { to: 'me' } })).status, 200)
    const answer = async () => {
      const url = `/api/appeal-questions/${appealId}/answer`
      const body = { finding: 'corrected', text: '已由两个单位撤回。' }
      return (await call(by.city, { url, cookie: department.cookie, body })).status
    }
    assert.equal(await answer(), 409)
    assert.equal((await by.does.takenBack(officers, factId)).status, 200)
    assert.equal(await answer(), 200)
    assert.equal((await by.pageOf(resident)).colour, 'green')
  } finally {
    await by.close()
  }
})
