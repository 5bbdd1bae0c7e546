import assert from 'node:assert/strict'
import { test } from 'node:test'
import { levelsOf } from './area-level.ts'
import { APRIL, at, CASE_FILES, EVERY_FORM, factsOf, SHIPPED_CASES, type Case } from './cases/cases.ts'
import { evaluate } from './evaluate.ts'
import { stayFacts } from './facts.ts'
import { after, formatShanghai, MINUTE } from './instant.ts'
import type { RuleTable } from './rule-table.ts'

for (const { table, cases } of CASE_FILES) {
  for (const one of cases) {
    test(`${table.name}: ${one.name}`, () => {
      const facts = factsOf(one)
      const identityConfirmed = one.identityConfirmed ?? true
      for (const [moment, colour] of Object.entries(one.colours)) {
        assert.equal(evaluate({ table, facts, identityConfirmed, asOf: at(moment) }).colour, colour, moment)
      }
    })
  }

  test(`${table.name}: every row is the reason of some case`, () => {
    const rows = new Set<string>()
    for (const one of cases) {
      for (const moment of Object.keys(one.colours)) {
        const { reasons } = evaluate({ table, facts: factsOf(one), identityConfirmed: true, asOf: at(moment) })
        for (const reason of reasons) rows.add(reason.rowId)
      }
    }
    assert.deepEqual(
      table.rows.filter((row) => !rows.has(row.id)),
      [],
    )
  })
}

for (const { table, cases } of SHIPPED_CASES) {
  test(`${table.name}: the first and the last minute of every row, and the minutes beside them, stand in some case`, () => {
    const seen = new Set(cases.flatMap((one) => boundariesOf(table, one)))
    const wanted = table.rows.flatMap((row) => [`${row.id} begins`, `${row.id} ends`])
    assert.deepEqual(
      wanted.filter((boundary) => !seen.has(boundary)),
      [],
    )
  })
}

// Where a case asks for two moments a minute apart, which rows begin or end between them.
function boundariesOf(table: RuleTable, one: Case): string[] {
  const rowsAt = (moment: string): string[] => {
    const { reasons } = evaluate({ table, facts: factsOf(one), identityConfirmed: true, asOf: at(moment) })
    return reasons.map((reason) => reason.rowId)
  }
  return Object.keys(one.colours).flatMap((moment) => {
    const before = formatShanghai(after(at(moment), -MINUTE)).slice(0, 16)
    if (!(before in one.colours)) return []
    const [then, now] = [rowsAt(before), rowsAt(moment)]
    return [
      ...now.filter((row) => !then.includes(row)).map((row) => `${row} begins`),
      ...then.filter((row) => !now.includes(row)).map((row) => `${row} ends`),
    ]
  })
}

test('a reason names rule, list, area, days and end in both languages, and the worst reason stands first', () => {
  const level = levelsOf([{ publishedAt: at('2022-04-15 11:00'), listId: 'a', level: 'high' }])
  const before = levelsOf([{ publishedAt: at('2022-04-01 11:00'), listId: 'b', level: 'medium' }])
  const place = { zh: '北京市朝阳区酒仙桥街道二街坊', en: '北京市朝阳区酒仙桥街道二街坊' }
  const period = { from: at('2022-04-10 00:00'), to: at('2022-04-16 00:00') }
  const stay = { id: 's', period, learnedAt: at('2022-04-16 09:00'), place }
  const facts = [...stayFacts({ ...stay, id: 't' }, before, {}), ...stayFacts(stay, level, {})]
  const outcome = evaluate({ table: APRIL, facts, identityConfirmed: true, asOf: at('2022-04-20 12:00') })
  assert.deepEqual(
    outcome.reasons.map((reason) => [reason.rowId, reason.colour, reason.factId]),
    [
      ['high-risk-area', 'red', 's:a'],
      ['medium-risk-area', 'yellow', 't:b'],
    ],
  )
  const [worst] = outcome.reasons
  assert.equal(
    worst?.text.zh,
    '您于 4月10日至4月15日到过 北京市朝阳区酒仙桥街道二街坊，该地区在 2022-04-15 11:00 公布的名单中为高风险地区；离开后 14 天内为红码，至 2022-04-30 00:00',
  )
  assert.equal(
    worst?.text.en,
    'You were in 北京市朝阳区酒仙桥街道二街坊 from 10 April to 15 April; the list published at 2022-04-15 11:00 names it as high risk. Red for 14 days after leaving, until 2022-04-30 00:00',
  )
  assert.equal(worst?.until, at('2022-04-30 00:00'))
  assert.match(worst!.legalBasis.zh, /2022 年 4 月/)
  assert.equal(outcome.changesAt, at('2022-04-30 00:00'))
})

test('a reason without an end yet says what will end it, and no braces are left in any text', () => {
  for (const { table, cases } of CASE_FILES) {
    for (const one of cases) {
      for (const moment of Object.keys(one.colours)) {
        for (const { text, until } of evaluate({
          table,
          facts: factsOf(one),
          identityConfirmed: true,
          asOf: at(moment),
        }).reasons) {
          assert.doesNotMatch(text.zh + text.en, /[{}]|undefined/)
          if (table !== EVERY_FORM) assert.equal(until === undefined, !text.zh.includes('至 2'), text.zh)
        }
      }
    }
  }
})

test('a detail that a source left out leaves the sentence readable', () => {
  const facts = factsOf({
    name: 'a stay without its place',
    facts: [{ kind: 'stay-in-area', at: '2022-04-10 08:00', details: { level: 'high' } }],
    colours: {},
  })
  const { reasons } = evaluate({ table: APRIL, facts, identityConfirmed: true, asOf: at('2022-04-10 08:00') })
  assert.match(reasons[0]!.text.zh, /^您于 —到过 —，/)
})
