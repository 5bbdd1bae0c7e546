import type { Bilingual } from './bilingual.ts'
import { isComparable, isWords } from './fact-shapes.ts'
import { detailsOf, FACT_KINDS, isFactKind, type FactKind } from './facts.ts'
import { instant, parseDay, startOfDay, type Instant } from './instant.ts'
import type { Comparison, FactMatch, TableFault } from './rule-table.ts'

// How `readRuleTable` reads one column of one row. A mistake is noted with its place, and reading goes on with a
// stand-in, so that all mistakes of a table are reported at once.

/** The columns of one row (0: the table's head), and where their mistakes are noted. */
export interface Columns {
  readonly cells: Readonly<Record<string, unknown>>
  readonly row: number
  readonly faults: TableFault[]
}

/** Ten years: more than any measure ever lasted; a longer one is a slip of the hand. */
const MOST_DAYS = 3_650
const NUMERIC = ['atLeast', 'above', 'atMost', 'below'] as const

/** The columns of a row; a value that has none is noted and read as an empty row. */
export function openRow(value: unknown, row: number, faults: TableFault[]): Columns {
  if (isObject(value)) return { cells: value, row, faults }
  faults.push({ row, column: '', message: { zh: '应为一个对象', en: 'should be an object' } })
  return { cells: {}, row, faults }
}

/** Notes a mistake in a column, or in one language of it. */
export function note(columns: Columns, column: string, message: Bilingual, language?: keyof Bilingual): void {
  columns.faults.push({ row: columns.row, column, message, ...(language && { language }) })
}

/** Notes every column that is missing and every one that a table does not have. */
export function checkNames(columns: Columns, required: readonly string[], optional: readonly string[]): void {
  for (const column of required.filter((name) => !has(columns, name))) {
    note(columns, column, { zh: '缺少此列', en: 'this column is missing' })
  }
  for (const column of Object.keys(columns.cells)) {
    if (required.includes(column) || optional.includes(column)) continue
    note(columns, column, { zh: '没有这样的列', en: 'there is no such column here' })
  }
}

/** Whether a row has a column at all. */
export function has(columns: Columns, column: string): boolean {
  return Object.hasOwn(columns.cells, column)
}

/** A text that matches a pattern; `words` say which. */
export function readText(
  columns: Columns,
  column: string,
  wanted: { readonly pattern: RegExp; readonly words: Bilingual },
): string {
  const value = columns.cells[column]
  if (typeof value === 'string' && wanted.pattern.test(value)) return value
  if (has(columns, column)) note(columns, column, wanted.words)
  return ''
}

/** One of a closed list of words. */
export function readWord<W extends string>(columns: Columns, column: string, words: readonly [W, ...W[]]): W {
  const found = words.find((word) => word === columns.cells[column])
  if (found === undefined && has(columns, column)) note(columns, column, oneOf(words))
  return found ?? words[0]
}

/** A whole number of people, at most so many. */
export function readCount(columns: Columns, column: string, most: number): number {
  const value = columns.cells[column]
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value
  if (has(columns, column)) {
    note(columns, column, { zh: `应为整数，0 – ${most}`, en: `should be a whole number, 0 – ${most}` })
  }
  return 0
}

/** A whole number of days, at least so many. */
export function readDays(columns: Columns, column: string, fewest: number): number {
  const value = columns.cells[column]
  if (typeof value === 'number' && Number.isInteger(value) && value >= fewest && value <= MOST_DAYS) return value
  if (has(columns, column)) {
    const range = `${fewest} – ${MOST_DAYS}`
    note(columns, column, { zh: `应为整数天数，${range}`, en: `should be a whole number of days, ${range}` })
  }
  return fewest
}

/** 00:00 in Shanghai of a day written as `2022-04-15`. */
export function readDay(columns: Columns, column: string): Instant {
  const value = columns.cells[column]
  const day = typeof value === 'string' ? parseDay(value) : undefined
  if (day !== undefined) return startOfDay(day)
  if (has(columns, column))
    note(columns, column, { zh: '应为日期，如 2022-04-15', en: 'should be a day such as 2022-04-15' })
  return instant(0)
}

/** A text in both languages, neither empty. */
export function readBilingual(columns: Columns, column: string): Bilingual {
  const value = columns.cells[column]
  const { zh, en, ...more } = isObject(value) ? value : {}
  const strange = Object.keys(more).length > 0
  if (isFilled(zh) && isFilled(en) && !strange) return { zh, en }
  if (has(columns, column)) {
    const half = strange || isFilled(zh) === isFilled(en) ? undefined : isFilled(zh) ? 'en' : 'zh'
    note(columns, column, { zh: '应有 zh 和 en 两种文字', en: 'should have the texts zh and en' }, half)
  }
  return { zh: '', en: '' }
}

/** A text for people in which only known names stand in braces: those given, and the details of the kind that can be read out. */
export function readTemplate(
  columns: Columns,
  column: string,
  allowed: { readonly names: readonly string[]; readonly kind: FactKind | undefined },
): Bilingual {
  const text = readBilingual(columns, column)
  if (allowed.kind === undefined) return text
  const details = Object.entries(detailsOf(allowed.kind)).filter(([, type]) => !isWords(type) && type !== 'flag')
  const readable = new Set([...allowed.names, ...details.map(([name]) => name)])
  for (const language of ['zh', 'en'] as const) {
    for (const [, name = ''] of text[language].matchAll(/\{([^}]*)\}/g)) {
      if (readable.has(name)) continue
      note(columns, column, { zh: `{${name}} 不能填入`, en: `{${name}} cannot be filled in` }, language)
    }
  }
  return text
}

/** A list with at least one entry. */
export function readList(columns: Columns, column: string): readonly unknown[] {
  const value = columns.cells[column]
  if (Array.isArray(value) && value.length > 0) return value
  if (has(columns, column)) note(columns, column, { zh: '应为非空列表', en: 'should be a list that is not empty' })
  return []
}

/** Several descriptions of facts, of which any may apply. */
export function readMatches(columns: Columns, column: string): FactMatch[] {
  const fault = (message: Bilingual): void => note(columns, column, message)
  return readList(columns, column).flatMap((value) => matchOf(value, fault) ?? [])
}

/** A description of facts: a kind, and comparisons of its details; undefined when it cannot be read. */
export function readMatch(columns: Columns, column: string): FactMatch | undefined {
  if (!has(columns, column)) return undefined
  return matchOf(columns.cells[column], (message) => note(columns, column, message))
}

function matchOf(value: unknown, fault: (message: Bilingual) => void): FactMatch | undefined {
  const cells = isObject(value) ? value : {}
  const strange = Object.keys(cells).some((name) => name !== 'kind' && name !== 'where')
  const { kind, where = [] } = cells
  if (strange || !Array.isArray(where) || typeof kind !== 'string' || !isFactKind(kind)) {
    const kinds = Object.keys(FACT_KINDS).join(', ')
    fault({
      zh: `应为 {kind, where}，kind 是下列之一：${kinds}`,
      en: `should be {kind, where} with a kind out of: ${kinds}`,
    })
    return undefined
  }
  return { kind, where: (where as unknown[]).flatMap((one) => comparisonOf(one, kind, fault) ?? []) }
}

function comparisonOf(value: unknown, kind: FactKind, fault: (message: Bilingual) => void): Comparison | undefined {
  const cells = isObject(value) ? value : {}
  const { detail, eq, in: choices } = cells
  const type =
    typeof detail === 'string' && Object.hasOwn(detailsOf(kind), detail) ? detailsOf(kind)[detail] : undefined
  if (typeof detail !== 'string' || type === undefined || Object.keys(cells).length !== 2) {
    const known = Object.keys(detailsOf(kind))
    fault({
      zh: `比较应写明 detail（${known.join('、')}）和一种比较方式`,
      en: `a comparison names a detail (${known.join(', ')}) and one way to compare`,
    })
    return undefined
  }
  if (isComparable(type, eq)) return { detail, eq }
  if (
    isWords(type) &&
    Array.isArray(choices) &&
    choices.length > 0 &&
    choices.every((one) => isComparable(type, one))
  ) {
    return { detail, in: choices as string[] }
  }
  const numeric = NUMERIC.find((name) => Number.isFinite(cells[name]))
  if (type === 'number' && numeric !== undefined) return { detail, [numeric]: cells[numeric] } as Comparison
  fault(isWords(type) ? oneOf(type) : { zh: `${detail} 不能这样比较`, en: `${detail} cannot be compared so` })
  return undefined
}

function oneOf(words: readonly string[]): Bilingual {
  return { zh: `应为下列之一：${words.join('、')}`, en: `should be one of: ${words.join(', ')}` }
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
