import { detailsOf, type DetailType, type FactKind, type StayEvidence } from './facts.ts'

// The columns in which a source delivers facts: one row, one fact. A test holds docs/evidence.md against this list.

/** The columns that every row has, whatever it says. */
export const ROW_COLUMNS = ['document_type', 'document_number', 'kind', 'from', 'to'] as const

/** Columns that we add to the rows that we give back, and do not read when they are sent again. */
export const REASON_COLUMNS = ['reason_column', 'reason_zh', 'reason_en'] as const

/** What a cell holds: one of some words, a number within bounds, a yes or no, a text, or the code of a county or street. */
export type CellType = readonly string[] | NumberBounds | 'flag' | 'text' | 'division'

/** Bounds that belong to the range; `decimals` is how many digits may follow the point. */
export interface NumberBounds {
  readonly least: number
  readonly most: number
  readonly decimals: 0 | 1
}

/** One column of a kind's own. */
export interface KindColumn {
  readonly name: string
  /** The detail of the fact that it becomes. */
  readonly detail: string
  readonly type: CellType
  /** `pooled`: required of a pooled sample only. */
  readonly need: 'required' | 'optional' | 'pooled'
}

/**
 * Kinds that a source says no more of than where somebody was: what follows from a stay, the lists of areas decide. Their
 * rows are kept as stays.
 */
const STAYS: ReadonlySet<FactKind> = new Set(['stay-in-area', 'key-area'])

const STAY_EVIDENCE = ['declared', 'ticket', 'telecom'] as const satisfies readonly StayEvidence[]

// Of stays, `columnsFor` says it.
const REQUIRED: Readonly<Record<FactKind, readonly string[]>> = {
  'case-status': ['status'],
  contact: ['degree'],
  'quarantine-order': ['place', 'action'],
  'test-result': ['result', 'sample'],
  'told-to-test': [],
  vaccination: ['dose'],
  'fever-clinic-visit': [],
  'entry-from-abroad': ['origin'],
  'arrival-declaration': ['place_zh'],
  'health-declaration': ['symptoms'],
  'stay-in-area': [],
  'area-risk-level': ['level', 'place_zh'],
  'key-area': [],
  'key-person-group': ['group_zh'],
  'daily-check-in': ['symptoms'],
  'measure-lifted': ['measure'],
}

/** Facts that last; all others are of one moment. Where a word of a detail decides, the words that last. */
const LASTING: Readonly<Partial<Record<FactKind, 'always' | { detail: string; words: readonly string[] }>>> = {
  'case-status': { detail: 'status', words: ['confirmed', 'asymptomatic', 'suspected'] },
  contact: 'always',
  'quarantine-order': { detail: 'action', words: ['ordered'] },
  'told-to-test': 'always',
  'stay-in-area': 'always',
  'area-risk-level': 'always',
  'key-area': 'always',
  'key-person-group': 'always',
}

const NUMBERS: Readonly<Record<string, NumberBounds>> = {
  dose: { least: 1, most: 10, decimals: 0 },
  days: { least: 1, most: 365, decimals: 0 },
  // What a thermometer for people shows.
  celsius: { least: 30, most: 45, decimals: 1 },
}

/** Whether rows of a kind are kept as stays. */
export function isStayKind(kind: FactKind): kind is 'stay-in-area' | 'key-area' {
  return STAYS.has(kind)
}

/** Whether a fact of a kind lasts from `from` to `to`, or is of one moment. `words`: its details that are words. */
export function lasts(kind: FactKind, words: Readonly<Record<string, unknown>>): boolean {
  const rule = LASTING[kind]
  if (rule === undefined || rule === 'always') return rule === 'always'
  return rule.words.includes(String(words[rule.detail]))
}

/** The columns that rows of a kind have besides `ROW_COLUMNS`. */
export function columnsOfKind(kind: FactKind): readonly KindColumn[] {
  return COLUMNS_OF_KIND[kind]
}

/** The name of every column that rows of any kind may have. */
export function knownColumns(): ReadonlySet<string> {
  return ALL_COLUMNS
}

function columnsFor(kind: FactKind): readonly KindColumn[] {
  if (STAYS.has(kind)) {
    const need = kind === 'stay-in-area' ? 'required' : 'optional'
    return [
      { name: 'division_code', detail: 'divisionCode', type: 'division', need: 'required' },
      { name: 'community', detail: 'community', type: 'text', need },
      { name: 'evidence', detail: 'evidence', type: STAY_EVIDENCE, need: 'required' },
    ]
  }
  return Object.entries(detailsOf(kind)).flatMap(([detail, type]) =>
    type === 'bilingual'
      ? [columnOf(kind, `${detail}Zh`, 'text'), columnOf(kind, `${detail}En`, 'text')]
      : [columnOf(kind, detail, type)],
  )
}

function columnOf(kind: FactKind, detail: string, type: DetailType): KindColumn {
  const name = detail.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const need = name === 'tube' ? 'pooled' : REQUIRED[kind].includes(name) ? 'required' : 'optional'
  return { name, detail, type: cellTypeOf(detail, type), need }
}

function cellTypeOf(detail: string, type: DetailType): CellType {
  switch (type) {
    case 'number': {
      const bounds = NUMBERS[detail]
      if (!bounds) throw new Error(`the number ${detail} has no bounds`)
      return bounds
    }
    case 'flag':
    case 'text':
      return type
    case 'moment':
    case 'bilingual':
      throw new Error(`a row has no column for the detail ${detail}`)
    default:
      return type
  }
}

const COLUMNS_OF_KIND = Object.fromEntries(
  Object.keys(REQUIRED).map((kind) => [kind, columnsFor(kind as FactKind)]),
) as Readonly<Record<FactKind, readonly KindColumn[]>>

const ALL_COLUMNS: ReadonlySet<string> = new Set([
  ...ROW_COLUMNS,
  ...Object.values(COLUMNS_OF_KIND).flatMap((columns) => columns.map((column) => column.name)),
])
