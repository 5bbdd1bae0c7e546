import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { after, day, formatDay, formatShanghai, MINUTE, parseDay, startOfDay } from './instant.ts'
import { readRuleTable, tableInForce, type RuleTable } from './rule-table.ts'
import shanghai202204 from './tables/shanghai-2022-04.json' with { type: 'json' }

const both = { zh: '文字', en: 'text' }

const aRow = {
  id: 'high-risk-area',
  colour: 'red',
  form: 'days-after',
  fact: { kind: 'stay-in-area', where: [{ detail: 'level', eq: 'high' }] },
  days: 14,
  text: { zh: '{place}，至 {until}', en: '{place}, until {until}' },
  openText: both,
  legalBasis: both,
}

const aTable = {
  name: 'a-table',
  title: both,
  version: '1.0.0',
  validFrom: '2022-04-01',
  legalBasis: both,
  rows: [aRow],
}

function faultsOf(json: unknown): string[] {
  const reading = readRuleTable(json)
  return reading.ok ? [] : reading.faults.map((fault) => `${fault.row} ${fault.column}`)
}

function withRow(change: object): unknown {
  return { ...aTable, rows: [{ ...aRow, ...change }] }
}

function accepted(json: unknown): RuleTable {
  const reading = readRuleTable(json)
  assert.ok(reading.ok)
  return reading.table
}

test('the shipped table of Shanghai, April 2022, is a table', () => {
  const table = accepted(shanghai202204)
  assert.equal(table.name, 'shanghai-2022-04')
  assert.equal(formatShanghai(table.valid.from), '2022-04-01 00:00:00')
  assert.equal(table.valid.to, undefined)
  assert.deepEqual(
    table.rows.filter((row) => row.colour === 'yellow').map((row) => row.id),
    ['contact-monitored', 'secondary-contact', 'medium-risk-area', 'test-missed'],
  )
  assert.equal(table.rows.length, 12)
})

test('each of the five forms can be read', () => {
  const { days: _, ...plain } = aRow
  const forms = [
    { form: 'during' },
    { form: 'days-after', days: 0 },
    { form: 'until', until: [{ kind: 'measure-lifted' }] },
    { form: 'unless', days: 7, unless: [{ kind: 'test-result' }] },
    { form: 'until-in-a-row', days: 14, daily: { kind: 'daily-check-in', where: [{ detail: 'symptoms', eq: false }] } },
  ]
  for (const form of forms) assert.deepEqual(faultsOf({ ...aTable, rows: [{ ...plain, ...form }] }), [], form.form)
})

test('a sixth form, a clock word, an unknown fact and a person cannot be said', () => {
  assert.deepEqual(faultsOf(withRow({ form: 'while-now' })), ['1 form', '1 days'])
  assert.deepEqual(faultsOf(withRow({ now: true })), ['1 now'])
  assert.deepEqual(faultsOf(withRow({ fact: { kind: 'others' } })), ['1 fact'])
  assert.deepEqual(faultsOf(withRow({ fact: { kind: 'stay-in-area', person: '张三' } })), ['1 fact'])
  assert.deepEqual(faultsOf(withRow({ fact: { kind: 'stay-in-area', where: [{ detail: 'personId', eq: 'x' }] } })), [
    '1 fact',
  ])
  assert.deepEqual(
    faultsOf(withRow({ fact: { kind: 'test-result', where: [{ detail: 'tube', eq: 'T1' }] }, text: both })),
    ['1 fact'],
  )
})

test('a row is yellow or red and never green', () => {
  for (const colour of ['green', 'grey', 'blue', 1]) assert.deepEqual(faultsOf(withRow({ colour })), ['1 colour'])
  assert.deepEqual(faultsOf(withRow({ colour: 'yellow' })), [])
})

test('comparisons use the words and numbers of the kind, and one way to compare', () => {
  const where = (comparison: unknown, kind = 'stay-in-area'): string[] =>
    faultsOf(withRow({ fact: { kind, where: [comparison] }, text: both }))
  assert.deepEqual(where({ detail: 'level', in: ['high', 'medium'] }), [])
  assert.deepEqual(where({ detail: 'celsius', atLeast: 37.3 }, 'fever-clinic-visit'), [])
  assert.deepEqual(where({ detail: 'symptoms', eq: true }, 'daily-check-in'), [])
  for (const wrong of [
    { detail: 'level', eq: 'low' },
    { detail: 'level', in: [] },
    { detail: 'level', in: ['high', 'others'] },
    { detail: 'level', atLeast: 3 },
    { detail: 'level' },
    { detail: 'level', eq: 'high', in: ['high'] },
    { detail: 'publishedAt', atLeast: 0 },
    { eq: 'high' },
    'level',
  ]) {
    assert.deepEqual(where(wrong), ['1 fact'], JSON.stringify(wrong))
  }
})

test('a text may quote details of its fact and nothing else, and an open reason has no end to quote', () => {
  assert.deepEqual(faultsOf(withRow({ text: { zh: '{name}', en: 'x' } })), ['1 text'])
  assert.deepEqual(faultsOf(withRow({ text: { zh: '{level}', en: 'x' } })), ['1 text'])
  assert.deepEqual(faultsOf(withRow({ openText: { zh: 'x', en: '{until}' } })), ['1 openText'])
  assert.deepEqual(faultsOf(withRow({ openText: { zh: '{place}{stay}{publishedAt}{from}{source}', en: 'x' } })), [])
  assert.deepEqual(faultsOf(withRow({ text: { zh: '只有中文' } })), ['1 text'])
})

test('every fault is reported with its row and column, in both languages', () => {
  const { id: _, ...nameless } = aRow
  const broken = {
    ...aTable,
    version: '1',
    validFrom: '2022-02-30',
    rows: [aRow, { ...nameless, days: 1.5 }, { ...aRow, colour: 'blue' }, 7],
  }
  const reading = readRuleTable(broken)
  assert.ok(!reading.ok)
  const places = reading.faults.map((fault) => `${fault.row} ${fault.column}`)
  assert.deepEqual(places.slice(0, 6), ['0 validFrom', '0 version', '2 id', '2 days', '3 colour', '3 id'])
  assert.ok(places.includes('4 '))
  assert.ok(reading.faults.every((fault) => fault.message.zh !== '' && fault.message.en !== ''))
})

test('days are whole, from 0, and at least 1 in a row', () => {
  for (const days of [-1, 1.5, '14', Infinity, 3651]) assert.deepEqual(faultsOf(withRow({ days })), ['1 days'])
  const inARow = { form: 'until-in-a-row', daily: { kind: 'daily-check-in' } }
  assert.deepEqual(faultsOf(withRow({ ...inARow, days: 0 })), ['1 days'])
  assert.deepEqual(faultsOf(withRow({ ...inARow, days: 1 })), [])
})

test('a table ends after it begins', () => {
  assert.deepEqual(faultsOf({ ...aTable, validTo: '2022-04-01' }), ['0 validTo'])
  assert.deepEqual(faultsOf({ ...aTable, validTo: '2022-04-02' }), [])
})

test('anything that is no table is refused without a crash', () => {
  for (const json of [undefined, null, 1, 'table', [], {}]) assert.ok(faultsOf(json).length > 0)
  fc.assert(fc.property(fc.jsonValue(), (json) => !readRuleTable(json).ok))
  fc.assert(fc.property(fc.jsonValue(), (row) => faultsOf({ ...aTable, rows: [row] }).length > 0))
})

test('one table is in force at a moment, from 00:00 of its first day until 00:00 of the day it no longer holds', () => {
  const april = accepted({ ...aTable, name: 'april', validTo: '2022-05-01' })
  const may = accepted({ ...aTable, name: 'may', validFrom: '2022-05-01' })
  const turn = startOfDay(parseDay('2022-05-01')!)
  const nameAt = (ms: number): string | undefined => tableInForce([may, april], (turn + ms) as typeof turn)?.name
  assert.equal(nameAt(-1), 'april')
  assert.equal(nameAt(0), 'may')
  assert.equal(tableInForce([april], turn), undefined)
  assert.throws(() => tableInForce([may, accepted(aTable)], turn), /overlap/)
})

test('of tables that do not overlap in time there is exactly one at each moment, and none in a gap', () => {
  const days = fc.uniqueArray(fc.integer({ min: 18_262, max: 20_000 }), { minLength: 2, maxLength: 8 })
  fc.assert(
    fc.property(days, fc.func(fc.boolean()), fc.boolean(), (unsorted, isGap, isOpen) => {
      const edges = unsorted.toSorted((a, b) => a - b).map((number) => formatDay(day(number)))
      const stretches = edges.flatMap((validFrom, place): { validFrom: string; validTo?: string }[] => {
        const validTo = edges[place + 1]
        if (validTo === undefined) return isOpen ? [{ validFrom }] : []
        return isGap(place) ? [] : [{ validFrom, validTo }]
      })
      const tables = stretches.map((one) => accepted({ ...aTable, ...one, name: `from-${one.validFrom}` }))
      for (const edge of edges) {
        const midnight = startOfDay(parseDay(edge)!)
        for (const at of [after(midnight, -MINUTE), after(midnight, -1), midnight, after(midnight, MINUTE)]) {
          const date = formatShanghai(at).slice(0, 10)
          const expected = stretches.find(({ validFrom, validTo = '9999' }) => validFrom <= date && date < validTo)
          const found = tableInForce(tables.toReversed(), at)?.name
          assert.equal(found, expected && `from-${expected.validFrom}`)
        }
      }
    }),
  )
})
