import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { Difference } from '../../contract/log.ts'
import { aLog, type TestLog } from '../../test/a-log.ts'
import { aPerson } from '../../test/people.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { openLog as openLogger } from '../kit/log.ts'
import { newWatch, watchLog } from './watch.ts'

let world: TestWorld
let log: TestLog
let person: string
const lines: string[] = []

before(async () => {
  world = await aWorld()
  Object.assign(world, { log: openLogger('error', (line) => lines.push(line)) })
  log = await aLog(world)
  person = (await aPerson(world, { serial: 1 })).personId
  await log.keep()
})
afterAll(async () => {
  await log.delete()
  await world.close()
})

/** As many turns as go once through everything. */
async function goThrough(): Promise<Difference[]> {
  const watch = newWatch()
  const found: Difference[] = []
  do found.push(...(await watchLog(world.system(), log.logDir, watch)))
  while (watch.turn % 5 !== 0 || watch.after.size > 0)
  return found
}

test('a log that the database agrees with is no matter, however often it is gone through', async () => {
  assert.deepEqual(await goThrough(), [])
  assert.deepEqual(await goThrough(), [])
  assert.deepEqual(lines, [])
})

test('what somebody alters in the database is named by itself, in the program’s log and among its figures', async () => {
  await world.pool.query(
    `update audit set kind = 'appeal-made' where id = (select act_id from colour_state where person_id = $1)`,
    [person],
  )
  const found = await goThrough()
  const kinds = new Set(found.map(({ what }) => what))
  assert.ok(kinds.has('act-altered'), [...kinds].join())
  assert.ok(kinds.has('body-altered'), [...kinds].join())
  assert.ok(lines.some((line) => line.includes('act-altered')))
  const { values } = await world.metrics.logFaults.get()
  assert.ok(values.some(({ labels, value }) => labels.what === 'act-altered' && value === 1))
})
