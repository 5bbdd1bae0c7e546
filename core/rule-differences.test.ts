import assert from 'node:assert/strict'
import { test } from 'node:test'
import { APRIL, SHIPPED_CASES } from './cases/cases.ts'
import { cellName } from './rule-cells.ts'
import { differencesOf } from './rule-differences.ts'

const MAY = SHIPPED_CASES.find(({ table }) => table.name === 'shanghai-2022-05')!.table

test('a table differs from itself in nothing, in whatever order its rows stand', () => {
  const turned = { ...APRIL, rows: APRIL.rows.toReversed() }
  assert.deepEqual(differencesOf(APRIL, turned), { head: [], added: [], removed: [], changed: [] })
})

test('May has one row more than April, and April one less than May', () => {
  const forth = differencesOf(APRIL, MAY)
  assert.deepEqual([forth.added.map((row) => row.id), forth.removed], [['discharged'], []])
  assert.deepEqual(
    differencesOf(MAY, APRIL).removed.map((row) => row.id),
    ['discharged'],
  )
  assert.ok(forth.head.some(({ column }) => cellName(column) === 'validFrom'))
})

test('of a row that changed the cells are told, before and after', () => {
  const longer = {
    ...APRIL,
    rows: APRIL.rows.map((row) =>
      row.form === 'days-after' && row.id === 'high-risk-area' ? { ...row, days: 21 } : row,
    ),
  }
  const [changed, ...more] = differencesOf(APRIL, longer).changed
  assert.deepEqual(more, [])
  assert.equal(changed?.id, 'high-risk-area')
  assert.deepEqual(
    changed.cells.map(({ column, before, after }) => [cellName(column), before, after]),
    [['days', '14', '21']],
  )
})
