import { shapeKey, shapeOf, type FactShape } from './fact-shapes.ts'
import type { Fact } from './facts.ts'
import { instant } from './instant.ts'

/** The most people in a chunk. */
export const CHUNK_PEOPLE = 65_536
/** The most shapes among the facts of a chunk. */
export const CHUNK_SHAPES = 65_536

/**
 * What rules can tell about the facts of a chunk of people, column by column: at most `CHUNK_PEOPLE`, each with their
 * facts side by side, in any order. What a rule cannot compare (names, places, sources) is not in here.
 */
export interface FactColumns {
  /** Each different shape once. */
  readonly shapes: readonly FactShape[]
  /** Where each person's facts begin, and at the end how many facts there are: one more entry than people. */
  readonly first: Uint32Array
  /** Of each fact, the place of its shape among `shapes`. */
  readonly shape: Uint16Array
  /** Of each fact, the `Instant` at which it begins. */
  readonly from: Float64Array
  /** Of each fact, the `Instant` at which it ends; NaN while it has no end. */
  readonly to: Float64Array
  /** Of each person, 1 where the identity is confirmed and 0 where it is not. */
  readonly confirmed: Uint8Array
  /** Of each person, a number from 0 to 255 for the district, of the caller's own list. Rules do not see it. */
  readonly district: Uint8Array
}

/** One person as columns take them. */
export interface ColumnPerson {
  readonly facts: readonly Pick<Fact, 'kind' | 'period' | 'details'>[]
  readonly identityConfirmed: boolean
  readonly district: number
}

/**
 * The facts of a chunk of people as columns, in the order of the people. Throws RangeError for more than `CHUNK_PEOPLE`
 * people, for more than `CHUNK_SHAPES` shapes, and for a district outside 0 to 255.
 */
export function columnsOf(people: readonly ColumnPerson[]): FactColumns {
  if (people.length > CHUNK_PEOPLE) throw new RangeError(`A chunk has at most ${CHUNK_PEOPLE} people`)
  const facts = people.reduce((sum, person) => sum + person.facts.length, 0)
  const columns = emptyColumns(people.length, facts)
  const shapes: FactShape[] = []
  const places = new Map<string, number>()
  let at = 0
  for (const [place, person] of people.entries()) {
    if (!(person.district >= 0 && person.district <= 255)) throw new RangeError('A district is a number from 0 to 255')
    columns.confirmed[place] = person.identityConfirmed ? 1 : 0
    columns.district[place] = person.district
    for (const fact of person.facts) {
      columns.shape[at] = placeOf(fact, shapes, places)
      columns.from[at] = fact.period.from
      columns.to[at] = fact.period.to ?? NaN
      at += 1
    }
    columns.first[place + 1] = at
  }
  return { ...columns, shapes }
}

/** The people of whom such columns are made, in their order. Of the facts there is what rules can tell. */
export function peopleOf({ shapes, first, shape, from, to, confirmed, district }: FactColumns): ColumnPerson[] {
  const facts = Array.from(shape, (place, fact) => {
    const end = to[fact]!
    return {
      ...shapes[place]!,
      period: { from: instant(from[fact]!), to: Number.isNaN(end) ? undefined : instant(end) },
    }
  })
  return Array.from(confirmed, (flag, person) => ({
    facts: facts.slice(first[person], first[person + 1]),
    identityConfirmed: flag === 1,
    district: district[person]!,
  }))
}

/** Columns of so many people and facts, all zero, and without shapes. */
export function emptyColumns(people: number, facts: number): FactColumns {
  return {
    shapes: [],
    first: new Uint32Array(people + 1),
    shape: new Uint16Array(facts),
    from: new Float64Array(facts),
    to: new Float64Array(facts),
    confirmed: new Uint8Array(people),
    district: new Uint8Array(people),
  }
}

function placeOf(fact: FactShape, shapes: FactShape[], places: Map<string, number>): number {
  const key = shapeKey(fact)
  const known = places.get(key)
  if (known !== undefined) return known
  if (shapes.length === CHUNK_SHAPES) throw new RangeError(`The facts of a chunk have at most ${CHUNK_SHAPES} shapes`)
  places.set(key, shapes.length)
  return shapes.push(shapeOf(fact)) - 1
}
