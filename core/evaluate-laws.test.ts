import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { moment, someFacts, START } from '../test/fact-arbitraries.ts'
import { APRIL, CASE_FILES } from './cases/cases.ts'
import { worse, type Colour } from './colour.ts'
import { evaluate, timeline, type Outcome } from './evaluate.ts'
import type { Fact } from './facts.ts'
import { after, DAY_LENGTH, instant, type Instant } from './instant.ts'
import type { RuleTable } from './rule-table.ts'

const TABLES = CASE_FILES.map(({ table }) => table)
const aTable = fc.constantFrom(...TABLES)

function colourOf(table: RuleTable, facts: readonly Fact[], asOf: Instant): Colour {
  return evaluate({ table, facts, identityConfirmed: true, asOf }).colour
}

test('more evidence never makes anybody greener in the first two forms', () => {
  const rows = TABLES.flatMap((table) => table.rows).filter((row) => row.form === 'during' || row.form === 'days-after')
  const table = { ...APRIL, rows }
  fc.assert(
    fc.property(someFacts, someFacts, moment, (known, more, asOf) => {
      const before = colourOf(table, known, asOf)
      const now = colourOf(table, [...known, ...more.map((fact) => ({ ...fact, id: `more-${fact.id}` }))], asOf)
      assert.equal(worse(before, now), now)
    }),
  )
})

test('the order in which facts arrive does not matter', () => {
  const shuffled = someFacts.chain((facts) =>
    fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
  )
  fc.assert(
    fc.property(shuffled, moment, aTable, ([facts, mixed], asOf, table) => {
      const outcome = (some: readonly Fact[]): Outcome =>
        evaluate({ table, facts: some, identityConfirmed: false, asOf })
      assert.deepEqual(outcome(mixed), outcome(facts))
    }),
  )
})

test('the next change is exactly the next moment at which the colour is another', () => {
  fc.assert(
    fc.property(someFacts, moment, aTable, fc.double({ min: 0, max: 1, noNaN: true }), (facts, asOf, table, share) => {
      const { colour, changesAt } = evaluate({ table, facts, identityConfirmed: true, asOf })
      const end = changesAt ?? after(START, 200 * DAY_LENGTH)
      if (changesAt !== undefined) {
        assert.ok(changesAt > asOf)
        assert.notEqual(colourOf(table, facts, changesAt), colour)
      }
      assert.equal(colourOf(table, facts, instant(end - 1)), colour)
      assert.equal(colourOf(table, facts, instant(asOf + Math.floor((end - 1 - asOf) * share))), colour)
    }),
  )
})

test('the timeline says at each of its moments, until the next and in between what the evaluation says', () => {
  fc.assert(
    fc.property(someFacts, aTable, moment, (facts, table, asOf) => {
      const steps = timeline({ table, facts, identityConfirmed: true, from: START })
      for (const [place, step] of steps.entries()) {
        const next = steps[place + 1]
        assert.equal(colourOf(table, facts, step.from), step.colour)
        if (next === undefined) continue
        assert.equal(colourOf(table, facts, after(next.from, -1)), step.colour)
        assert.equal(colourOf(table, facts, instant(Math.floor((step.from + next.from) / 2))), step.colour)
        assert.notEqual(next.colour, step.colour)
      }
      assert.equal(steps.findLast((step) => step.from <= asOf)?.colour, colourOf(table, facts, asOf))
    }),
  )
})

test('taking facts back restores what was before them, for every moment', () => {
  fc.assert(
    fc.property(someFacts, someFacts, moment, aTable, (known, more, asOf, table) => {
      const outcome = (facts: readonly Fact[]): Outcome => evaluate({ table, facts, identityConfirmed: true, asOf })
      const times = (facts: readonly Fact[]): unknown =>
        timeline({ table, facts, identityConfirmed: true, from: START })
      const before = [outcome(known), times(known)]
      const batch = new Set(more.map(({ id }) => `batch-${id}`))
      const all = [...more.map((fact) => ({ ...fact, id: `batch-${fact.id}` })), ...known]
      times(all)
      const left = all.filter(({ id }) => !batch.has(id))
      assert.deepEqual([outcome(left), times(left)], before)
    }),
  )
})

test('an identity that is not confirmed is grey exactly where a confirmed one is green', () => {
  fc.assert(
    fc.property(someFacts, moment, aTable, (facts, asOf, table) => {
      const confirmed = colourOf(table, facts, asOf)
      const { colour } = evaluate({ table, facts, identityConfirmed: false, asOf })
      assert.equal(colour, confirmed === 'green' ? 'grey' : confirmed)
    }),
  )
})
