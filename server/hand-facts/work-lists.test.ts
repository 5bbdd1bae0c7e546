import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { HandFactList } from '../../contract/hand-facts.ts'
import type { ProblemBody } from '../../contract/problems.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { call, pagesOf } from '../../test/app.ts'
import { aHandFactCity, aSignedInOfficer, type HandFactCity, type TestOfficer } from '../../test/hand-facts.ts'
import { A_MORNING } from '../../test/world.ts'
import { openLog } from '../kit/log.ts'

let here: HandFactCity
const lines: string[] = []
/** Signed drafts of the author, in the order in which they end. */
const drafted: string[] = []
const DRAFTS = 105

before(async () => {
  here = await aHandFactCity()
  Object.assign(here.world, { log: openLog('error', (line) => lines.push(line)) })
  const { does, author, world } = here
  const { cells } = await here.aResident()
  for (let more = 0; more < DRAFTS; more += 1) {
    world.at(after(A_MORNING, more))
    drafted.push(await does.drafted(author, cells))
  }
})
afterAll(() => here.close())

async function pages(by: TestOfficer, asked: string): Promise<string[][]> {
  const url = `/api/hand-facts${asked}`
  const all = await pagesOf<HandFactList>(here.city, url, await by.signInAgain())
  return all.map(({ facts }) => facts.map(({ factId }) => factId))
}

test('what waits comes page by page, each once, by the moment at which it ends; what the program did not write so is passed over', async () => {
  const [first, second] = [drafted.slice(0, 100), drafted.slice(100)]
  assert.deepEqual(await pages(here.author, '?list=own'), [first, second])
  assert.deepEqual(await pages(here.author, ''), [first, second])
  assert.deepEqual(await pages(here.approver, '?list=for-approval'), [first, second])
  assert.deepEqual(await pages(here.colleague, ''), [[]])
  const changed = drafted[7]!
  await here.world.pool.query('update hand_fact set takes_back = gen_random_uuid() where fact_id = $1', [changed])
  assert.deepEqual(await pages(here.approver, ''), [first.filter((id) => id !== changed), second])
  assert.ok(lines.some((line) => line.includes('hand-fact-draft-not-ours') && line.includes(changed)))
  await here.world.pool.query('update hand_fact set takes_back = null where fact_id = $1', [changed])
})

test('what is done comes the latest first, to its author, to his organisation and to the one that decided, each once, for 60 days', async () => {
  const { world, does, author, approver, colleague } = here
  const other = await aSignedInOfficer(world, here.bureau)
  const some = drafted.slice(0, 3)
  for (const [place, factId] of some.entries()) {
    world.at(after(A_MORNING, 1_000 + place))
    await does.reject(approver, factId)
  }
  const withdrawn = drafted[3]!
  world.at(after(A_MORNING, 2_000))
  await does.post(author, `/${withdrawn}/withdrawal`, {})
  const done = some.toReversed()
  assert.deepEqual(await pages(author, '?list=done'), [[withdrawn, ...done]])
  for (const one of [colleague, approver, other]) assert.deepEqual(await pages(one, '?list=done'), [done])
  world.at(after(A_MORNING, 60 * DAY_LENGTH + 1_001))
  assert.deepEqual(await pages(approver, '?list=done'), [done.slice(0, 2)])
  world.at(after(A_MORNING, 3_000))
})

test('the list is narrowed by who works on a draft', async () => {
  const { does, approver } = here
  const taken = drafted[50]!
  await does.takeOn(approver, taken)
  assert.deepEqual(await pages(approver, '?assigned=me'), [[taken]])
  assert.deepEqual((await pages(approver, '?list=for-approval&assigned=nobody')).flat().length, DRAFTS - 5)
  assert.deepEqual(await pages(approver, '?assigned=another'), [[]])
})

test('what narrows nothing, and a place that no page told, are named', async () => {
  const cookie = await here.approver.signInAgain()
  for (const [field, asked] of [
    ['list', '?list=mine'],
    ['assigned', '?assigned=them'],
    ['after', '?list=done&after=first'],
  ] as const) {
    const { status, body } = await call<ProblemBody>(here.city, { url: `/api/hand-facts${asked}`, cookie })
    assert.deepEqual([status, body.fields?.map((fault) => fault.field)], [400, [field]])
  }
})
