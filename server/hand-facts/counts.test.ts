import assert from 'node:assert/strict'
import { after as afterAll, before, beforeEach, test } from 'node:test'
import type { HandFactCounts } from '../../contract/hand-facts.ts'
import { after, DAY_LENGTH, MINUTE, SECOND } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { aHandFactCity, BY_BOTH, type HandFactCity } from '../../test/hand-facts.ts'
import { A_MORNING } from '../../test/world.ts'

let here: HandFactCity
before(async () => {
  here = await aHandFactCity()
})
beforeEach(() => here.world.at(A_MORNING))
afterAll(() => here.close())

/** What anybody reads at a moment, without signing in. */
async function countsAt(now = A_MORNING): Promise<HandFactCounts['counts']> {
  here.world.at(now)
  return (await call<HandFactCounts>(here.city, { url: '/api/hand-fact-counts' })).body.counts
}

test('anybody reads how many facts each organisation wrote, approved and had taken back, by month', async () => {
  const { world, does, author, approver, aResident } = here
  const resident = await aResident()
  const factId = await does.written({ author, approver }, resident.cells)
  await does.written({ author, approver }, (await aResident()).cells)
  const rejected = await does.drafted(author, resident.cells)
  await does.reject(approver, rejected)
  // Midnight of 1 May in Shanghai begins another month.
  world.at(after(A_MORNING, 15 * DAY_LENGTH - 8 * 60 * MINUTE))
  await does.takenBack({ author: approver, approver: author }, factId)
  const counts = await countsAt(after(A_MORNING, 15 * DAY_LENGTH))
  assert.deepEqual(
    counts.map(({ month }) => month),
    ['2022-05', '2022-05', '2022-04', '2022-04'],
  )
  const of = (month: string, { zh }: { zh: string }) =>
    counts.find((one) => one.month === month && one.organisation.zh === zh)
  assert.deepEqual(of('2022-04', BY_BOTH.author), {
    month: '2022-04',
    organisation: BY_BOTH.author,
    written: 2,
    approved: 0,
    takenBack: 0,
  })
  assert.deepEqual(of('2022-04', BY_BOTH.approver), {
    month: '2022-04',
    organisation: BY_BOTH.approver,
    written: 0,
    approved: 2,
    takenBack: 0,
  })
  // The author's fact was taken back, and it was the other organisation that asked for it.
  assert.deepEqual(of('2022-05', BY_BOTH.author), {
    month: '2022-05',
    organisation: BY_BOTH.author,
    written: 0,
    approved: 1,
    takenBack: 1,
  })
  assert.deepEqual(of('2022-05', BY_BOTH.approver), {
    month: '2022-05',
    organisation: BY_BOTH.approver,
    written: 1,
    approved: 0,
    takenBack: 0,
  })
})

test('counts are of what two organisations signed: a draft, and a row that somebody put in, are none of them', async () => {
  const { world, does, author, aResident } = here
  const before = await countsAt(after(A_MORNING, 20 * MINUTE))
  const resident = await aResident()
  const factId = await does.drafted(author, resident.cells)
  await world.pool.query(`update hand_fact set state = 'approved', closed_at = drafted_at where fact_id = $1`, [factId])
  assert.deepEqual(await countsAt(after(A_MORNING, 30 * MINUTE)), before)
})

test('however many ask, the rows are looked through once a minute', async () => {
  const { does, author, approver, aResident } = here
  const hour = after(A_MORNING, 60 * MINUTE)
  const before = await countsAt(hour)
  await does.written({ author, approver }, (await aResident()).cells)
  assert.deepEqual(await countsAt(after(hour, 59 * SECOND)), before)
  assert.notDeepEqual(await countsAt(after(hour, MINUTE)), before)
})
