import type { Bilingual } from './bilingual.ts'
import { readDocument, type DocumentType, type IdentityDocument } from './document.ts'
import { isFactKind, type Fact, type FactKind, type StayEvidence } from './facts.ts'
import { after, DAY_LENGTH, dayOfCivil, MINUTE, startOfDay, type Instant, type Period } from './instant.ts'
import {
  knownColumns,
  columnsOfKind,
  isStayKind,
  lasts,
  ROW_COLUMNS,
  type CellType,
  type KindColumn,
  type NumberBounds,
} from './row-kinds.ts'
import { readRowTime, type RowTime } from './row-time.ts'

// One row of a source's batch. Cells are text and stay text: nothing in them is ever worked out.

/** What a source may send, and what its rows are held against. */
export interface RowTerms {
  readonly kinds: readonly FactKind[]
  /** The longest time that a fact of this source may last. */
  readonly longestValidityDays: number
  /** When the batch was received: what happens at one moment cannot lie ahead of it. */
  readonly receivedAt: Instant
  /** Whether there is a county (6 digits) or a street of ours (9) of that code. */
  readonly isDivision: (code: string) => boolean
}

/** What a row says. A stay becomes a fact when it meets a list of areas. */
export type RowFact =
  | { readonly kind: FactKind; readonly period: Period; readonly details: Fact['details'] }
  | { readonly kind: 'stay'; readonly period: Period; readonly details: RowStay }

/** Where somebody was, as a source knows it. */
export interface RowStay {
  readonly divisionCode: string
  readonly community: string
  readonly evidence: StayEvidence
}

/** What is wrong with which column. */
export interface RowFault {
  readonly column: string
  readonly message: Bilingual
}

/** A row that can be taken; or one to be corrected (`refused`), or one that nobody can be found by (`review`). */
export type FactRow =
  | { readonly ok: true; readonly document: IdentityDocument; readonly fact: RowFact }
  | { readonly ok: false; readonly outcome: 'refused' | 'review'; readonly faults: readonly RowFault[] }

const DOCUMENT_TYPES: readonly DocumentType[] = [
  'resident-id',
  'hk-macao-permit',
  'taiwan-permit',
  'hk-macao-residence-permit',
  'taiwan-residence-permit',
  'passport',
  'permanent-residence-card',
]
const FLAGS: Readonly<Record<string, boolean>> = { yes: true, no: false, true: true, false: false }
// A name of a community, a tube or a group; the longest community ever published has some 460 characters.
const LONGEST_TEXT = 500
/** Clocks of agencies may be fast by so much. */
const CLOCK_DRIFT = 5 * MINUTE
/** Nothing that rules look at is older; an earlier year is a slip of the hand. */
const EARLIEST = startOfDay(dayOfCivil(2000, 1, 1))

/**
 * Reads one row by the names of its columns (row-kinds.ts). All mistakes are reported at once. A row whose only fault is that
 * no person can be found by its document goes to review. A fact that lasts and has no `to` lasts as long as the source may say.
 */
export function readFactRow(cells: Readonly<Record<string, string>>, terms: RowTerms): FactRow {
  const faults: RowFault[] = []
  const note = (column: string, zh: string, en: string): void => void faults.push({ column, message: { zh, en } })
  const kind = readKind(cellOf(cells, 'kind'), terms, note)
  const details = kind === undefined ? {} : readDetails(kind, cells, { terms, note })
  const period = kind === undefined ? undefined : readPeriod(lasts(kind, details), cells, { terms, note })
  const document = readRowDocument(cells)
  if (kind === undefined || period === undefined || faults.length > 0) {
    return { ok: false, outcome: 'refused', faults: document.ok ? faults : [...faults, document.fault] }
  }
  if (!document.ok) return { ok: false, outcome: 'review', faults: [document.fault] }
  return { ok: true, document: document.document, fact: factOf(kind, period, details) }
}

type Note = (column: string, zh: string, en: string) => void
type Details = Record<string, string | number | boolean>

interface Reading {
  readonly terms: RowTerms
  readonly note: Note
}

function factOf(kind: FactKind, period: Period, details: Details): RowFact {
  if (!isStayKind(kind)) return { kind, period, details }
  const { divisionCode, community = '', evidence } = details
  const stay = { divisionCode: String(divisionCode), community: String(community), evidence: evidence as StayEvidence }
  return { kind: 'stay', period, details: stay }
}

function readKind(word: string, terms: RowTerms, note: Note): FactKind | undefined {
  if (word === '') {
    note('kind', '必填', 'is required')
    return undefined
  }
  if (!isFactKind(word)) {
    note('kind', `应为下列之一：${terms.kinds.join('、')}`, `should be one of: ${terms.kinds.join(', ')}`)
    return undefined
  }
  if (terms.kinds.includes(word)) return word
  note('kind', `本来源无权报送 ${word}`, `this source may not send ${word}`)
  return undefined
}

function readDetails(kind: FactKind, cells: Readonly<Record<string, string>>, { terms, note }: Reading): Details {
  const details: Details = {}
  const columns = columnsOfKind(kind)
  for (const column of columns) {
    const text = cellOf(cells, column.name)
    if (text === '') continue
    const value = readCell(column.type, text, terms)
    if (value === undefined) note(column.name, ...expected(column.type))
    else details[column.detail] = value
  }
  for (const column of columns) {
    if (cellOf(cells, column.name) === '' && isNeeded(column, details)) note(column.name, '必填', 'is required')
    // Names that a source has in Chinese only are shown so in both languages.
    if (column.detail.endsWith('En')) fillBilingual(column.detail.slice(0, -2), details, note)
  }
  noteForeign(kind, cells, note)
  return details
}

function isNeeded(column: KindColumn, details: Details): boolean {
  return column.need === 'required' || (column.need === 'pooled' && details['sample'] === 'pooled')
}

function fillBilingual(name: string, details: Details, note: Note): void {
  const [zh, en] = [details[`${name}Zh`], details[`${name}En`]]
  if (zh !== undefined) details[`${name}En`] = en ?? zh
  else if (en !== undefined) note(`${name}_zh`, '有英文时必填', 'is required where there is an English text')
}

/** Notes cells of columns that belong to other kinds: whoever filled them in meant something that would be lost. */
function noteForeign(kind: FactKind, cells: Readonly<Record<string, string>>, note: Note): void {
  const own = OWN_COLUMNS[kind] ?? ownColumns(kind)
  for (const column in cells) {
    if (own.has(column) || cellOf(cells, column) === '') continue
    if (knownColumns().has(column)) note(column, `${kind} 没有此列`, `does not belong to ${kind}`)
  }
}

const OWN_COLUMNS: Partial<Record<FactKind, ReadonlySet<string>>> = {}

function ownColumns(kind: FactKind): ReadonlySet<string> {
  const own = new Set<string>([...ROW_COLUMNS, ...columnsOfKind(kind).map((column) => column.name)])
  OWN_COLUMNS[kind] = own
  return own
}

function readCell(type: CellType, text: string, terms: RowTerms): string | number | boolean | undefined {
  if (type === 'flag') return FLAGS[text.toLowerCase()]
  if (type === 'text') return isPlainText(text) ? text : undefined
  if (type === 'division') return terms.isDivision(text) ? text : undefined
  if (isWords(type)) return type.includes(text) ? text : undefined
  const written = type.decimals === 0 ? /^\d{1,4}$/ : /^\d{1,4}(\.\d)?$/
  const value = written.test(text) ? Number(text) : NaN
  return value >= type.least && value <= type.most ? value : undefined
}

function expected(type: CellType): [zh: string, en: string] {
  if (type === 'flag') return ['应为 yes 或 no', 'should be yes or no']
  if (type === 'text') {
    return [`应为不超过 ${LONGEST_TEXT} 字的文字`, `should be a text of at most ${LONGEST_TEXT} characters`]
  }
  if (type === 'division') {
    return [
      '应为 6 位县区代码或本市 9 位街道代码',
      'should be the 6 digits of a county or the 9 of a street of this city',
    ]
  }
  if (isWords(type)) return [`应为下列之一：${type.join('、')}`, `should be one of: ${type.join(', ')}`]
  const range = `${type.least} – ${type.most}`
  return type.decimals === 0
    ? [`应为整数，${range}`, `should be a whole number, ${range}`]
    : [`应为数字，${range}，至多一位小数`, `should be a number with at most one decimal, ${range}`]
}

function readPeriod(
  isLasting: boolean,
  cells: Readonly<Record<string, string>>,
  { terms, note }: Reading,
): Period | undefined {
  const from = readTime('from', cells, note)
  const to = readTime('to', cells, note)
  if (from === undefined) {
    if (cellOf(cells, 'from') === '') note('from', '必填', 'is required')
    return undefined
  }
  if (from.at < EARLIEST) note('from', '早于 2000 年', 'is before the year 2000')
  return isLasting ? lastingPeriod(from, to, { terms, note }) : momentPeriod(from, to, { terms, note })
}

function readTime(column: 'from' | 'to', cells: Readonly<Record<string, string>>, note: Note): RowTime | undefined {
  const text = cellOf(cells, column)
  if (text === '') return undefined
  const time = readRowTime(text)
  if (time === undefined) {
    note(
      column,
      '应形如 2026-11-24、2026-11-24 08:30 或 2026-11-24T08:30:00+08:00',
      'should read like 2026-11-24, 2026-11-24 08:30 or 2026-11-24T08:30:00+08:00',
    )
  }
  return time
}

function momentPeriod(from: RowTime, to: RowTime | undefined, { terms, note }: Reading): Period {
  if (to !== undefined && to.at !== from.at) {
    note('to', '这是某一时刻的事，应留空', 'should be empty: this happens at one moment')
  }
  if (from.at > after(terms.receivedAt, CLOCK_DRIFT)) note('from', '尚未到来', 'lies ahead')
  return { from: from.at, to: from.at }
}

function lastingPeriod(from: RowTime, to: RowTime | undefined, { terms, note }: Reading): Period {
  const longest = after(from.at, terms.longestValidityDays * DAY_LENGTH)
  if (to === undefined) return { from: from.at, to: longest }
  // A last day belongs to what lasts, a moment ends it.
  const end = to.isDay ? after(to.at, DAY_LENGTH) : to.at
  if (end <= from.at) note('to', '应晚于 from', 'should be later than from')
  if (end > longest) {
    const days = terms.longestValidityDays
    note('to', `有效期最长 ${days} 天`, `this source may say so for at most ${days} days`)
  }
  return { from: from.at, to: end }
}

function readRowDocument(
  cells: Readonly<Record<string, string>>,
): { ok: true; document: IdentityDocument } | { ok: false; fault: RowFault } {
  const word = cellOf(cells, 'document_type')
  const type = DOCUMENT_TYPES.find((known) => known === word)
  if (type === undefined) {
    const [zh, en] = expected(DOCUMENT_TYPES)
    return { ok: false, fault: { column: 'document_type', message: { zh, en } } }
  }
  const reading = readDocument(type, cellOf(cells, 'document_number'))
  if (reading.ok) return reading
  return { ok: false, fault: { column: 'document_number', message: reading.message } }
}

/** A cell without the blanks around it; a column that is not there is empty. */
function cellOf(cells: Readonly<Record<string, string>>, column: string): string {
  return (cells[column] ?? '').trim()
}

/** Whether a text can be kept and shown: no control characters, no halves of characters. */
function isPlainText(text: string): boolean {
  return text.length <= LONGEST_TEXT && text.isWellFormed() && !/[\p{Cc}\ufffd]/u.test(text)
}

function isWords(type: readonly string[] | NumberBounds): type is readonly string[] {
  return Array.isArray(type)
}
