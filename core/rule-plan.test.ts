import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { moment, someFacts } from '../test/fact-arbitraries.ts'
import { APRIL, at, CASE_FILES, EVERY_FORM, factsOf } from './cases/cases.ts'
import { LIST_VALUE } from './colour.ts'
import { evaluate, timeline } from './evaluate.ts'
import { columnsOf } from './fact-columns.ts'
import type { Fact } from './facts.ts'
import { after, type Instant } from './instant.ts'
import { judgeAll, planOf, roomForChanges, roomForColours, type Judged } from './rule-plan.ts'
import type { RuleTable } from './rule-table.ts'

interface Known {
  readonly facts: readonly Fact[]
  readonly identityConfirmed: boolean
}

// Fourteen check-ins in a row do not come about by chance: histories of the case files are among the made-up ones.
const CASES = CASE_FILES.flatMap(({ cases }) => cases)
const aCase = fc.constantFrom(...CASES)
const aPerson: fc.Arbitrary<Known> = fc.record({
  facts: fc.oneof(
    someFacts,
    fc.tuple(aCase.map(factsOf), someFacts).map(([facts, more]) => [...facts, ...more.map(renamed)]),
  ),
  identityConfirmed: fc.boolean(),
})
const aMoment = fc.oneof(
  moment,
  aCase
    .chain((one) => fc.constantFrom(...Object.keys(one.colours)))
    .chain((text) => fc.integer({ min: -1, max: 1 }).map((ms) => after(at(text), ms))),
)
const aTable = fc.constantFrom(...CASE_FILES.map(({ table }) => table))

function renamed(fact: Fact): Fact {
  return { ...fact, id: `more-${fact.id}` }
}

function columnsFor(people: readonly Known[]) {
  return columnsOf(people.map((person) => ({ ...person, district: 0 })))
}

/** What `evaluate` says of each person, as the columns' judgement writes it. */
function evaluated(table: RuleTable, people: readonly Known[], asOf: Instant) {
  const outcomes = people.map((person) => evaluate({ table, ...person, asOf }))
  return {
    colours: outcomes.map(({ colour }) => LIST_VALUE[colour]),
    rows: outcomes.map(({ reasons }) => table.rows.findIndex((row) => row.id === reasons[0]?.rowId) + 1),
    at: outcomes.map(({ changesAt }) => changesAt ?? NaN),
    next: people.map((person) => {
      const [first, second] = timeline({ table, ...person, from: asOf })
      return LIST_VALUE[(second ?? first)!.colour]
    }),
  }
}

/** The same of the first so many people in a room. */
function found({ colours, rows, next }: Judged, people: number) {
  const of = (found: Iterable<number> | undefined) => [...(found ?? [])].slice(0, people)
  return { colours: of(colours), rows: of(rows), at: of(next?.at), next: of(next?.colours) }
}

test('over columns a table says of everybody what evaluation says: colour, deciding row and next change', () => {
  assert.equal(new Set(EVERY_FORM.rows.map((row) => row.form)).size, 5)
  fc.assert(
    fc.property(fc.array(aPerson, { maxLength: 6 }), aTable, aMoment, (people, table, asOf) => {
      const columns = columnsFor(people)
      const plan = planOf(table, columns.shapes)
      const full = judgeAll(plan, columns, { asOf, into: roomForChanges(people.length) })
      const expected = evaluated(table, people, asOf)
      assert.deepEqual(found(full, people.length), expected)
      const quick = judgeAll(plan, columns, { asOf, into: roomForColours(people.length) })
      assert.deepEqual([[...quick.colours], [...quick.rows]], [expected.colours, expected.rows])
    }),
    { numRuns: 1_000 },
  )
})

for (const { table, cases } of CASE_FILES) {
  test(`${table.name}: over columns every case is what its file says`, () => {
    const columns = columnsOf(
      cases.map((one) => ({ facts: factsOf(one), identityConfirmed: one.identityConfirmed ?? true, district: 0 })),
    )
    const plan = planOf(table, columns.shapes)
    for (const [place, one] of cases.entries()) {
      for (const [text, colour] of Object.entries(one.colours)) {
        const { colours } = judgeAll(plan, columns, { asOf: at(text), into: roomForColours(cases.length) })
        assert.equal(colours[place], LIST_VALUE[colour as keyof typeof LIST_VALUE], `${one.name}, ${text}`)
      }
    }
  })
}

test('room that was used before tells nothing of whom it was used for', () => {
  fc.assert(
    fc.property(
      fc.array(aPerson, { maxLength: 4 }),
      fc.array(aPerson, { maxLength: 4 }),
      aMoment,
      (some, others, asOf) => {
        const into = roomForChanges(4)
        for (const people of [some, others]) {
          const columns = columnsFor(people)
          judgeAll(planOf(APRIL, columns.shapes), columns, { asOf, into })
        }
        assert.deepEqual(found(into, others.length), evaluated(APRIL, others, asOf))
      },
    ),
  )
})

test('a plan is refused for columns that it was not made for', () => {
  const [one, other] = [columnsFor([]), columnsFor([])]
  const asked = { asOf: at('2022-04-15'), into: roomForColours(0) }
  assert.throws(() => judgeAll(planOf(APRIL, one.shapes), other, asked), /other columns/)
})
