import { detailsOf, FACT_KINDS, isFactKind, type DetailType, type Fact, type FactKind } from './facts.ts'

/**
 * What a rule can tell about a fact apart from its times: the kind, and those of its details that a rule may compare.
 * Two facts of one shape are the same to every rule table.
 */
export interface FactShape {
  readonly kind: FactKind
  readonly details: Fact['details']
}

/**
 * Whether a rule may compare a detail of this type to a value: a word of its list, a finite number, a yes or no. Texts
 * and moments are for people to read; a rule that compared them could single somebody out.
 */
export function isComparable(type: DetailType, value: unknown): value is string | number | boolean {
  if (isWords(type)) return typeof value === 'string' && type.includes(value)
  return (type === 'number' && Number.isFinite(value)) || (type === 'flag' && typeof value === 'boolean')
}

/** Whether a detail is one of a closed list of words. */
export function isWords(type: DetailType): type is readonly string[] {
  return typeof type !== 'string'
}

/** The shape of a fact. A detail that is not what its kind says is left out: no comparison can pass on it. */
export function shapeOf(fact: FactShape): FactShape {
  const names = comparedOf(fact.kind)
  const known = names.filter((name) => isComparable(detailsOf(fact.kind)[name]!, fact.details[name]))
  return { kind: fact.kind, details: Object.fromEntries(known.map((name) => [name, fact.details[name]!])) }
}

/** A text that two facts have in common exactly if they are of one shape. */
export function shapeKey(fact: FactShape): string {
  let key: string = fact.kind
  for (const name of comparedOf(fact.kind)) {
    const value = fact.details[name]
    key += isComparable(detailsOf(fact.kind)[name]!, value) ? `|${value}` : '|'
  }
  return key
}

/** Whether a value is a shape exactly as `shapeOf` makes it. */
export function isFactShape(value: unknown): value is FactShape {
  if (typeof value !== 'object' || value === null) return false
  const { kind, details, ...more } = value as Record<string, unknown>
  if (typeof kind !== 'string' || !isFactKind(kind) || typeof details !== 'object' || details === null) return false
  const known = Object.entries(details).every(([name, one]) => {
    return comparedOf(kind).includes(name) && isComparable(detailsOf(kind)[name]!, one)
  })
  return known && Object.keys(more).length === 0
}

const COMPARED: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries<Readonly<Record<string, DetailType>>>(FACT_KINDS).map(([kind, details]) => {
    const compared = Object.entries(details).filter(([, type]) => isWords(type) || type === 'number' || type === 'flag')
    return [kind, compared.map(([name]) => name)]
  }),
)

function comparedOf(kind: FactKind): readonly string[] {
  return COMPARED[kind] ?? []
}
