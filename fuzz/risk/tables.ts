import fc from 'fast-check'
import everyForm from '../../core/cases/every-form.json' with { type: 'json' }
import { detailsOf, type DetailType, type FactKind } from '../../core/facts.ts'
import { readRuleTable, type RuleTable } from '../../core/rule-table.ts'
import hangzhou202002 from '../../core/tables/hangzhou-2020-02.json' with { type: 'json' }
import shanghai202003 from '../../core/tables/shanghai-2020-03.json' with { type: 'json' }
import shanghai202204 from '../../core/tables/shanghai-2022-04.json' with { type: 'json' }
import shanghai202205 from '../../core/tables/shanghai-2022-05.json' with { type: 'json' }
import shanghai202209 from '../../core/tables/shanghai-2022-09.json' with { type: 'json' }
import type { MatchDocument, RowDocument, TableDocument } from './second-opinion.ts'

/** A table as its document, for the second opinion, and as `core` reads it. */
export interface TableTwice {
  readonly document: TableDocument
  readonly table: RuleTable
}

/** The tables that are shipped, and the made-up one that has every form. */
export const TABLES: readonly TableTwice[] = [
  twice(hangzhou202002),
  twice(shanghai202003),
  twice(shanghai202204),
  twice(shanghai202205),
  twice(shanghai202209),
  twice(everyForm.table),
]

/** Any table that can be written: forms, kinds, comparisons and numbers of days that no shipped table has. */
export function anyTable(): fc.Arbitrary<TableTwice> {
  return fc.array(anyRow(), { minLength: 1, maxLength: 5 }).map((rows) => {
    const words = { zh: '示例', en: 'example' }
    const document = {
      name: 'any-table',
      title: words,
      version: '1.0.0',
      validFrom: '2020-02-01',
      legalBasis: words,
      rows: rows.map((row, place) =>
        Object.assign({ id: `row-${place}`, text: words, openText: words, legalBasis: words }, row),
      ),
    }
    return twice(document)
  })
}

function anyRow(): fc.Arbitrary<Omit<RowDocument, 'id'>> {
  const days = fc.oneof(fc.nat(3), fc.constantFrom(7, 14))
  const head = { colour: fc.constantFrom('yellow', 'red'), fact: anyMatch() }
  const endings = fc.array(anyMatch(), { minLength: 1, maxLength: 3 })
  return fc.oneof(
    fc.record({ form: fc.constant('during'), ...head }),
    fc.record({ form: fc.constant('days-after'), ...head, days }),
    fc.record({ form: fc.constant('until'), ...head, until: endings }),
    fc.record({ form: fc.constant('unless'), ...head, days, unless: endings }),
    fc.record({ form: fc.constant('until-in-a-row'), ...head, days: days.map((n) => n + 1), daily: anyMatch() }),
  )
}

/** Few kinds, so that rows and facts meet: words, numbers, a yes or no, and none of these. */
const kinds = fc.constantFrom<FactKind>(
  'case-status',
  'quarantine-order',
  'test-result',
  'health-declaration',
  'told-to-test',
)

function anyMatch(): fc.Arbitrary<MatchDocument> {
  return kinds.chain((kind) => {
    const comparisons = Object.entries(detailsOf(kind)).flatMap(([detail, type]) => comparisonsOf(detail, type))
    if (comparisons.length === 0) return fc.constant({ kind })
    return fc.array(fc.oneof(...comparisons), { maxLength: 2 }).map((where) => ({ kind, where }))
  })
}

function comparisonsOf(detail: string, type: DetailType): fc.Arbitrary<Readonly<Record<string, unknown>>>[] {
  if (typeof type !== 'string') {
    const some = fc.subarray([...type], { minLength: 1 })
    return [fc.constantFrom(...type).map((eq) => ({ detail, eq })), some.map((words) => ({ detail, in: words }))]
  }
  if (type === 'flag') return [fc.boolean().map((eq) => ({ detail, eq }))]
  if (type !== 'number') return []
  const ways = fc.constantFrom('eq', 'atLeast', 'above', 'atMost', 'below')
  return [fc.tuple(ways, fc.constantFrom(7, 14, 37.3)).map(([way, number]) => ({ detail, [way]: number }))]
}

function twice(document: TableDocument): TableTwice {
  const reading = readRuleTable(document)
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults))
  return { document, table: reading.table }
}
