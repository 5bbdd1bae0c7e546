import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import { after, HOUR } from '../../core/instant.ts'
import { anAppealCity, type AppealCity } from '../../test/appeals.ts'
import { A_MORNING } from '../../test/world.ts'
import { markOverdue } from './overdue.ts'

let it: AppealCity
before(async () => {
  it = await anAppealCity()
})
afterAll(() => it.close())

async function counted(): Promise<[department: number, whole: number]> {
  const { values } = await it.world.metrics.appealsOverdue.get()
  const of = (label: string) => values.find(({ labels }) => labels.of === label)?.value ?? 0
  return [of('department'), of('appeal')]
}

test('a part that is overdue is noted and counted once from its eighth hour, the whole from its twenty-fourth, and nothing that has ended', async () => {
  const person = await it.aDoubtingOne()
  const { appealId } = (await it.does.appeal(person)).body
  await it.does.find(it.centre, appealId, 'stands')
  const other = await it.aDoubtingOne()
  const withdrawn = (await it.does.appeal(other)).body
  await it.does.post(other, `/api/me/appeals/${withdrawn.appealId}/withdrawal`, {})

  it.world.at(after(A_MORNING, 8 * HOUR - 1))
  await markOverdue(it.world.system())
  assert.deepEqual(await counted(), [0, 0])
  assert.equal((await it.does.appeals(person))[0]?.late, false)

  it.world.at(after(A_MORNING, 8 * HOUR))
  await markOverdue(it.world.system())
  await markOverdue(it.world.system())
  assert.deepEqual(await counted(), [1, 0])
  const [late] = await it.does.appeals(person)
  assert.deepEqual([late?.late, late?.questions.map((question) => question.late).toSorted()], [true, [false, true]])

  it.world.at(after(A_MORNING, 24 * HOUR))
  await it.world.pool.query(`update session set expires_at = 'infinity'`)
  await markOverdue(it.world.system())
  await markOverdue(it.world.system())
  assert.deepEqual(await counted(), [1, 1])
  assert.deepEqual(await it.actsAbout(person.personId), [
    'appeal-overdue',
    'appeal-overdue',
    'appeal-question-answered',
    'appealed',
  ])
  assert.deepEqual(await it.actsAbout(other.personId), ['appeal-withdrawn', 'appealed'])
})
