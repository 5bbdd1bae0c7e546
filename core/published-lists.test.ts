import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { levelsOf } from './area-level.ts'
import { placeAreas, placeStay, readAreaList } from './area-list.ts'
import { APRIL, at } from './cases/cases.ts'
import counties from './divisions/counties.json' with { type: 'json' }
import streets from './divisions/shanghai-streets.json' with { type: 'json' }
import { evaluate, type Outcome } from './evaluate.ts'
import { stayFacts } from './facts.ts'
import { after, DAY_LENGTH } from './instant.ts'

const REAL_DATA_DIR = process.env['REAL_DATA_DIR']
const skip = !REAL_DATA_DIR && 'REAL_DATA_DIR IS NOT SET: no stay was judged by the published lists of 2022'

test('stays of April 2022 are judged by the lists as published', { skip }, () => {
  const folder = resolve(import.meta.dirname, '..', REAL_DATA_DIR ?? '', 'risk-areas')
  const lists = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const reading = readAreaList(JSON.parse(readFileSync(resolve(folder, name), 'utf8')))
      assert.ok(reading.ok)
      return { listId: name, publishedAt: reading.list.publishedAt, placed: placeAreas(counties, reading.list).placed }
    })

  const judge = (where: { divisionCode: string; community: string }, days: [string, string], asOf: string): Outcome => {
    const place = placeStay({ counties, streets }, where)
    const levels = levelsOf(
      lists.map(({ listId, publishedAt, placed }) => {
        const area = placed.find((one) => one.code === place?.code && one.community === place.community)
        return { listId, publishedAt, level: area?.level }
      }),
    )
    const period = { from: at(days[0]), to: after(at(days[1]), DAY_LENGTH) }
    const stay = { id: 'stay', period, learnedAt: period.from, place: { zh: place!.printed, en: place!.printed } }
    return evaluate({ table: APRIL, facts: stayFacts(stay, levels, {}), identityConfirmed: true, asOf: at(asOf) })
  }

  const jiuxianqiao = { divisionCode: '110105', community: '酒仙桥街道二街坊' }
  const stay: [string, string] = ['2022-04-10', '2022-04-15']
  assert.equal(judge(jiuxianqiao, stay, '2022-04-15 10:59').colour, 'green')
  const red = judge(jiuxianqiao, stay, '2022-04-15 11:00')
  assert.equal(red.colour, 'red')
  assert.equal(red.changesAt, at('2022-04-30 00:00'))
  assert.match(red.reasons[0]!.text.zh, /2022-04-15 11:00 公布的名单中为高风险地区/)
  assert.equal(judge(jiuxianqiao, stay, '2022-04-29 23:59').colour, 'red')
  assert.equal(judge(jiuxianqiao, stay, '2022-04-30 00:00').colour, 'green')

  // 浮图店镇 was of medium risk in the first list; 全域 of another town is another name.
  const futudian = { divisionCode: '130431', community: '浮图店镇' }
  assert.equal(judge(futudian, stay, '2022-04-15 12:00').colour, 'yellow')
  assert.equal(judge({ ...futudian, divisionCode: '130430' }, stay, '2022-04-15 12:00').colour, 'green')
  assert.equal(judge({ ...futudian, community: '浮图店' }, stay, '2022-04-15 12:00').colour, 'green')
  assert.equal(judge(futudian, ['2022-06-10', '2022-06-12'], '2022-06-11 12:00').colour, 'green')
})
