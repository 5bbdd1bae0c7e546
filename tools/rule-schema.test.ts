import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { Check } from 'typebox/schema'
import { CASE_FILES, EVERY_FORM } from '../core/cases/cases.ts'
import { tableDocument } from '../core/rule-document.ts'
import { readRuleTable } from '../core/rule-table.ts'
import { ruleTableSchema } from './rule-schema.ts'

const SCHEMA = JSON.parse(
  readFileSync(new URL('../docs/rule-table.schema.json', import.meta.url), 'utf8'),
) as ReturnType<typeof ruleTableSchema>

/** The made-up table of every form, with each column that a table may have. */
const FULL = plain({
  ...tableDocument({ ...EVERY_FORM, brakePeople: 100, valid: { ...EVERY_FORM.valid, to: undefined } }),
  validTo: '2099-01-01',
  rows: (plain(tableDocument(EVERY_FORM))['rows'] as object[]).map((row) => ({
    ...row,
    endsSooner: { zh: '采样', en: 'a sample' },
  })),
})

type Document = Record<string, unknown>

function plain(value: unknown): Document {
  return JSON.parse(JSON.stringify(value)) as Document
}

/** Every place in a document: the names and numbers that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  return [[...path], ...Object.entries(value).flatMap(([name, member]) => placesIn(member, [...path, name]))]
}

function changed(path: readonly string[], change: (holder: Document, name: string) => void): Document {
  const document = plain(FULL)
  const holder = path.slice(0, -1).reduce<Document>((at, name) => at[name] as Document, document)
  change(holder, path.at(-1)!)
  return document
}

test('docs/rule-table.schema.json is what the kinds of facts make of it', () => {
  assert.deepEqual(SCHEMA, plain(ruleTableSchema()))
})

test('every shipped table passes the schema as it passes the reader', () => {
  for (const { table } of CASE_FILES) assert.ok(Check(SCHEMA, plain(tableDocument(table))), table.name)
  assert.ok(Check(SCHEMA, FULL))
  assert.ok(readRuleTable(FULL).ok)
})

test('a table with a mistake in any column fails in the schema as in the reader', () => {
  const places = placesIn(FULL).filter((path) => path.length > 0)
  assert.ok(places.length > 100)
  for (const path of places) {
    const wrong = changed(path, (holder, name) => (holder[name] = ['wrong']))
    assert.ok(!readRuleTable(wrong).ok, path.join('.'))
    assert.ok(!Check(SCHEMA, wrong), path.join('.'))
  }
})

test('what the schema lets pass the reader refuses only for ids, days that there are not, and an end before the beginning', () => {
  const places = placesIn(FULL).filter((path) => path.length > 0)
  const value = fc.oneof(
    fc.constantFrom(
      'red',
      'yellow',
      'green',
      'during',
      'until',
      '2022-02-30',
      '2000-01-01',
      '{until}',
      '{place}',
      '1.0',
      ' ',
    ),
    fc.constantFrom(0, 1, -1, 1.5, 3_651, true, null),
    fc.constantFrom({ kind: 'contact' }, { kind: 'others' }, { zh: '文', en: 'text' }, [{ kind: 'vaccination' }], []),
    fc.jsonValue(),
  )
  const change = fc.oneof(
    value.map((put) => (holder: Document, name: string) => void (holder[name] = put)),
    fc.constant((holder: Document, name: string) => void delete holder[name]),
    fc.constant((holder: Document) => void (holder['person'] = '张三')),
  )
  fc.assert(
    fc.property(fc.constantFrom(...places), change, (path, act) => {
      const document = plain(changed(path, act))
      const reading = readRuleTable(document)
      if (Check(SCHEMA, document)) {
        const known = new Set(['id', 'validFrom', 'validTo'])
        const others = reading.ok ? [] : reading.faults.filter((fault) => !known.has(fault.column))
        assert.deepEqual(others, [])
      } else assert.ok(!reading.ok, JSON.stringify(document))
    }),
    { numRuns: 400 },
  )
})
