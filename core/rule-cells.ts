import type { Bilingual } from './bilingual.ts'
import type { Json } from './canonical.ts'
import { dayOf, formatDay } from './instant.ts'
import { matchText, parseMatchText } from './rule-match-text.ts'
import type { RuleRow, RuleTable } from './rule-table.ts'

// A table as cells of text, as a sheet shows it and as two versions are compared. A pair of texts takes two cells.

/** A cell's column: of the table's head or of a row, and of which language where it is one of a pair. */
export interface CellColumn {
  readonly column: string
  readonly language: keyof Bilingual | undefined
  /** What people call it. */
  readonly label: string
}

const plain = (column: string, label: string): CellColumn[] => [{ column, language: undefined, label }]
const pair = (column: string, label: string): CellColumn[] => [
  { column, language: 'zh', label },
  { column, language: 'en', label },
]

/** The cells of a table's head, in the order in which they are written. */
export const HEAD_CELLS: readonly CellColumn[] = [
  ...plain('name', '名称'),
  ...plain('version', '版本'),
  ...plain('validFrom', '生效日期'),
  ...plain('validTo', '失效日期'),
  ...plain('brakePeople', '刹车人数'),
  ...pair('title', '标题'),
  ...pair('legalBasis', '依据'),
]

/** The cells of a row, in the order in which they are written. */
export const ROW_CELLS: readonly CellColumn[] = [
  ...plain('id', '编号'),
  ...plain('colour', '颜色'),
  ...plain('form', '形式'),
  ...plain('fact', '事实'),
  ...plain('days', '天数'),
  ...plain('until', '直到'),
  ...plain('unless', '除非'),
  ...plain('daily', '每日'),
  ...pair('text', '理由'),
  ...pair('openText', '未定理由'),
  ...pair('legalBasis', '依据'),
  ...pair('endsSooner', '提前结束'),
]

/** A cell's name: its column, and its language where it is one of a pair: `text zh`. */
export function cellName({ column, language }: CellColumn): string {
  return language === undefined ? column : `${column} ${language}`
}

/** Texts of cells by `cellName`; a cell that is not there is empty. */
export type Cells = Readonly<Record<string, string>>

/** The cells of a table's head. */
export function cellsOfHead({ name, version, valid, brakePeople, title, legalBasis }: RuleTable): Cells {
  return {
    name,
    version,
    validFrom: formatDay(dayOf(valid.from)),
    ...(valid.to !== undefined && { validTo: formatDay(dayOf(valid.to)) }),
    ...(brakePeople !== undefined && { brakePeople: String(brakePeople) }),
    ...pairCells('title', title),
    ...pairCells('legalBasis', legalBasis),
  }
}

/** The cells of a row. */
export function cellsOfRow(row: RuleRow): Cells {
  return {
    id: row.id,
    colour: row.colour,
    form: row.form,
    fact: matchText(row.fact),
    ...('days' in row && { days: String(row.days) }),
    ...('until' in row && { until: row.until.map(matchText).join('\n') }),
    ...('unless' in row && { unless: row.unless.map(matchText).join('\n') }),
    ...('daily' in row && { daily: matchText(row.daily) }),
    ...pairCells('text', row.text),
    ...pairCells('openText', row.openText),
    ...pairCells('legalBasis', row.legalBasis),
    ...(row.endsSooner && pairCells('endsSooner', row.endsSooner)),
  }
}

/**
 * The document that cells stand for, as it is to be read by `readRuleTable`; what cannot be understood stays as it was typed.
 * `unwritten` are the columns of matches that are written in no way that we know.
 */
export function documentOfCells(
  columns: readonly CellColumn[],
  cells: Cells,
): { document: { readonly [name: string]: Json }; unwritten: ReadonlySet<string> } {
  const document: Record<string, Json> = {}
  const unwritten = new Set<string>()
  for (const of of columns) {
    const text = cells[cellName(of)] ?? ''
    const { column, language } = of
    if (language !== undefined) {
      const other = cells[`${column} ${language === 'zh' ? 'en' : 'zh'}`] ?? ''
      if (text.trim() !== '' || other.trim() !== '') {
        document[column] = { ...(document[column] as object | undefined), [language]: text }
      }
    } else if (text.trim() !== '') {
      const read = readCell(column, text.trim())
      if (read === undefined) unwritten.add(column)
      document[column] = read ?? text
    }
  }
  return { document, unwritten }
}

function pairCells(column: string, { zh, en }: Bilingual): Cells {
  return { [`${column} zh`]: zh, [`${column} en`]: en }
}

function readCell(column: string, text: string): Json | undefined {
  switch (column) {
    case 'days':
    case 'brakePeople':
      return /^\d+$/.test(text) ? Number(text) : text
    case 'fact':
    case 'daily':
      return parseMatchText(text)
    case 'until':
    case 'unless': {
      const lines = text.split('\n').filter((line) => line.trim() !== '')
      const matches = lines.map(parseMatchText)
      return matches.includes(undefined) ? undefined : matches.filter((match) => match !== undefined)
    }
    default:
      return text
  }
}
