import { knownColumns, REASON_COLUMNS } from '../../core/row-kinds.ts'
import { Problem, type FieldFault } from '../kit/problem.ts'

// A source's own names for columns and words, so that it sends what its system exports.

/** What a source's columns and words are called here. */
export interface Mapping {
  /** The file's column, and ours; empty: we do not want it. */
  readonly columns: Readonly<Record<string, string>>
  /** For one of our columns, the file's words and ours. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What every row has in one of our columns that the file does not have. */
  readonly constants: Readonly<Record<string, string>>
}

/** The mapping of a file whose columns have our names. */
export const NO_MAPPING: Mapping = { columns: {}, values: {}, constants: {} }

/** Whether a mapping speaks of our columns only. Problems: input-invalid. */
export function checkMapping(mapping: Mapping): void {
  const { columns, values, constants } = mapping
  const named = [
    ...Object.values(columns).filter((column) => column !== ''),
    ...Object.keys(values),
    ...Object.keys(constants),
  ]
  const faults = named.filter((column) => !knownColumns().has(column)).map(unknownColumn)
  if (faults.length > 0) throw new Problem('input-invalid', faults)
}

/** How rows with some columns are read. */
export interface ColumnPlan {
  /** The cells of a row by our names. */
  cells(original: Original): Readonly<Record<string, string>>
  /** What the file calls one of our columns; ours where it has none. */
  nameOf(column: string): string
}

/** Reads the names of the columns of a file. Throws for columns that we do not know or that are there twice: what is in them would be lost. Problems: batch-unreadable. */
export function planColumns(mapping: Mapping, names: readonly string[]): ColumnPlan {
  const faults: FieldFault[] = []
  const plan: { from: string; to: string; words: Readonly<Record<string, string>> | undefined }[] = []
  for (const from of names) {
    const to = columnFor(mapping, from)
    if (to === '') continue
    if (!knownColumns().has(to)) faults.push(unknownColumn(from))
    else if (plan.some((column) => column.to === to)) {
      faults.push({ field: from, zh: `有两列都是 ${to}`, en: `more than one column is ${to}` })
    } else plan.push({ from, to, words: mapping.values[to] })
  }
  if (faults.length > 0) throw new Problem('batch-unreadable', faults)
  return {
    cells(original) {
      const cells: Record<string, string> = { ...mapping.constants }
      for (const { from, to, words } of plan) {
        const text = (original[from] ?? '').trim()
        if (text !== '') cells[to] = words === undefined ? text : wordFor(words, text)
      }
      return cells
    },
    nameOf: (column) => plan.find(({ to }) => to === column)?.from ?? column,
  }
}

type Original = Readonly<Record<string, string>>

function columnFor(mapping: Mapping, from: string): string {
  if (from === '' || (REASON_COLUMNS as readonly string[]).includes(from)) return ''
  return Object.hasOwn(mapping.columns, from) ? mapping.columns[from]! : from
}

function wordFor(words: Readonly<Record<string, string>>, text: string): string {
  return Object.hasOwn(words, text) ? words[text]! : text
}

function unknownColumn(column: string): FieldFault {
  return {
    field: column,
    zh: '没有这样的列；请改列名，或在列对应表中写明（留空表示不要）',
    en: 'there is no such column; rename it, or name it in a mapping (empty: not wanted)',
  }
}
