import type { Bilingual } from './bilingual.ts'
import {
  cellName,
  cellsOfHead,
  cellsOfRow,
  documentOfCells,
  HEAD_CELLS,
  ROW_CELLS,
  type CellColumn,
  type Cells,
} from './rule-cells.ts'
import { readRuleTable, type RuleTable, type TableFault } from './rule-table.ts'

// A table as a workbook of two sheets: its head, one column a line, and its rows, one a line. Who reads and writes xlsx hands
// the cells in as texts.

/** One sheet: lines of cells, the first line of them first. */
export interface Sheet {
  readonly name: string
  readonly lines: readonly (readonly string[])[]
}

/** A mistake with the place where it is, in words that lead there. */
export interface PlacedFault {
  readonly place: Bilingual
  readonly message: Bilingual
}

/** A table, or everything that is wrong with it and where. */
export type PlacedReading = { ok: true; table: RuleTable } | { ok: false; faults: readonly PlacedFault[] }

const HEAD_NAME = '表头 head'
const ROWS_NAME = '规则行 rows'

const UNWRITTEN: Bilingual = {
  zh: '应写作“种类”或“种类: 细目 = 值; 细目 in 值, 值”，如 stay-in-area: level = high；多种情形各写一行',
  en: 'should read “kind” or “kind: detail = value; detail in value, value”, such as stay-in-area: level = high; one line for each',
}

/** A table as the two sheets of a workbook. */
export function sheetsOfTable(table: RuleTable): Sheet[] {
  const head = cellsOfHead(table)
  const heading = ['列 column', '值 value / 中文 zh', 'English en']
  const headLines = columnsOf(HEAD_CELLS).map((column) => [
    headingOf(column),
    head[column.column] ?? head[`${column.column} zh`] ?? '',
    head[`${column.column} en`] ?? '',
  ])
  const rowLines = table.rows.map((row) => {
    const cells = cellsOfRow(row)
    return ROW_CELLS.map((column) => cells[cellName(column)] ?? '')
  })
  return [
    { name: HEAD_NAME, lines: [heading, ...headLines] },
    { name: ROWS_NAME, lines: [ROW_CELLS.map(headingOf), ...rowLines] },
  ]
}

/** Reads the two sheets of a workbook as strictly as a document; each mistake with sheet, line and column. */
export function readSheets(sheets: readonly Sheet[]): PlacedReading {
  const [headSheet, rowsSheet] = sheets
  if (headSheet === undefined || rowsSheet === undefined) {
    const message = {
      zh: '应有两张工作表：第一张是表头，第二张是规则行；可先导出一张表再修改',
      en: 'should have two sheets, first the head and then the rows; export a table and change that',
    }
    return { ok: false, faults: [{ place: { zh: '文件', en: 'the file' }, message }] }
  }
  const head = readHead(headSheet)
  const rows = readRows(rowsSheet)
  if (head.faults.length + rows.faults.length > 0) return { ok: false, faults: [...head.faults, ...rows.faults] }
  const reading = readRuleTable({
    ...head.document,
    ...(rows.lines.length > 0 && { rows: rows.lines.map((line) => line.document) }),
  })
  if (reading.ok) return reading
  return {
    ok: false,
    faults: reading.faults.map((fault) =>
      fault.row === 0
        ? { place: placeInHead(headSheet, head.lineOf, fault), message: fault.message }
        : placedInRows(rowsSheet, rows, fault),
    ),
  }
}

/** Where a mistake of a document is, in words. */
function placeOfFault({ row, column, language }: TableFault): Bilingual {
  const name = language === undefined ? column : `${column} (${language})`
  if (row === 0) {
    return name === '' ? { zh: '整个文件', en: 'the whole file' } : { zh: `表头 ${name}`, en: `head, ${name}` }
  }
  return { zh: `第 ${row} 条规则 ${name}`.trim(), en: name === '' ? `row ${row}` : `row ${row}, ${name}` }
}

/** Reads a document; each mistake with its place in words. */
export function readDocument(json: unknown): PlacedReading {
  const reading = readRuleTable(json)
  if (reading.ok) return reading
  return {
    ok: false,
    faults: reading.faults.map((fault) => ({ place: placeOfFault(fault), message: fault.message })),
  }
}

interface ReadRows {
  readonly faults: PlacedFault[]
  readonly lines: readonly { number: number; document: object; unwritten: ReadonlySet<string> }[]
  /** The place of a cell's column in the sheet, counted from 0. */
  readonly placeOf: ReadonlyMap<string, number>
}

function readHead(sheet: Sheet): {
  faults: PlacedFault[]
  document: object
  lineOf: ReadonlyMap<string, number>
} {
  const faults: PlacedFault[] = []
  const cells: Record<string, string> = {}
  const lineOf = new Map<string, number>()
  for (const [place, [label = '', value = '', english = '']] of sheet.lines.entries()) {
    const name = asciiOf(label)
    if (place === 0 || (name === '' && value.trim() === '')) continue
    const columns = HEAD_CELLS.filter((one) => one.column === name)
    const where = placeIn(sheet, place, 0)
    if (columns.length === 0) faults.push({ place: where, message: noSuchColumn(label) })
    else if (lineOf.has(name)) faults.push({ place: where, message: columnTwice(label) })
    lineOf.set(name, place)
    for (const column of columns) cells[cellName(column)] = column.language === 'en' ? english : value
  }
  return { faults, document: documentOfCells(HEAD_CELLS, cells).document, lineOf }
}

function readRows(sheet: Sheet): ReadRows {
  const faults: PlacedFault[] = []
  const [heading = [], ...body] = sheet.lines
  const placeOf = new Map<string, number>()
  for (const [place, label] of heading.entries()) {
    const name = asciiOf(label)
    if (name === '') continue
    const where = placeIn(sheet, 0, place)
    if (!ROW_CELLS.some((column) => cellName(column) === name)) {
      faults.push({ place: where, message: noSuchColumn(label) })
    } else if (placeOf.has(name)) faults.push({ place: where, message: columnTwice(label) })
    placeOf.set(name, place)
  }
  for (const column of ROW_CELLS.filter((one) => !placeOf.has(cellName(one)))) {
    const name = headingOf(column)
    const message = { zh: `缺少“${name}”列`, en: `the column “${name}” is missing` }
    faults.push({ place: placeIn(sheet, 0, undefined), message })
  }
  const lines = body.flatMap((line, place) => {
    if (line.every((cell) => cell.trim() === '')) return []
    const stray = line.findIndex((cell, at) => cell.trim() !== '' && asciiOf(heading[at] ?? '') === '')
    if (stray >= 0) faults.push({ place: placeIn(sheet, place + 1, stray), message: UNNAMED })
    const cells: Cells = Object.fromEntries([...placeOf].map(([name, at]) => [name, line[at] ?? '']))
    return [{ number: place + 1, ...documentOfCells(ROW_CELLS, cells) }]
  })
  return { faults, lines, placeOf }
}

const UNNAMED: Bilingual = { zh: '此列没有列名', en: 'this column has no name' }

function noSuchColumn(label: string): Bilingual {
  return { zh: `没有“${label}”这样的列`, en: `there is no column “${label}”` }
}

function columnTwice(label: string): Bilingual {
  return { zh: `“${label}”列出现两次`, en: `the column “${label}” is there twice` }
}

function placedInRows(sheet: Sheet, rows: ReadRows, { row, column, language, message }: TableFault): PlacedFault {
  const line = rows.lines[row - 1]
  const name = language === undefined ? column : `${column} ${language}`
  const at = rows.placeOf.get(name) ?? rows.placeOf.get(`${column} zh`)
  return {
    place: placeIn(sheet, line?.number ?? 0, at),
    message: line?.unwritten.has(column) ? UNWRITTEN : message,
  }
}

function placeInHead(sheet: Sheet, lineOf: ReadonlyMap<string, number>, { column, language }: TableFault): Bilingual {
  const line = lineOf.get(column)
  if (line !== undefined) return placeIn(sheet, line, language === 'en' ? 2 : 1)
  return { zh: `工作表“${sheet.name}”的“${column}”`, en: `sheet “${sheet.name}”, “${column}”` }
}

/** Line and column counted from 0, in words as a spreadsheet counts them. */
function placeIn(sheet: Sheet, line: number, column: number | undefined): Bilingual {
  const heading = column === undefined ? '' : (sheet.lines[0]?.[column] ?? '')
  const letter = column === undefined ? undefined : letterOf(column)
  const named = heading === '' ? '' : `（${heading}）`
  return {
    zh: `工作表“${sheet.name}”第 ${line + 1} 行${letter === undefined ? '' : ` ${letter} 列${named}`}`,
    en: `sheet “${sheet.name}”, row ${line + 1}${letter === undefined ? '' : `, column ${letter}${heading === '' ? '' : ` (${heading})`}`}`,
  }
}

function letterOf(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest === 0 ? '' : letterOf(rest - 1)) + String.fromCodePoint(65 + (column % 26))
}

function headingOf(column: CellColumn): string {
  const isPairInHead = HEAD_CELLS.includes(column)
  return `${column.label} ${isPairInHead ? column.column : cellName(column)}`
}

/** The name in a heading, which people see behind its Chinese label. */
function asciiOf(label: string): string {
  return label
    .normalize('NFKC')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .trim()
}

/** Of a pair one entry: in the head both languages stand in one line. */
function columnsOf(cells: readonly CellColumn[]): CellColumn[] {
  return cells.filter((cell) => cell.language !== 'en')
}
