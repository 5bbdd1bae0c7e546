import fc from 'fast-check'
import { COLOURS, LIST_VALUE } from '../../core/colour.ts'
import { evaluate, timeline, type Evidence, type Outcome } from '../../core/evaluate.ts'
import { columnsOf } from '../../core/fact-columns.ts'
import type { Fact, FactKind } from '../../core/facts.ts'
import { instant } from '../../core/instant.ts'
import { judgeAll, planOf, roomForChanges } from '../../core/rule-plan.ts'
import type { Asked } from '../suite.ts'
import { aHistory } from './histories.ts'
import { secondOpinion, type Opinion, type PlainFact, type PlainHistory, type TableDocument } from './second-opinion.ts'
import type { TableTwice } from './tables.ts'
import { CALENDAR, placeOf, written } from './wall-calendar.ts'

const MINUTE = 60_000
const MINUTES_OF_A_DAY = 24 * 60

/** What the three of them say of one person at one moment, line by line, so that they can be compared and read. */
interface Answers {
  readonly asOf: number
  readonly evaluator: readonly string[]
  readonly second: readonly string[]
  readonly compiled: string
}

/** What they say is not the same; on the way out of fast-check. */
class Disagreement extends Error {}

/** How many made-up people were tried, and the simplest one on whom the three do not agree, where there is one. */
export interface Search {
  readonly tried: number
  readonly disagreement: string | undefined
}

/**
 * Tries made-up people under these tables, and tells where evaluator, compiled table and second opinion say different
 * things, in words that a health officer can follow.
 */
export function searchDisagreement(tables: fc.Arbitrary<TableTwice>, asked: Asked): Search {
  const somebody = tables.chain((one) => fc.record({ one: fc.constant(one), history: aHistory(one.document) }))
  const found = fc.check(
    fc.property(somebody, fc.nat(MINUTES_OF_A_DAY - 1), ({ one, history }, minute) => {
      const words = findDisagreement(one, history, minute)
      if (words !== undefined) throw new Disagreement(words)
    }),
    { numRuns: asked.runs, seed: asked.seed },
  )
  if (!found.failed) return { tried: found.numRuns, disagreement: undefined }
  if (found.errorInstance instanceof Disagreement) {
    return { tried: found.numRuns, disagreement: found.errorInstance.message }
  }
  // One of the three gave up: that is worse than a disagreement, and told as it is.
  throw new Error(`of ${fc.stringify(found.counterexample)}`, { cause: found.errorInstance })
}

/**
 * Asks all three at every boundary that one of them knows, a minute and a millisecond before and a minute after it, and
 * at one minute of each day, which `minute` chooses.
 */
function findDisagreement({ document, table }: TableTwice, history: PlainHistory, minute: number): string | undefined {
  const evidence = { table, facts: history.facts.map(factOf), identityConfirmed: history.identityConfirmed }
  const second = secondOpinion(document, history)
  const compiled = compile(evidence)
  for (const asOf of momentsToAsk(evidence, second.boundaries, minute)) {
    const opinion = second.at(asOf)
    const answers: Answers = {
      asOf,
      evaluator: linesOf(evaluate({ ...evidence, asOf: instant(asOf) })),
      second: linesOfOpinion(opinion),
      compiled: compiled(asOf),
    }
    if (answers.evaluator.join() !== answers.second.join() || answers.compiled !== inShort(opinion)) {
      return inWords(document, history, answers)
    }
  }
  return undefined
}

function momentsToAsk(evidence: Evidence, boundaries: readonly number[], minute: number): number[] {
  const moments = evidence.facts.flatMap(({ period: { from, to } }) => (to === undefined ? [from] : [from, to]))
  const [first, last] = [placeOf(Math.min(...moments)) - 1, placeOf(Math.max(...moments, ...boundaries)) + 2]
  const changes = timeline({ ...evidence, from: instant(CALENDAR[first]!.midnight) }).map((step) => step.from)
  const around = [...boundaries, ...changes].flatMap((at) => [at - MINUTE, at - 1, at, at + MINUTE])
  // 397 has no divisor in common with a day's minutes, so that each day of a history has another one.
  const daily = CALENDAR.slice(first, last).map((day, place) => {
    return day.midnight + ((minute + place * 397) % MINUTES_OF_A_DAY) * MINUTE
  })
  return [...new Set([...around, ...daily])]
}

function factOf({ id, kind, from, to, details }: PlainFact): Fact {
  return {
    id,
    kind: kind as FactKind,
    period: { from: instant(from), to: to === undefined ? undefined : instant(to) },
    learnedAt: instant(from),
    source: { zh: '某来源', en: 'a source' },
    details: details as Fact['details'],
  }
}

function linesOf({ colour, reasons, changesAt }: Outcome): string[] {
  return [
    `${colour}, ${upTo(changesAt)}`,
    ...reasons.map(({ colour, rowId, factId, from, until }) => {
      return `  ${colour} by ${rowId} because of ${factId}: from ${written(from)}, ${upTo(until)}`
    }),
  ]
}

function linesOfOpinion({ colour, reasons, changesAt }: Opinion): string[] {
  return [
    `${colour}, ${upTo(changesAt)}`,
    ...reasons.map(({ colour, row, fact, from, until }) => {
      return `  ${colour} by ${row} because of ${fact}: from ${written(from)}, ${upTo(until)}`
    }),
  ]
}

/** What the compiled table tells of a person: the colour, the row that decides, the next change. */
function compile({ table, facts, identityConfirmed }: Evidence): (asOf: number) => string {
  const columns = columnsOf([{ facts, identityConfirmed, district: 0 }])
  const plan = planOf(table, columns.shapes)
  return (asOf) => {
    const { colours, rows, next } = judgeAll(plan, columns, { asOf: instant(asOf), into: roomForChanges(1) })
    const colour = COLOURS.find((one) => LIST_VALUE[one] === colours[0])
    const change = next?.at[0]
    const row = rows[0] === 0 ? undefined : table.rows[rows[0]! - 1]?.id
    return shortened(String(colour), row, change === undefined || Number.isNaN(change) ? undefined : change)
  }
}

function inShort({ colour, reasons, changesAt }: Opinion): string {
  return shortened(colour, reasons[0]?.row, changesAt)
}

function shortened(colour: string, row: string | undefined, changesAt: number | undefined): string {
  return `${colour}, by ${row ?? 'no row'}, ${upTo(changesAt)}`
}

function upTo(end: number | undefined): string {
  return end === undefined ? 'with no end known' : `until ${written(end)}`
}

function inWords({ name, rows }: TableDocument, { facts, identityConfirmed }: PlainHistory, answers: Answers): string {
  const known = facts.map(({ id, kind, from, to, details }) => {
    const period = to === from ? `at ${written(from)}` : `from ${written(from)}, ${upTo(to)}`
    return `  ${id}: ${kind} ${JSON.stringify(details)} ${period}`
  })
  const involved = rows.filter(({ id }) => [...answers.evaluator, ...answers.second].some((line) => line.includes(id)))
  return [
    `${name}, ${written(answers.asOf)}, of somebody whose identity is ${identityConfirmed ? '' : 'not '}confirmed`,
    ...known,
    `the evaluator says: ${answers.evaluator.join('\n')}`,
    `the compiled table says: ${answers.compiled}`,
    `the second opinion is: ${answers.second.join('\n')}`,
    ...involved.map(({ id, form, fact, days, until, unless, daily }) => {
      return `row ${id}: ${JSON.stringify({ form, fact, days, until, unless, daily })}`
    }),
  ].join('\n')
}
