import fc from 'fast-check'
import { at } from '../core/cases/cases.ts'
import type { Fact, FactKind } from '../core/facts.ts'
import { after, MINUTE } from '../core/instant.ts'

// Made-up histories of 40 days: few kinds, few values and many facts at once, so that rules meet each other.

/** The earliest moment of a history. */
export const START = at('2022-04-01 00:00')
const minutes = fc.integer({ min: 0, max: 40 * 24 * 60 })
const details = fc.record({
  status: fc.constantFrom('confirmed', 'asymptomatic', 'suspected', 'discharged', 'excluded'),
  degree: fc.constantFrom('close', 'secondary'),
  place: fc.constantFrom('central', 'home'),
  action: fc.constantFrom('ordered', 'lifted'),
  because: fc.constantFrom('close-contact', 'entry', 'discharged'),
  days: fc.constantFrom(7, 8, 14),
  result: fc.constantFrom('negative', 'positive'),
  sample: fc.constantFrom('single', 'pooled'),
  origin: fc.constantFrom('foreign', 'macao'),
  listedCountry: fc.boolean(),
  level: fc.constantFrom('high', 'medium'),
  measure: fc.constantFrom('control', 'central-quarantine', 'home-monitoring'),
  celsius: fc.constantFrom(37.2, 37.3),
  symptoms: fc.boolean(),
})
const kinds = fc.constantFrom<FactKind>(
  'case-status',
  'contact',
  'quarantine-order',
  'test-result',
  'told-to-test',
  'fever-clinic-visit',
  'entry-from-abroad',
  'arrival-declaration',
  'stay-in-area',
  'key-area',
  'key-person-group',
  'daily-check-in',
  'measure-lifted',
)
const oneFact = fc
  .record({ kind: kinds, from: minutes, length: fc.option(fc.integer({ min: 0, max: 20_000 })), details })
  .map(({ kind, from, length, details: some }): Omit<Fact, 'id'> => {
    const begin = after(START, from * MINUTE)
    const to = length === null ? undefined : after(begin, length * MINUTE)
    return { kind, period: { from: begin, to }, learnedAt: begin, source: { zh: '来源', en: 'source' }, details: some }
  })
/** What is known about somebody. */
export const someFacts = fc
  .array(oneFact, { maxLength: 8 })
  .map((facts) => facts.map((fact, place): Fact => ({ ...fact, id: `f${place}` })))
/** A moment of the 40 days. */
export const moment = minutes.map((minute) => after(START, minute * MINUTE))
