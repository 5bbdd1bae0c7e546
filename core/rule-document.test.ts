import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CASE_FILES, SHIPPED_CASES } from './cases/cases.ts'
import { compareVersions, tableDocument, tableText } from './rule-document.ts'
import { readRuleTable, type RuleTable } from './rule-table.ts'

function reread(json: unknown): RuleTable {
  const reading = readRuleTable(json)
  assert.ok(reading.ok)
  return reading.table
}

test('every table written as a document is read back as the same table', () => {
  for (const { table } of CASE_FILES) {
    assert.deepEqual(reread(tableDocument(table)), table)
    assert.deepEqual(reread(JSON.parse(tableText(table))), table)
  }
})

test('documents that say the same have one text, and what one word changes has another', () => {
  const { table } = SHIPPED_CASES[0]!
  const document = tableDocument(table)
  const turned = Object.fromEntries(Object.entries(document).toReversed())
  assert.equal(tableText(reread(turned)), tableText(table))
  assert.notEqual(tableText({ ...table, version: '1.0.1' }), tableText(table))
  assert.notEqual(tableText({ ...table, brakePeople: 100 }), tableText(table))
})

test('a match without comparisons is the same whether it says so or not', () => {
  const { table } = SHIPPED_CASES.find((file) => file.table.name === 'shanghai-2020-03')!
  const document = JSON.parse(JSON.stringify(tableDocument(table))) as { rows: { fact: { where?: unknown } }[] }
  for (const row of document.rows) row.fact.where ??= []
  assert.equal(tableText(reread(document)), tableText(table))
})

test('of two versions the greater is found by its numbers, not by its letters', () => {
  assert.ok(compareVersions('1.10.0', '1.9.9') > 0)
  assert.ok(compareVersions('1.9.9', '2.0.0') < 0)
  assert.ok(compareVersions('1.0.1', '1.0.0') > 0)
  assert.equal(compareVersions('1.2.3', '1.2.3'), 0)
})
