import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SHIPPED_CASES } from './cases/cases.ts'
import counties from './divisions/counties.json' with { type: 'json' }
import { formatShanghai } from './instant.ts'
import { readKeyAreaList } from './key-area-list.ts'
import keyAreas from './key-areas-2020-03.json' with { type: 'json' }
import type { RuleRow, RuleTable } from './rule-table.ts'

const TABLES = new Map(SHIPPED_CASES.map(({ table }) => [table.name, table]))

function tableOf(name: string): RuleTable {
  const table = TABLES.get(name)
  assert.ok(table)
  return table
}

function idsOf(table: RuleTable, colour: RuleRow['colour']): string[] {
  return table.rows.filter((row) => row.colour === colour).map((row) => row.id)
}

function withoutBasis(row: RuleRow): unknown {
  const { legalBasis: _, ...rest } = row
  return rest
}

test('every table of the folder has its name, and a case file of the same name that says so', () => {
  const files = readdirSync(join(import.meta.dirname, 'tables')).map((file) => file.replace(/\.json$/, ''))
  assert.deepEqual(files.toSorted(), [...TABLES.keys()].toSorted())
  for (const name of files) {
    const text = readFileSync(join(import.meta.dirname, 'cases', `${name}.json`), 'utf8')
    assert.ok(text.startsWith(`{\n  "table": "${name}",`), name)
  }
})

test('every table begins with the first day of its month and has no end', () => {
  for (const { name, valid } of TABLES.values()) {
    assert.equal(formatShanghai(valid.from), `${name.slice(-7)}-01 00:00:00`)
    assert.equal(valid.to, undefined)
  }
})

test('what is our own reading of a rule says so in both languages', () => {
  for (const { rows } of TABLES.values()) {
    for (const { id, legalBasis } of rows) {
      assert.equal(legalBasis.zh.includes('本系统的具体化'), legalBasis.en.includes('our own reading'), id)
    }
  }
})

test('every row names the rules of its own month', () => {
  for (const { title, legalBasis, rows } of TABLES.values()) {
    for (const row of [{ legalBasis }, ...rows]) {
      assert.ok(row.legalBasis.zh.replace('市', '').startsWith(title.zh), row.legalBasis.zh)
      assert.ok(row.legalBasis.en.includes(title.en.split(', ')[1]!), row.legalBasis.en)
    }
  }
})

test('Hangzhou, February 2020, knows two rows', () => {
  const table = tableOf('hangzhou-2020-02')
  assert.deepEqual(idsOf(table, 'red'), ['isolate-14-days'])
  assert.deepEqual(idsOf(table, 'yellow'), ['isolate-up-to-7-days'])
})

test('Shanghai, March 2020, is red for cases, measures and listed countries, and yellow for key areas', () => {
  const table = tableOf('shanghai-2020-03')
  assert.deepEqual(idsOf(table, 'red'), [
    'case-confirmed',
    'case-suspected',
    'central-quarantine',
    'home-observation',
    'entry-from-listed-country',
  ])
  assert.deepEqual(idsOf(table, 'yellow'), ['key-area'])
})

test('Shanghai, May 2022, is April with one row more', () => {
  const may = tableOf('shanghai-2022-05').rows.filter((row) => row.id !== 'discharged')
  assert.deepEqual(may.map(withoutBasis), tableOf('shanghai-2022-04').rows.map(withoutBasis))
})

test('Shanghai, September 2022, is red for all that was red in April, for secondary contacts and for medium risk', () => {
  const table = tableOf('shanghai-2022-09')
  const added = ['secondary-contact', 'medium-risk-area']
  assert.deepEqual(idsOf(table, 'red').toSorted(), [...idsOf(tableOf('shanghai-2022-04'), 'red'), ...added].toSorted())
  assert.deepEqual(idsOf(table, 'yellow'), [
    'discharged-monitored',
    'key-person-untested',
    'no-test-for-7-days',
    'no-test-since-arrival',
    'no-test-since-told',
  ])
})

test('the key areas of March 2020 are read without anything for review', () => {
  const reading = readKeyAreaList(keyAreas, counties)
  assert.ok(reading.ok)
  assert.deepEqual(reading.list.review, [])
  assert.deepEqual(
    reading.list.areas.map((area) => [area.divisionCode, area.name.zh]),
    [['420000', '湖北省']],
  )
})
