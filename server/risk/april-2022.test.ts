import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { instant, type Instant } from '../../core/instant.ts'
import { aConfirmedPerson } from '../../test/a-confirmed-person.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { takeAreaList } from '../evidence/area-lists.ts'
import { declareStays } from '../evidence/declarations.ts'
import type { Person } from '../identity/persons.ts'
import { explain, findColour, reassess } from './risk.ts'

const FOLDER = process.env.REAL_DATA_DIR && join(process.env.REAL_DATA_DIR, 'risk-areas')
const skip = FOLDER === undefined ? 'REAL_DATA_DIR is not set: the lists published in 2022 are not here' : false

const ANCI = '131002'
/** High in the lists of 15 April 11:00 and 17 April 22:00, not in that of 20 April 17:00. */
const HIGH = '葛渔城镇全域'
/** Medium in the list of 15 April 11:00. */
const MEDIUM = '东沽港镇桃园村'

let world: TestWorld
before(async () => {
  if (!skip) world = await aWorld({ now: shanghai('2022-04-15T10:00') })
})
after(() => world?.close())

function shanghai(time: string): Instant {
  return instant(Date.parse(`${time}+08:00`))
}

function realLists(): { fileName: string; bytes: Buffer }[] {
  const folder = FOLDER ?? ''
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return names.toSorted().map((fileName) => ({ fileName, bytes: readFileSync(join(folder, fileName)) }))
}

async function declareStay(person: Person, stay: { community: string; from: string; to?: string }): Promise<void> {
  const ctx = world.system()
  const declarationId = person.personId
  const stays = [{ divisionCode: ANCI, ...stay }]
  await ctx.db.transaction().execute(async (tx) => {
    await declareStays(tx, ctx, { person, channel: 'web', declarationId, stays })
    await reassess(tx, ctx, [person.personId])
  })
}

test('April 2022 on the lists as they were published', { skip }, async (t) => {
  const [first, ...others] = realLists()
  assert.equal(others.length, 17)
  const early = await aConfirmedPerson(world.system(), { number: 'E20000001' })
  const inHigh = await aConfirmedPerson(world.system(), { number: 'E20000002' })
  const inMedium = await aConfirmedPerson(world.system(), { number: 'E20000003' })
  const elsewhere = await aConfirmedPerson(world.system(), { number: 'E20000004' })
  const colourOf = async (person: Person) => (await findColour(world.db, world.system(), person.personId))?.colour
  const explained = (person: Person, asOf: string, knownAt?: string) =>
    explain(world.db, world.system(), person, {
      asOf: shanghai(asOf),
      ...(knownAt === undefined ? {} : { knownAt: shanghai(knownAt) }),
    })

  await t.test('who declared before the list came turns red when it is taken', async () => {
    await declareStay(early, { community: HIGH, from: '2022-04-10' })
    assert.equal(await colourOf(early), 'green')
    world.at(shanghai('2022-04-15T12:00'))
    const result = await takeAreaList(world.system(), first!)
    assert.deepEqual(result.taken, { high: 15, medium: 178, low: 0, key: 0 })
    assert.equal(result.reviewedCount, 10)
    await world.work()
    assert.equal(await colourOf(early), 'red')
    assert.equal((await findColour(world.db, world.system(), early.personId))?.since, shanghai('2022-04-15T12:00'))
  })

  await t.test('a stay in an area of high risk is red, of medium risk yellow, elsewhere green', async () => {
    world.at(shanghai('2022-04-16T20:00'))
    await declareStay(inHigh, { community: HIGH, from: '2022-04-10', to: '2022-04-16' })
    await declareStay(inMedium, { community: MEDIUM, from: '2022-04-10', to: '2022-04-16' })
    await declareStay(elsewhere, { community: '没有列入名单的村', from: '2022-04-10', to: '2022-04-16' })
    assert.equal(await colourOf(inHigh), 'red')
    assert.equal(await colourOf(inMedium), 'yellow')
    assert.equal(await colourOf(elsewhere), 'green')
  })

  await t.test('the reason names list, area, days, rule and end in both languages', async () => {
    const { reasons, changesAt, table } = await explained(inHigh, '2022-04-16T20:00')
    assert.equal(changesAt, shanghai('2022-05-01T00:00'))
    assert.deepEqual(table, {
      name: 'shanghai-2022-04',
      version: '1.0.0',
      title: { zh: '上海 2022 年 4 月', en: 'Shanghai, April 2022' },
    })
    const [reason] = reasons
    assert.equal(reasons.length, 1)
    assert.equal(reason?.ruleId, 'high-risk-area')
    assert.equal(reason.until, shanghai('2022-05-01T00:00'))
    assert.equal(reason.from, shanghai('2022-04-15T11:00'))
    for (const word of ['河北省廊坊市安次区葛渔城镇全域', '4月10日至4月16日', '2022-04-15 11:00', '2022-05-01 00:00']) {
      assert.ok(reason.text.zh.includes(word), `${reason.text.zh} names ${word}`)
    }
    assert.match(reason.text.en, /from 10 April to 16 April.*2022-04-15 11:00.*until 2022-05-01 00:00/)
    assert.equal(reason.source.zh, '国家卫生健康委员会 2022-04-15 11:00 公布的风险地区名单')
  })

  await t.test('before the list was learned of, the same stay was green', async () => {
    assert.equal((await explained(early, '2022-04-16T12:00', '2022-04-15T11:59')).colour, 'green')
    assert.equal((await explained(early, '2022-04-16T12:00', '2022-04-15T12:00')).colour, 'red')
    assert.equal((await explained(early, '2022-04-15T10:59')).colour, 'green')
    assert.equal((await explained(early, '2022-04-15T11:00')).colour, 'red')
  })

  await t.test('all eighteen lists are taken, and a second time nothing changes', async () => {
    world.at(shanghai('2022-11-28T08:00'))
    const results = []
    for (const file of others) results.push(await takeAreaList(world.system(), file))
    assert.deepEqual(new Set(results.map((result) => result.outcome)), new Set(['taken']))
    for (const result of results) assert.deepEqual(result.warnings, [])
    const last = results.at(-1)!
    assert.equal(last.publishedAt, shanghai('2022-11-27T21:00'))
    assert.deepEqual(last.taken, { high: 28_743, medium: 0, low: 1_522, key: 0 })
    assert.equal(last.reviewedCount, 817)

    const rows = async () => {
      const { rows: all } = await world.pool.query(
        'select (select count(*) from area_level) as levels, (select count(*) from audit) as audits, (select count(*) from pgboss.job) as jobs',
      )
      return all[0]
    }
    await world.work()
    const before = await rows()
    const again = []
    for (const file of [first!, ...others]) again.push(await takeAreaList(world.system(), file))
    assert.deepEqual(new Set(again.map((result) => result.outcome)), new Set(['same-as-before']))
    assert.deepEqual(
      again.slice(1).map((result) => result.reviewedCount),
      results.map((result) => result.reviewedCount),
    )
    assert.deepEqual(await rows(), before)
  })

  await t.test('red and yellow end at 00:00 of day 15 after leaving, whatever later lists say', async () => {
    for (const [person, colour] of [
      [inHigh, 'red'],
      [inMedium, 'yellow'],
    ] as const) {
      assert.equal((await explained(person, '2022-04-30T23:59:59.999')).colour, colour)
      assert.equal((await explained(person, '2022-05-01T00:00')).colour, 'green')
    }
    assert.equal(await colourOf(inHigh), 'green')
  })
})
