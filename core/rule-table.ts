import type { Bilingual } from './bilingual.ts'
import type { FactKind } from './facts.ts'
import { within, type Instant, type Period } from './instant.ts'
import {
  checkNames,
  has,
  note,
  openRow,
  readBilingual,
  readCount,
  readDay,
  readDays,
  readList,
  readMatch,
  readMatches,
  readTemplate,
  readText,
  readWord,
  type Columns,
} from './rule-columns.ts'

// A rule table is data: which facts make which colour, for how long, and what the person reads. Its five row forms are
// all there is, so no row can say "others", read the clock or name a person.

/** A comparison of one detail of a fact. A fact without that detail does not pass. */
export type Comparison = { readonly detail: string } & (
  | { readonly eq: string | number | boolean }
  | { readonly in: readonly (string | number)[] }
  | { readonly atLeast: number }
  | { readonly above: number }
  | { readonly atMost: number }
  | { readonly below: number }
)

/** Which facts are meant: a kind, and comparisons that must all pass. */
export interface FactMatch {
  readonly kind: FactKind
  readonly where: readonly Comparison[]
}

/**
 * How long a fact colours. The day of a fact is day 0, so "14 days" end at 00:00 in Shanghai of day 15.
 * `during`: as long as the fact itself. `days-after`: from its beginning until so many days after its last day.
 * `until`: from its beginning until the first later fact of `until`, or its own end where it has one. `unless`: from the
 * end of so many days of grace, if none of `unless` came after the fact, until one comes or the fact ends.
 * `until-in-a-row`: from its beginning until `daily` was there on so many days in a row.
 */
export type RowForm =
  | { readonly form: 'during' }
  | { readonly form: 'days-after'; readonly days: number }
  | { readonly form: 'until'; readonly until: readonly FactMatch[] }
  | { readonly form: 'unless'; readonly days: number; readonly unless: readonly FactMatch[] }
  | { readonly form: 'until-in-a-row'; readonly days: number; readonly daily: FactMatch }

/**
 * One row. `text` is the person's reason when the end is known, `openText` while it is not; `{source}`, `{from}`,
 * `{until}` and the details of the fact's kind stand in braces.
 */
export type RuleRow = RowForm & {
  readonly id: string
  readonly fact: FactMatch
  readonly colour: 'yellow' | 'red'
  readonly text: Bilingual
  readonly openText: Bilingual
  readonly legalBasis: Bilingual
  readonly endsSooner: Bilingual | undefined
}

/** A whole table: when it holds, on what ground, and its rows. */
export interface RuleTable {
  readonly name: string
  readonly title: Bilingual
  readonly version: string
  /** From 00:00 of its first day until 00:00 of the day on which it no longer holds. */
  readonly valid: Period
  readonly legalBasis: Bilingual
  /** How many people's colours the switch to this table may change beyond what two organisations saw; absent: 100. */
  readonly brakePeople?: number
  readonly rows: readonly RuleRow[]
}

/** A mistake in a table. `row` counts from 1 in the order of the file; 0 is the table's head. `language`: in that text only. */
export interface TableFault {
  readonly row: number
  readonly column: string
  readonly language?: keyof Bilingual
  readonly message: Bilingual
}

/** A table, or everything that is wrong with it. */
export type RuleTableReading = { ok: true; table: RuleTable } | { ok: false; faults: readonly TableFault[] }

/** The one table in force at a moment; undefined where none is. Throws for tables that overlap in time: that is not a policy. */
export function tableInForce(tables: readonly RuleTable[], at: Instant): RuleTable | undefined {
  const inForce = tables.filter((table) => within(table.valid, at))
  if (inForce.length > 1) throw new Error(`Rule tables overlap: ${inForce.map((table) => table.name).join(', ')}`)
  return inForce[0]
}

/** Reads a table strictly: every column known, every word from a closed list. All faults are reported at once. */
export function readRuleTable(json: unknown): RuleTableReading {
  const faults: TableFault[] = []
  const head = openRow(json, 0, faults)
  checkNames(head, ['name', 'title', 'version', 'validFrom', 'legalBasis', 'rows'], ['validTo', 'brakePeople'])
  const valid = {
    from: readDay(head, 'validFrom'),
    to: has(head, 'validTo') ? readDay(head, 'validTo') : undefined,
  }
  if (valid.to !== undefined && valid.to <= valid.from) {
    note(head, 'validTo', { zh: '失效日期应晚于生效日期', en: 'a table must end after it begins' })
  }
  const rows: RuleRow[] = []
  for (const [place, cells] of readList(head, 'rows').entries()) {
    const columns = openRow(cells, place + 1, faults)
    const row = readRow(columns)
    if (rows.some((other) => other.id === row.id))
      note(columns, 'id', { zh: '编号重复', en: 'another row has this id' })
    rows.push(row)
  }
  if (rows.length > MOST_ROWS) {
    note(head, 'rows', { zh: `规则行不超过 ${MOST_ROWS} 行`, en: `a table has at most ${MOST_ROWS} rows` })
  }
  const table: RuleTable = {
    name: readText(head, 'name', NAME),
    title: readBilingual(head, 'title'),
    version: readText(head, 'version', VERSION),
    valid,
    legalBasis: readBilingual(head, 'legalBasis'),
    ...(has(head, 'brakePeople') && { brakePeople: readCount(head, 'brakePeople', MOST_PEOPLE) }),
    rows,
  }
  return faults.length > 0 ? { ok: false, faults: faults.toSorted((a, b) => a.row - b.row) } : { ok: true, table }
}

// The shipped tables have about a dozen; nobody could read a thousand.
const MOST_ROWS = 1_000
// Stands where a column could not be read; a table with a fault is never handed out.
const UNREAD: FactMatch = { kind: 'daily-check-in', where: [] }
// More than live in any city: beyond it is a slip of the hand.
const MOST_PEOPLE = 1_000_000_000
const NAME = {
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  words: {
    zh: '应由小写字母、数字和连字符组成，如 shanghai-2022-04',
    en: 'should be of small letters, digits and hyphens, such as shanghai-2022-04',
  },
}
const VERSION = {
  pattern: /^(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}$/,
  words: { zh: '应为三个数，如 1.0.0', en: 'should be three numbers, such as 1.0.0' },
}
const FORMS = ['during', 'days-after', 'until', 'unless', 'until-in-a-row'] as const
const COLUMNS_OF_FORM: Readonly<Record<RowForm['form'], readonly string[]>> = {
  during: [],
  'days-after': ['days'],
  until: ['until'],
  unless: ['days', 'unless'],
  'until-in-a-row': ['days', 'daily'],
}

function readRow(row: Columns): RuleRow {
  const form = readWord(row, 'form', FORMS)
  const columns = ['id', 'form', 'fact', 'colour', 'text', 'openText', 'legalBasis', ...COLUMNS_OF_FORM[form]]
  checkNames(row, columns, ['endsSooner'])
  const fact = readMatch(row, 'fact')
  return {
    id: readText(row, 'id', NAME),
    ...readForm(form, row),
    fact: fact ?? UNREAD,
    colour: readWord(row, 'colour', ['yellow', 'red']),
    text: readTemplate(row, 'text', { names: ['source', 'from', 'until'], kind: fact?.kind }),
    openText: readTemplate(row, 'openText', { names: ['source', 'from'], kind: fact?.kind }),
    legalBasis: readBilingual(row, 'legalBasis'),
    endsSooner: has(row, 'endsSooner') ? readBilingual(row, 'endsSooner') : undefined,
  }
}

function readForm(form: RowForm['form'], row: Columns): RowForm {
  switch (form) {
    case 'during':
      return { form }
    case 'days-after':
      return { form, days: readDays(row, 'days', 0) }
    case 'until':
      return { form, until: readMatches(row, 'until') }
    case 'unless':
      return { form, days: readDays(row, 'days', 0), unless: readMatches(row, 'unless') }
    case 'until-in-a-row':
      return { form, days: readDays(row, 'days', 1), daily: readMatch(row, 'daily') ?? UNREAD }
  }
}
