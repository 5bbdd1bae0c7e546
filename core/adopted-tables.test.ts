import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { adoptedAt, courseOf, type AdoptedTable } from './adopted-tables.ts'
import { EVERY_FORM } from './cases/cases.ts'
import { instant, within } from './instant.ts'
import { tableInForce } from './rule-table.ts'

function adopted(name: string, from: number, told: { to?: number; adoptedAt?: number } = {}): AdoptedTable {
  const to = told.to === undefined ? undefined : instant(told.to)
  return {
    table: { ...EVERY_FORM, name, valid: { from: instant(from), to } },
    adoptedAt: instant(told.adoptedAt ?? from),
    from: instant(from),
  }
}

test('a table is in force from its first moment, and the one before until then', () => {
  const tables = [adopted('may', 200, { adoptedAt: 150 }), adopted('april', 100)]
  const nameAt = (at: number): string | undefined => adoptedAt(tables, instant(at))?.table.name
  assert.deepEqual([99, 100, 199, 200].map(nameAt), [undefined, 'april', 'april', 'may'])
})

test('what was adopted later was not known before', () => {
  const tables = [adopted('april', 100), adopted('may', 200, { adoptedAt: 150 })]
  const known = (knownAt: number): string | undefined => adoptedAt(tables, instant(250), instant(knownAt))?.table.name
  assert.deepEqual([149, 150].map(known), ['april', 'may'])
  assert.equal(known(99), undefined)
})

test('when a table has ended the one before it holds again', () => {
  const tables = [adopted('always', 100), adopted('for-a-while', 200, { to: 300 })]
  const names = [250, 299, 300].map((at) => adoptedAt(tables, instant(at))?.table.name)
  assert.deepEqual(names, ['for-a-while', 'for-a-while', 'always'])
  assert.deepEqual(
    courseOf(tables).map(({ table, period }) => [table.table.name, period.from, period.to]),
    [
      ['always', 100, 200],
      ['for-a-while', 200, 300],
      ['always', 300, undefined],
    ],
  )
})

test('tables closed where the next begins do not overlap and give exactly one answer, the same as of all adopted', () => {
  const moment = fc.nat({ max: 30 })
  const one = fc
    .record({ from: moment, lasts: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }), early: moment })
    .map(({ from, lasts, early }, place = 0) =>
      adopted(`t-${from}-${place}`, from, {
        ...(lasts !== undefined && { to: from + lasts }),
        adoptedAt: Math.max(0, from - early),
      }),
    )
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), moment, (tables, at) => {
      const closed = courseOf(tables).map(({ table, period }) => ({ ...table.table, valid: period }))
      const holding = closed.filter(({ valid }) => within(valid, instant(at)))
      assert.ok(holding.length <= 1)
      assert.equal(tableInForce(closed, instant(at))?.name, adoptedAt(tables, instant(at))?.table.name)
    }),
  )
  const first = adopted('first', 0)
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), moment, (tables, at) => {
      const closed = courseOf([first, ...tables])
      assert.equal(closed.filter(({ period }) => within(period, instant(at))).length, 1)
    }),
  )
})
