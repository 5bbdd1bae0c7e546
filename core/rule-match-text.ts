import type { Json } from './canonical.ts'
import type { Comparison, FactMatch } from './rule-table.ts'

// Which facts a row means, in one line that fits a cell: `stay-in-area: level = high; evidence in declared, ticket`.

const SIGNS = { atLeast: '>=', above: '>', atMost: '<=', below: '<' } as const

const COMPARISON = /^(\w+) *(=|>=|>|<=|<|in\b) *(\S.*)$/

/** A match as one line. */
export function matchText({ kind, where }: FactMatch): string {
  return where.length === 0 ? kind : `${kind}: ${where.map(comparisonText).join('; ')}`
}

/** The document of a match written as one line, to be read as strictly as any; undefined where it is not written so at all. */
export function parseMatchText(line: string): Json | undefined {
  // What a Chinese keyboard gives for the same signs.
  const plain = line.normalize('NFKC').replaceAll('≥', '>=').replaceAll('≤', '<=').replaceAll('、', ',')
  const [, kind, conditions] = /^([a-z-]+) *(?:: *(.*))?$/.exec(plain.trim()) ?? []
  if (kind === undefined) return undefined
  if (conditions === undefined) return { kind }
  const where = conditions.split(';').map((one) => parseComparison(one.trim()))
  return where.includes(undefined) ? undefined : { kind, where: where.filter((one) => one !== undefined) }
}

function comparisonText(comparison: Comparison): string {
  const { detail } = comparison
  if ('eq' in comparison) return `${detail} = ${valueText(comparison.eq)}`
  if ('in' in comparison) return `${detail} in ${comparison.in.join(', ')}`
  if ('atLeast' in comparison) return `${detail} ${SIGNS.atLeast} ${comparison.atLeast}`
  if ('above' in comparison) return `${detail} ${SIGNS.above} ${comparison.above}`
  if ('atMost' in comparison) return `${detail} ${SIGNS.atMost} ${comparison.atMost}`
  return `${detail} ${SIGNS.below} ${comparison.below}`
}

function valueText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

function parseComparison(text: string): Json | undefined {
  const [, detail, sign, value] = COMPARISON.exec(text) ?? []
  if (detail === undefined || value === undefined) return undefined
  if (sign === '=') return { detail, eq: parseValue(value) }
  if (sign === 'in') return { detail, in: value.split(',').map((one) => parseValue(one.trim())) }
  const name = Object.entries(SIGNS).find(([, written]) => written === sign)?.[0]
  return name === undefined ? undefined : { detail, [name]: parseValue(value) }
}

function parseValue(text: string): string | number | boolean {
  if (text === 'yes' || text === 'no') return text === 'yes'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
