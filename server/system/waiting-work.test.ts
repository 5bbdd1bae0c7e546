import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { Figure, FigureName, HealthFigures } from '../../contract/health-figures.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { call } from '../../test/app.ts'
import { anAppealCity, type AppealCity } from '../../test/appeals.ts'
import { aStaff } from '../../test/people.ts'
import { A_MORNING } from '../../test/world.ts'

let it: AppealCity
before(async () => {
  it = await anAppealCity()
})
afterAll(() => it.close())

async function figureOf(what: FigureName): Promise<Figure | undefined> {
  const { cookie } = await aStaff(it.world, { role: 'administrator', division: '' })
  const { body } = await call<HealthFigures>(it.city, { url: '/api/health-figures', cookie })
  return body.figures.find((figure) => figure.what === what)
}

test('an appeal is counted as overdue from its twenty-fourth hour', async () => {
  await it.does.appeal(await it.aDoubtingOne())
  it.world.at(after(A_MORNING, DAY_LENGTH - 1))
  assert.deepEqual(await figureOf('overdue-appeals'), { what: 'overdue-appeals', value: 0, standing: 'good' })
  it.world.at(after(A_MORNING, DAY_LENGTH))
  assert.deepEqual(await figureOf('overdue-appeals'), { what: 'overdue-appeals', value: 1, standing: 'late' })
})

test('a batch that the brake holds is counted as waiting for somebody', async () => {
  assert.deepEqual(await figureOf('held-batches'), { what: 'held-batches', value: 0, standing: 'good' })
  await it.world.pool.query(`update batch set state = 'held' where batch_id = (select batch_id from batch limit 1)`)
  assert.deepEqual(await figureOf('held-batches'), { what: 'held-batches', value: 1, standing: 'waits' })
})
