import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { at, CASE_FILES, factsOf, type Case } from '../../core/cases/cases.ts'
import { aHistory } from './histories.ts'
import { secondOpinion, type PlainHistory } from './second-opinion.ts'
import { anyTable, TABLES } from './tables.ts'
import { CALENDAR, placeOf, written } from './wall-calendar.ts'

const MINUTE = 60_000

for (const { document } of TABLES) {
  test(`the second opinion has the colours of the case file of ${document.name}`, () => {
    const cases = CASE_FILES.find(({ table }) => table.name === document.name)!.cases
    for (const one of cases) {
      const second = secondOpinion(document, historyOf(one))
      for (const [moment, colour] of Object.entries(one.colours)) {
        assert.equal(second.at(at(moment)).colour, colour, `${one.name}, ${moment}`)
      }
    }
  })

  test(`each row of ${document.name} has cases with the minute before its beginning and its end, and the minute of each`, () => {
    const cases = CASE_FILES.find(({ table }) => table.name === document.name)!.cases
    const judged = cases.map((one) => {
      const second = secondOpinion(document, historyOf(one))
      const asked = new Set(Object.keys(one.colours).map((moment): number => at(moment)))
      const isAsked = (moment: number): boolean => asked.has(moment - MINUTE) && asked.has(moment)
      return { isAsked, reasons: second.boundaries.flatMap((moment) => second.at(moment).reasons) }
    })
    for (const { id } of document.rows) {
      const some = judged.flatMap(({ isAsked, reasons }) =>
        reasons.filter(({ row }) => row === id).map(({ from, until }) => ({ from, until, isAsked })),
      )
      assert.ok(
        some.some(({ from, isAsked }) => isAsked(from)),
        `${id} begins`,
      )
      assert.ok(
        some.some(({ until, isAsked }) => until !== undefined && isAsked(until)),
        `${id} ends`,
      )
    }
  })
}

test('the second opinion misses no change: it is the same when every minute is looked at', () => {
  const somebody = anyTable().chain(({ document }) => fc.tuple(fc.constant(document), aHistory(document)))
  fc.assert(
    fc.property(somebody, ([document, history]) => {
      // Facts of full minutes, since only those are looked at.
      const plain = inFullMinutes(history)
      const second = secondOpinion(document, plain)
      const [first, last] = [second.boundaries[0], second.boundaries.at(-1)]
      if (first === undefined || last === undefined) return
      let before = second.at(CALENDAR[placeOf(first) - 1]!.midnight)
      for (let minute = CALENDAR[placeOf(first)]!.midnight; minute <= last + MINUTE; minute += MINUTE) {
        const now = second.at(minute)
        if (now.colour !== before.colour) assert.equal(minute, before.changesAt, written(minute))
        else assert.equal(now.changesAt, before.changesAt, written(minute))
        before = now
      }
    }),
    { numRuns: 10 },
  )
})

function inFullMinutes({ facts, identityConfirmed }: PlainHistory): PlainHistory {
  const whole = (moment: number): number => Math.floor(moment / MINUTE) * MINUTE
  return {
    identityConfirmed,
    facts: facts.map((fact) => ({
      ...fact,
      from: whole(fact.from),
      to: fact.to === undefined ? undefined : whole(fact.to),
    })),
  }
}

function historyOf(one: Case): PlainHistory {
  const facts = factsOf(one).map(({ id, kind, period: { from, to }, details }) => ({ id, kind, from, to, details }))
  return { facts, identityConfirmed: one.identityConfirmed ?? true }
}
