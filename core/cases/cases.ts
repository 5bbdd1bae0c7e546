import { levelsOf, type ListedLevel } from '../area-level.ts'
import { keyAreaFacts, stayFacts, type Fact, type FactKind } from '../facts.ts'
import { after, DAY_LENGTH, HOUR, MINUTE, parseDay, startOfDay, type Instant, type Period } from '../instant.ts'
import { readRuleTable, type RuleTable } from '../rule-table.ts'
import hangzhou202002 from '../tables/hangzhou-2020-02.json' with { type: 'json' }
import shanghai202003 from '../tables/shanghai-2020-03.json' with { type: 'json' }
import shanghai202204 from '../tables/shanghai-2022-04.json' with { type: 'json' }
import shanghai202205 from '../tables/shanghai-2022-05.json' with { type: 'json' }
import shanghai202209 from '../tables/shanghai-2022-09.json' with { type: 'json' }
import everyForm from './every-form.json' with { type: 'json' }
import hangzhou202002Cases from './hangzhou-2020-02.json' with { type: 'json' }
import shanghai202003Cases from './shanghai-2020-03.json' with { type: 'json' }
import shanghai202204Cases from './shanghai-2022-04.json' with { type: 'json' }
import shanghai202205Cases from './shanghai-2022-05.json' with { type: 'json' }
import shanghai202209Cases from './shanghai-2022-09.json' with { type: 'json' }

/**
 * One case of a case file: what is known about somebody, and the colours at moments on Shanghai's clocks. A fact of one
 * moment has `at`; one that lasts has `from`, and `to` where it ends. What is `daily` happens at one time of day on
 * every day from `from` to `to`. A stay has its days, and what the lists published at some moments say of its area: a
 * level of risk, `key` for a key area, or any other word where they do not name it.
 */
export interface Case {
  readonly name: string
  readonly identityConfirmed?: boolean
  readonly facts?: readonly WrittenFact[]
  readonly daily?: readonly { kind: FactKind; from: string; to: string; clock: string; details: Fact['details'] }[]
  readonly stays?: readonly { from: string; left?: string; lists: Readonly<Record<string, string>> }[]
  readonly colours: Readonly<Record<string, string>>
}

/** A table and its cases. */
export interface CaseFile {
  readonly table: RuleTable
  readonly cases: readonly Case[]
}

type WrittenFact = { readonly kind: FactKind; readonly details?: Fact['details'] } & (
  { readonly at: string } | { readonly from: string; readonly to?: string }
)

/** Shanghai, April 2022. */
export const APRIL: RuleTable = tableOf(shanghai202204)

/** A made-up table with one row of each form. */
export const EVERY_FORM: RuleTable = tableOf(everyForm.table)

/** Each table that is shipped, with its case file. */
export const SHIPPED_CASES: readonly CaseFile[] = [
  { table: tableOf(hangzhou202002), cases: casesOf(hangzhou202002Cases.cases) },
  { table: tableOf(shanghai202003), cases: casesOf(shanghai202003Cases.cases) },
  { table: APRIL, cases: casesOf(shanghai202204Cases.cases) },
  { table: tableOf(shanghai202205), cases: casesOf(shanghai202205Cases.cases) },
  { table: tableOf(shanghai202209), cases: casesOf(shanghai202209Cases.cases) },
]

/** Every case file with its table. */
export const CASE_FILES: readonly CaseFile[] = [
  ...SHIPPED_CASES,
  { table: EVERY_FORM, cases: casesOf(everyForm.cases) },
]

/** The moment written as `2022-04-15 11:00`, or 00:00 of the day written as `2022-04-15`. */
export function at(text: string): Instant {
  const [day, clock = '00:00'] = text.split(' ')
  const [hours, minutes] = clock.split(':').map(Number)
  return after(startOfDay(parseDay(day!)!), hours! * HOUR + minutes! * MINUTE)
}

/** The facts of a case. */
export function factsOf(one: Case): Fact[] {
  const plain = (one.facts ?? []).map((fact, place) => aFact(fact, `fact-${place}`, periodOf(fact)))
  const daily = (one.daily ?? []).flatMap((fact, place) => {
    const first = at(`${fact.from} ${fact.clock}`)
    const days = (at(fact.to) - at(fact.from)) / DAY_LENGTH + 1
    return Array.from({ length: days }, (_, day) => {
      const moment = after(first, day * DAY_LENGTH)
      return aFact(fact, `daily-${place}-${day}`, { from: moment, to: moment })
    })
  })
  return [...plain, ...daily, ...(one.stays ?? []).flatMap((stay, place) => factsOfStay(stay, `stay-${place}`))]
}

function aFact(written: { kind: FactKind; details?: Fact['details'] }, id: string, period: Period): Fact {
  const { kind, details = {} } = written
  return { id, kind, period, learnedAt: period.from, source: { zh: '某来源', en: 'a source' }, details }
}

function periodOf(fact: WrittenFact): Period {
  if ('at' in fact) return { from: at(fact.at), to: at(fact.at) }
  return { from: at(fact.from), to: fact.to === undefined ? undefined : at(fact.to) }
}

function factsOfStay(
  stay: { from: string; left?: string; lists: Readonly<Record<string, string>> },
  id: string,
): Fact[] {
  const lists = Object.entries(stay.lists)
  const listed = (publishedAt: string): { publishedAt: Instant; listId: string } => {
    return { publishedAt: at(publishedAt), listId: publishedAt }
  }
  const levels = levelsOf(lists.map(([when, word]) => ({ ...listed(when), level: levelOf(word) })))
  const named = levelsOf(lists.map(([when, word]) => ({ ...listed(when), level: word === 'key' ? word : undefined })))
  const period = { from: at(stay.from), to: stay.left === undefined ? undefined : after(at(stay.left), DAY_LENGTH) }
  const place = { zh: '某地', en: 'a place' }
  const declared = { id, period, learnedAt: period.from, place }
  const keyAreas = named.map((area) => ({ ...area, place }))
  return [...stayFacts(declared, levels, {}), ...keyAreaFacts(declared, keyAreas, {})]
}

function levelOf(word: string): ListedLevel['level'] {
  return word === 'high' || word === 'medium' || word === 'low' ? word : undefined
}

function tableOf(json: unknown): RuleTable {
  const reading = readRuleTable(json)
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults))
  return reading.table
}

function casesOf(json: unknown): readonly Case[] {
  return json as readonly Case[]
}
