import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { at, factsOf, SHIPPED_CASES, type Case } from './cases/cases.ts'
import { evaluate } from './evaluate.ts'
import { FACT_KINDS, type DetailType } from './facts.ts'
import { readRuleTable } from './rule-table.ts'

const TEXT = readFileSync(join(import.meta.dirname, '..', 'docs', 'rules.md'), 'utf8')

/** The cells of a line of a table in the document that begins with this cell. */
function lineOf(first: string): string[] {
  const line = TEXT.split('\n').find((one) => one.startsWith(`| \`${first}\` `))
  assert.ok(line, first)
  return line.split('|').map((cell) => cell.trim())
}

function wordsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
}

test('docs/rules.md names every kind of fact with what a rule may compare and what a text may quote', () => {
  for (const [kind, details] of Object.entries<Readonly<Record<string, DetailType>>>(FACT_KINDS)) {
    const [, , , , compared = '', quoted = ''] = lineOf(kind)
    const all = Object.entries(details)
    const comparable = all.filter(([, type]) => typeof type !== 'string' || type === 'number' || type === 'flag')
    const words = comparable.flatMap(([name, type]) => [name, ...(typeof type === 'string' ? [] : type)])
    assert.deepEqual(wordsIn(compared).toSorted(), words.toSorted(), kind)
    const quotable = all.filter(([, type]) => typeof type === 'string' && type !== 'flag').map(([name]) => name)
    assert.deepEqual(wordsIn(quoted).toSorted(), quotable.toSorted(), kind)
  }
})

test('docs/rules.md names every shipped table, and each row of it or the table that it takes it from', () => {
  const listed = (name: string): string[] => wordsIn(lineOf(name).slice(2).join(' '))
  const april = listed('shanghai-2022-04')
  for (const { table } of SHIPPED_CASES) {
    const known = new Set([...listed(table.name), ...(table.name.startsWith('shanghai-2022') ? april : [])])
    assert.deepEqual(
      table.rows.map((row) => row.id).filter((id) => !known.has(id)),
      [],
    )
    assert.deepEqual(
      listed(table.name).filter((id) => !table.rows.some((row) => row.id === id)),
      [],
    )
  }
})

test('the example of docs/rules.md is a table, and its colours are those that it says', () => {
  const { table: json, cases } = JSON.parse(/```json\n([^]*?)```/.exec(TEXT)![1]!) as { table: unknown; cases: Case[] }
  const reading = readRuleTable(json)
  assert.ok(reading.ok)
  for (const one of cases) {
    for (const [moment, colour] of Object.entries(one.colours)) {
      const found = evaluate({ table: reading.table, facts: factsOf(one), identityConfirmed: true, asOf: at(moment) })
      assert.equal(found.colour, colour, moment)
    }
  }
})
