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
import { explain, reassess, shownAt } from './risk.ts'

// A stay is judged by the lists of its own days, as published at the moment of judging; both are shown.

const FOLDER = process.env.REAL_DATA_DIR && join(process.env.REAL_DATA_DIR, 'risk-areas')
const skip = FOLDER === undefined ? 'REAL_DATA_DIR is not set: the lists published in 2022 are not here' : false

/** High in the lists of 15 April 11:00 and 17 April 22:00, not in that of 20 April 17:00. */
const HIGH = '葛渔城镇全域'

interface Published {
  readonly data: { readonly highlist: readonly { readonly communitys: readonly string[] }[] }
}

let world: TestWorld
before(async () => {
  if (!skip) world = await aWorld({ now: shanghai('2022-04-15T10:00') })
})
after(() => world?.close())

function shanghai(time: string): Instant {
  return instant(Date.parse(`${time}+08:00`))
}

function realList(place: number): { fileName: string; bytes: Buffer } {
  const folder = FOLDER ?? ''
  const fileName = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()[place]!
  return { fileName, bytes: readFileSync(join(folder, fileName)) }
}

/** The same list, published at the same moment, without the area: a correction. */
function without(community: string, { fileName, bytes }: { fileName: string; bytes: Buffer }) {
  const list = JSON.parse(bytes.toString()) as Published
  const named = list.data.highlist.filter(({ communitys }) => communitys.includes(community))
  assert.equal(named.length, 1)
  const highlist = list.data.highlist.map((county) => {
    return { ...county, communitys: county.communitys.filter((name) => name !== community) }
  })
  return { fileName, bytes: Buffer.from(JSON.stringify({ ...list, data: { ...list.data, highlist } })) }
}

async function take(at: string, list: { fileName: string; bytes: Buffer }): Promise<void> {
  world.at(shanghai(at))
  assert.equal((await takeAreaList(world.system(), list)).outcome, 'taken')
  await world.work()
}

async function declare(at: string, person: Person, stay: { from: string; to?: string }): Promise<void> {
  world.at(shanghai(at))
  const ctx = world.system()
  const stays = [{ divisionCode: '131002', community: HIGH, ...stay }]
  await ctx.db.transaction().execute(async (tx) => {
    await declareStays(tx, ctx, { person, channel: 'web', declarationId: person.personId, stays })
    await reassess(tx, ctx, [person.personId])
  })
}

/** The lists of a person's one reason as they are shown: publication, and what each says. */
async function listsOf(person: Person, at: string, knownAt = at) {
  const moments = { asOf: shanghai(at), knownAt: shanghai(knownAt) }
  const { colour, reasons } = await explain(world.db, world.system(), person, moments)
  const told = reasons.map(({ lists }) => {
    assert.ok(lists)
    const word = ({ name, level }: typeof lists.because) =>
      `${/\d{4}-\d\d-(\d\d \d\d):/.exec(name.zh)?.[1]} ${level.zh}`
    return { because: word(lists.because), last: word(lists.last), ofItsDays: lists.ofItsDays.map(word) }
  })
  return { colour, lists: told }
}

test('stays on the lists as they were published, corrected, and known at each moment', { skip }, async (t) => {
  const ctx = world.system()
  const [early, between, late] = [
    await aConfirmedPerson(ctx, { number: 'E20000011' }),
    await aConfirmedPerson(ctx, { number: 'E20000012' }),
    await aConfirmedPerson(ctx, { number: 'E20000013' }),
  ]
  await declare('2022-04-15T10:00', early, { from: '2022-04-10' })
  await take('2022-04-15T12:00', realList(0))

  await t.test('a stay declared before the list was published is judged by it from the moment we had it', async () => {
    assert.deepEqual(await listsOf(early, '2022-04-15T11:59'), { colour: 'green', lists: [] })
    assert.deepEqual(await listsOf(early, '2022-04-15T12:00'), {
      colour: 'red',
      lists: [{ because: '15 11 高风险', last: '15 11 高风险', ofItsDays: ['15 11 高风险'] }],
    })
  })

  await take('2022-04-18T08:00', realList(1))
  await declare('2022-04-19T09:00', between, { from: '2022-04-18', to: '2022-04-19' })
  await take('2022-04-20T18:00', realList(2))
  await declare('2022-04-22T09:00', late, { from: '2022-04-21', to: '2022-04-22' })

  await t.test(
    'a stay is judged by the lists of its own days: a later list that no longer names the area ends nothing for it',
    async () => {
      for (const at of ['2022-04-19T10:00', '2022-04-22T10:00', '2022-05-03T23:59']) {
        assert.deepEqual(
          await listsOf(between, at),
          {
            colour: 'red',
            lists: [{ because: '15 11 高风险', last: '17 22 高风险', ofItsDays: ['17 22 高风险'] }],
          },
          at,
        )
      }
      assert.equal((await listsOf(between, '2022-05-04T00:00')).colour, 'green')
      assert.deepEqual(await listsOf(late, '2022-04-22T10:00'), { colour: 'green', lists: [] })
    },
  )

  await t.test('a correction of a list judges anew, and what was shown before stays what was shown', async () => {
    const stayed = await aConfirmedPerson(ctx, { number: 'E20000014' })
    await declare('2022-04-22T11:00', stayed, { from: '2022-04-15', to: '2022-04-16' })
    await take('2022-04-23T08:00', without(HIGH, realList(0)))
    // The first list no longer names it, the second does: who had left by then was never there at the wrong time.
    assert.deepEqual(await listsOf(stayed, '2022-04-23T08:00'), { colour: 'green', lists: [] })
    assert.deepEqual(await listsOf(stayed, '2022-04-23T08:00', '2022-04-23T07:59'), {
      colour: 'red',
      lists: [{ because: '15 11 高风险', last: '17 22 高风险', ofItsDays: ['15 11 高风险'] }],
    })
    for (const [at, colour] of [
      ['2022-04-22T11:00', 'red'],
      ['2022-04-23T07:59', 'red'],
      ['2022-04-23T08:00', 'green'],
    ] as const) {
      const { shown, colour: recomputed } = await shownAt(world.db, ctx, stayed, shanghai(at))
      assert.ok(shown.kind === 'shown')
      assert.deepEqual([shown.colour, recomputed, shown.difference], [colour, colour, undefined], at)
    }
    assert.deepEqual((await listsOf(between, '2022-04-23T08:00')).lists, [
      { because: '17 22 高风险', last: '17 22 高风险', ofItsDays: ['17 22 高风险'] },
    ])
  })
})
