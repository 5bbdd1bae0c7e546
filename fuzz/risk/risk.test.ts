import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RuleRow } from '../../core/rule-table.ts'
import { searchDisagreement } from './agreement.ts'
import { aHistory } from './histories.ts'
import { secondOpinion } from './second-opinion.ts'
import { anyTable, TABLES, type TableTwice } from './tables.ts'

const HISTORIES = 2_000
// Always the same: a test that fails now and then is not believed. `npm run fuzz -- risk` tries others.
const SEED = 20_220_401

for (const tables of TABLES) {
  test(`evaluator, compiled table and second opinion agree on 2,000 histories under ${tables.table.name}`, () => {
    const search = searchDisagreement(fc.constant(tables), { runs: HISTORIES, seed: SEED })
    assert.equal(search.disagreement, undefined)
    assert.equal(search.tried, HISTORIES)
  })

  test(`made-up histories make every row of ${tables.table.name} begin, and end or stay`, () => {
    const shown = new Map<string, { ended: number; open: number }>()
    for (const history of fc.sample(aHistory(tables.document), { numRuns: 400, seed: SEED })) {
      const second = secondOpinion(tables.document, history)
      for (const { row, until } of second.boundaries.flatMap((at) => second.at(at).reasons)) {
        const seen = shown.get(row) ?? { ended: 0, open: 0 }
        shown.set(row, {
          ended: seen.ended + (until === undefined ? 0 : 1),
          open: seen.open + (until === undefined ? 1 : 0),
        })
      }
    }
    for (const { id, form } of tables.document.rows) {
      const { ended, open } = shown.get(id) ?? { ended: 0, open: 0 }
      // What ends by the calendar stays only while its fact does.
      assert.ok(
        ended >= 10 && open >= (form === 'days-after' ? 1 : 10),
        `${id}: ended ${ended} times, open ${open} times`,
      )
    }
  })
}

test('evaluator, compiled table and second opinion agree under tables that nobody has written yet', () => {
  assert.equal(searchDisagreement(anyTable(), { runs: HISTORIES, seed: SEED }).disagreement, undefined)
})

test('a table read with a day too much is found out, and told of a person with as few facts as it takes', () => {
  const april = TABLES.find(({ document }) => document.name === 'shanghai-2022-04')!
  const row = april.table.rows.find(({ id }) => id === 'entry-from-abroad')!
  const wrong: TableTwice = {
    document: april.document,
    table: { ...april.table, rows: [{ ...row, days: 15 } as RuleRow] },
  }
  const told = searchDisagreement(
    fc.constant({
      ...wrong,
      document: { ...april.document, rows: april.document.rows.filter(({ id }) => id === row.id) },
    }),
    { runs: HISTORIES, seed: SEED },
  ).disagreement
  assert.ok(told)
  assert.equal(told.match(/^ {2}fact-\d+: /gm)?.length, 1, told)
  assert.match(told, /row entry-from-abroad: \{"form":"days-after"/)
})
