import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  countFaults,
  normaliseCommunity,
  placeAreas,
  placeStay,
  readAreaList,
  type AreaLevel,
  type AreaList,
  type ReviewReason,
} from './area-list.ts'
import counties from './divisions/counties.json' with { type: 'json' }
import streets from './divisions/shanghai-streets.json' with { type: 'json' }
import { formatShanghai } from './instant.ts'

interface Group {
  province?: unknown
  city?: unknown
  county?: unknown
  communitys?: unknown
}

function group(place: string, ...communitys: unknown[]): Group {
  const [province, city, county] = place.split(' ')
  return { province, city, county, communitys }
}

function fileOf(lists: { high?: Group[]; medium?: Group[]; low?: Group[]; at?: unknown; counts?: object }): unknown {
  const { high = [], medium = [], low, at = '2022-04-15 11时', counts = {} } = lists
  return {
    data: { end_update_time: at, ...counts, highlist: high, middlelist: medium, ...(low && { lowlist: low }) },
    code: 0,
  }
}

function read(json: unknown): AreaList {
  const reading = readAreaList(json)
  assert.ok(reading.ok, reading.ok ? '' : reading.message.en)
  return reading.list
}

test('a list is read in its order, with or without a low list', () => {
  const high = [group('北京市 朝阳区 酒仙桥街道', '二街坊', '三街坊')]
  const medium = [group('河北省 邯郸市 鸡泽县', '浮图店镇')]
  const without = read(fileOf({ high, medium }))
  assert.deepEqual(
    without.areas.map(({ row, level, community }) => [row, level, community]),
    [
      [1, 'high', '二街坊'],
      [2, 'high', '三街坊'],
      [3, 'medium', '浮图店镇'],
    ],
  )
  const withLow = read(fileOf({ high, medium, low: [group('上海市 上海市 徐汇区', '全域')] }))
  assert.deepEqual(withLow.areas[3], {
    row: 4,
    level: 'low',
    province: '上海市',
    city: '上海市',
    county: '徐汇区',
    community: '全域',
  })
})

test('the publication time is an hour in Shanghai, with one digit or two', () => {
  const times = [
    ['2022-04-15 11时', '2022-04-15 11:00:00'],
    ['2022-09-14 09时', '2022-09-14 09:00:00'],
    ['2022-04-25 7时', '2022-04-25 07:00:00'],
    ['2022-04-25\u00a07时', '2022-04-25 07:00:00'],
    ['2022-12-31 24时', '2023-01-01 00:00:00'],
  ]
  for (const [at, moment] of times) assert.equal(formatShanghai(read(fileOf({ at })).publishedAt), moment)
  for (const at of ['2022-04-31 11时', '2022-04-15 25时', '2022-04-15', '11时', '', 20_220_415, undefined, null]) {
    assert.ok(!readAreaList(fileOf({ at: at ?? 0 })).ok, String(at))
  }
})

test('what is no risk-area list is refused with a reason and without a crash', () => {
  for (const json of [
    undefined,
    null,
    7,
    'list',
    [],
    {},
    { data: null },
    { data: [] },
    { data: { end_update_time: '2022-04-15 11时' } },
  ]) {
    const reading = readAreaList(json)
    assert.ok(!reading.ok)
    assert.match(reading.message.zh, /不是风险地区名单/)
  }
  assert.ok(!readAreaList({ data: { end_update_time: '2022-04-15 11时', highlist: [], middlelist: {} } }).ok)
  fc.assert(fc.property(fc.jsonValue(), (json) => typeof readAreaList(json).ok === 'boolean'))
})

test('malformed rows go to review and take no other row with them', () => {
  const high = [
    group('河北省 邯郸市 鸡泽县', '浮图店镇', 7, null),
    { province: '河北省' },
    group('河北省 邯郸市', '甲村'),
    'text' as Group,
  ]
  const list = read(fileOf({ high }))
  const { placed, review } = placeAreas(counties, list)
  assert.deepEqual(
    placed.map((area) => [area.row, area.code, area.community]),
    [[1, '130431', '浮图店镇']],
  )
  assert.deepEqual(
    review.map(({ row, reason }) => [row, reason.name]),
    [2, 3, 4, 5, 6].map((row) => [row, 'malformed']),
  )
})

test('counts that disagree with the rows are named, level by level', () => {
  const high = [group('河北省 邯郸市 鸡泽县', '浮图店镇')]
  assert.deepEqual(countFaults(read(fileOf({ high, counts: { hcount: 1, mcount: 0 } }))), [])
  const faults = countFaults(read(fileOf({ high, counts: { hcount: 2, mcount: 0, lcount: 5 } })))
  assert.deepEqual(
    faults.map((fault) => fault.zh),
    ['名单自称有 2 个高风险地区，实有 1 个', '名单自称有 5 个低风险地区，实有 0 个'],
  )
})

test('a community is compared without regard to width, white space, brackets and dashes', () => {
  const same = [
    ['Ａ区１号楼（东）', 'a 区1号楼(东)'],
    ['1—8单元', '1－8单元'],
    ['恒祥湾·富贵园', '恒祥湾•富贵园'],
    ['金地\u00a0家园\u3000', '金地家园'],
    ['天台路【店】', '天台路（店）'],
    ['朝阳小区。', '朝阳小区'],
  ]
  for (const [one, other] of same) assert.equal(normaliseCommunity(one!), normaliseCommunity(other!))
})

test('a note in brackets and every building of a name stay: no name covers more than the list says', () => {
  const different = [
    ['三里屯街道（除高风险区外的其他地区）', '三里屯街道'],
    ['向南3号、5号', '向南3号'],
    ['向南3号、5号', '向南35号'],
    ['1-8单元', '18单元'],
    ['二街坊', '三街坊'],
  ]
  for (const [one, other] of different) assert.notEqual(normaliseCommunity(one!), normaliseCommunity(other!))
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (text) => normaliseCommunity(normaliseCommunity(text)) === normaliseCommunity(text),
    ),
  )
})

test('a street from the county field stands once in front of the community', () => {
  const high = [
    group('北京市 朝阳区 酒仙桥街道', '二街坊', '酒仙桥街道三街坊', '朝阳区酒仙桥街道四街坊', '金地酒仙桥街道'),
    group('广东省 东莞市 凤岗镇', '东莞市凤岗镇翡翠山湖'),
    group('北京市 大兴区 亦庄（地区）镇', '亦庄（地区）镇（除高风险区外的其他地区）'),
    group('河北省 邯郸市 鸡泽县', '鸡泽县医院'),
  ]
  assert.deepEqual(
    placeAreas(counties, read(fileOf({ high }))).placed.map((area) => [area.code, area.community]),
    [
      ['110105', '酒仙桥街道二街坊'],
      ['110105', '酒仙桥街道三街坊'],
      ['110105', '酒仙桥街道四街坊'],
      ['110105', '酒仙桥街道金地酒仙桥街道'],
      ['441900', '凤岗镇翡翠山湖'],
      ['110115', '亦庄(地区)镇(除高风险区外的其他地区)'],
      ['130431', '鸡泽县医院'],
    ],
  )
})

test('several buildings in one name stay one area', () => {
  const high = [group('北京市 丰台区 丰台街道', '向南3号、5号')]
  assert.deepEqual(
    placeAreas(counties, read(fileOf({ high }))).placed.map((area) => area.printed),
    ['丰台街道向南3号、5号'],
  )
})

test('an area named twice at one level counts once; at two levels it counts for nothing and goes to review', () => {
  const high = [group('河北省 邯郸市 鸡泽县', '浮图店镇', '浮图店镇 ', '小寨镇', '双塔镇')]
  const medium = [group('河北省 邯郸市 鸡泽县', '小寨镇')]
  const low = [group('河北省 邯郸市 鸡泽县', '双塔镇')]
  const { placed, review } = placeAreas(counties, read(fileOf({ high, medium, low })))
  assert.deepEqual(
    placed.map((area) => area.community),
    ['浮图店镇'],
  )
  assert.deepEqual(
    review.map(({ row, reason }) => [row, reason.name]),
    [3, 4, 5, 6].map((row) => [row, 'levels-differ']),
  )
})

test('an unknown county and an empty community go to review with the name as printed', () => {
  const high = [group('四川省 成都市 高新区', '桂溪街道'), group('河北省 邯郸市 鸡泽县', ' \u00a0')]
  const { placed, review } = placeAreas(counties, read(fileOf({ high })))
  assert.deepEqual(placed, [])
  assert.deepEqual(
    review.map(({ area, reason }) => [area, reason.name]),
    [
      ['四川省 成都市 高新区 桂溪街道', 'county-unknown'],
      ['河北省 邯郸市 鸡泽县  \u00a0', 'community-empty'],
    ],
  )
})

test('a declared stay meets a listed area when both name the same county, street and community', () => {
  const tables = { counties, streets }
  const high = [group('上海市 上海市 浦东新区', '花木街道牡丹路1号'), group('北京市 朝阳区 酒仙桥街道', '二街坊')]
  const [shanghai, beijing] = placeAreas(counties, read(fileOf({ high }))).placed
  const stays = [
    [{ divisionCode: '310115016', community: '牡丹路 1 号' }, shanghai],
    [{ divisionCode: '310115', community: '花木街道牡丹路１号' }, shanghai],
    [{ divisionCode: '110105', community: '酒仙桥街道二街坊' }, beijing],
  ] as const
  for (const [stay, area] of stays) {
    const place = placeStay(tables, stay)
    assert.deepEqual([place?.code, place?.community], [area?.code, area?.community])
  }
  assert.notEqual(placeStay(tables, { divisionCode: '310115', community: '牡丹路1号' })?.community, shanghai?.community)
  assert.equal(placeStay(tables, { divisionCode: '310115999', community: '牡丹路1号' }), undefined)
  assert.equal(placeStay(tables, { divisionCode: '999999', community: '牡丹路1号' }), undefined)
})

// Found by running, and the areas in review looked at one by one: zones without a code of their own (长春新区, 西咸新区,
// 两江新区, 成都高新区, …), the 兵团, and three areas that a list itself names as high and as medium.
const PUBLISHED = [
  { file: '2022041511', high: 15, medium: 178, low: 0, unknown: 10, differ: 0 },
  { file: '2022041722', high: 11, medium: 161, low: 0, unknown: 9, differ: 0 },
  { file: '2022042017', high: 8, medium: 143, low: 0, unknown: 8, differ: 0 },
  { file: '2022042219', high: 7, medium: 111, low: 0, unknown: 4, differ: 0 },
  { file: '2022042507', high: 6, medium: 98, low: 0, unknown: 2, differ: 0 },
  { file: '2022042719', high: 10, medium: 109, low: 0, unknown: 1, differ: 0 },
  { file: '2022042921', high: 8, medium: 105, low: 0, unknown: 0, differ: 0 },
  { file: '2022050308', high: 12, medium: 88, low: 0, unknown: 0, differ: 0 },
  { file: '2022050714', high: 18, medium: 90, low: 0, unknown: 0, differ: 0 },
  { file: '2022051021', high: 21, medium: 76, low: 0, unknown: 0, differ: 0 },
  { file: '2022051520', high: 18, medium: 71, low: 0, unknown: 0, differ: 0 },
  { file: '2022052212', high: 14, medium: 44, low: 0, unknown: 0, differ: 0 },
  { file: '2022052910', high: 7, medium: 33, low: 0, unknown: 0, differ: 0 },
  { file: '2022090607', high: 1830, medium: 1717, low: 303, unknown: 128, differ: 4 },
  { file: '2022091409', high: 1181, medium: 1230, low: 168, unknown: 65, differ: 0 },
  { file: '2022092020', high: 740, medium: 796, low: 119, unknown: 47, differ: 0 },
  { file: '2022092816', high: 832, medium: 674, low: 102, unknown: 7, differ: 2 },
  { file: '2022112721', high: 28_743, medium: 0, low: 1522, unknown: 817, differ: 0 },
] as const

const REAL_DATA_DIR = process.env['REAL_DATA_DIR']
const folder = resolve(import.meta.dirname, '..', REAL_DATA_DIR ?? '', 'risk-areas')
const skip = !REAL_DATA_DIR && 'REAL_DATA_DIR IS NOT SET: the published lists of 2022 were NOT read'

test(
  'all 18 lists as published in 2022 are read, and every area is placed, in review, or named twice',
  { skip },
  () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    assert.equal(files.length, PUBLISHED.length)
    for (const expected of PUBLISHED) {
      const name = files.find((file) => file.startsWith(expected.file))
      const list = read(JSON.parse(readFileSync(resolve(folder, name!), 'utf8')))
      assert.equal(formatShanghai(list.publishedAt).replace(/\D/g, ''), `${expected.file}0000`)
      assert.deepEqual(countFaults(list), [], expected.file)
      assert.deepEqual(list.malformed, [], expected.file)
      const { placed, review } = placeAreas(counties, list)
      const at = (level: AreaLevel): number => placed.filter((area) => area.level === level).length
      const why = (reason: ReviewReason): number => review.filter((area) => area.reason.name === reason).length
      const [unknown, differ] = [why('county-unknown'), why('levels-differ')]
      assert.deepEqual(
        { file: expected.file, high: at('high'), medium: at('medium'), low: at('low'), unknown, differ },
        expected,
      )
      // The list of 27 November 2022 prints one area twice.
      assert.equal(list.areas.length - placed.length - review.length, expected.file === '2022112721' ? 1 : 0)
    }
  },
)
