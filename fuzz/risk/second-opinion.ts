import { CALENDAR, placeOf } from './wall-calendar.ts'

// A second evaluator, plain and slow, written from docs/rules.md alone. It shares nothing with `core`: no type, no
// calendar, no reader of tables. It knows no spans either: it asks of one row, one fact and one moment whether the colour
// is there, and finds beginnings and ends by looking at one moment after the other.

/** A rule table as its JSON document says it, as far as rules look. */
export interface TableDocument {
  readonly name: string
  readonly rows: readonly RowDocument[]
}

/** A row as the document says it: which of the optional columns are there, its form decides. */
export interface RowDocument {
  readonly id: string
  readonly colour: string
  readonly form: string
  readonly fact: MatchDocument
  readonly days?: number
  readonly until?: readonly MatchDocument[]
  readonly unless?: readonly MatchDocument[]
  readonly daily?: MatchDocument
}

/** Which facts are meant. */
export interface MatchDocument {
  readonly kind: string
  readonly where?: readonly Readonly<Record<string, unknown>>[]
}

/** A fact as rules see it. `to` is undefined while it has no end. */
export interface PlainFact {
  readonly id: string
  readonly kind: string
  readonly from: number
  readonly to: number | undefined
  readonly details: Readonly<Record<string, unknown>>
}

/** What is known about one person. */
export interface PlainHistory {
  readonly facts: readonly PlainFact[]
  readonly identityConfirmed: boolean
}

/** Why: which row, because of which fact, from when, and until when (undefined: no end is known). */
export interface PlainReason {
  readonly row: string
  readonly colour: string
  readonly fact: string
  readonly from: number
  readonly until: number | undefined
}

/** A colour, its reasons in the order of the document, and when it changes next. */
export interface Opinion {
  readonly colour: string
  readonly reasons: readonly PlainReason[]
  readonly changesAt: number | undefined
}

/** A row and a fact that it means, and at which of the steps it colours the person. */
interface Pair {
  readonly row: RowDocument
  readonly fact: PlainFact
  readonly shown: readonly boolean[]
}

/** What to think of a person under a table: `at` any moment, and every moment at which a reason begins or ends. */
export interface SecondOpinion {
  at(asOf: number): Opinion
  readonly boundaries: readonly number[]
}

/** Looks at a person under a table, and tells what it found. Throws where a row colours because of a fact more than once. */
export function secondOpinion(table: TableDocument, history: PlainHistory): SecondOpinion {
  const steps = stepsOf(table, history)
  const pairs = table.rows.flatMap((row) =>
    history.facts
      .filter((fact) => means(row.fact, fact))
      .map((fact): Pair => ({ row, fact, shown: steps.map((step) => isShown(row, fact, history.facts, step)) })),
  )
  const colours = steps.map((_, place) =>
    worstOf(
      pairs.filter(({ shown }) => shown[place]),
      history,
    ),
  )

  return {
    at(asOf) {
      const now = pairs.filter(({ row, fact }) => isShown(row, fact, history.facts, asOf))
      const colour = worstOf(now, history)
      return {
        colour,
        reasons: now.map((pair) => reasonOf(pair, steps, asOf)).toSorted(byOrderOfTheDocument),
        changesAt: steps.find((step, place) => step > asOf && colours[place] !== colour),
      }
    },
    boundaries: steps.filter((_, place) => pairs.some(({ shown }) => place > 0 && shown[place] !== shown[place - 1])),
  }
}

/**
 * Every moment at which anything can begin or end, in order: each midnight, each beginning and each end of a fact. The
 * first lies before all that is known, and from the last on everything stays as it is.
 */
function stepsOf(table: TableDocument, { facts }: PlainHistory): number[] {
  const moments = facts.flatMap((fact) => (fact.to === undefined ? [fact.from] : [fact.from, fact.to]))
  if (moments.length === 0) return [CALENDAR[0]!.midnight]
  const longest = Math.max(0, ...table.rows.map((row) => row.days ?? 0))
  const first = placeOf(Math.min(...moments)) - 1
  const last = placeOf(Math.max(...moments)) + longest + 2
  const midnights = CALENDAR.slice(first, last + 1).map((day) => day.midnight)
  return [...new Set([...moments, ...midnights])].toSorted((a, b) => a - b)
}

/** Section 6: whether a row colours the person at a moment because of a fact that it means. */
function isShown(row: RowDocument, fact: PlainFact, facts: readonly PlainFact[], at: number): boolean {
  switch (row.form) {
    case 'during':
      return hasBegun(fact, at) && !isOver(fact, at)
    case 'days-after':
      return hasBegun(fact, at) && (fact.to === undefined || daysBetween(lastMomentOf(fact), at) <= row.days!)
    case 'until':
      return hasBegun(fact, at) && !isEnded(fact, row.until!, facts, at)
    case 'unless':
      return hasBegun(fact, at) && daysBetween(fact.from, at) > row.days! && !isEnded(fact, row.unless!, facts, at)
    case 'until-in-a-row':
      return hasBegun(fact, at) && !isRowComplete(row, fact, facts, at)
    default:
      throw new Error(`docs/rules.md knows no form ${row.form}`)
  }
}

function hasBegun(fact: PlainFact, at: number): boolean {
  return at >= fact.from
}

function isOver(fact: PlainFact, at: number): boolean {
  return fact.to !== undefined && at >= fact.to
}

/** The last moment that belongs to a fact; its only one, where it is of one moment. */
function lastMomentOf(fact: PlainFact): number {
  return fact.to !== undefined && fact.to > fact.from ? fact.to - 1 : fact.from
}

/** How many midnights lie between two moments: 0 on the same day, 1 on the next. */
function daysBetween(earlier: number, later: number): number {
  return placeOf(later) - placeOf(earlier)
}

/** "Later facts" and "its own end": whether something has ended the matter by a moment. */
function isEnded(fact: PlainFact, endings: readonly MatchDocument[], facts: readonly PlainFact[], at: number): boolean {
  const byAnother = facts.some(
    (other) => other.from > fact.from && hasBegun(other, at) && endings.some((ending) => means(ending, other)),
  )
  const byItself = fact.to !== undefined && fact.to > fact.from && isOver(fact, at)
  return byAnother || byItself
}

/** Whether by a moment there were so many days in a row, each with a fact that `daily` means, none before the order. */
function isRowComplete(row: RowDocument, fact: PlainFact, facts: readonly PlainFact[], at: number): boolean {
  const counted = facts.filter((one) => means(row.daily!, one) && one.from >= fact.from && hasBegun(one, at))
  const ticked = new Set(counted.map((one) => placeOf(one.from)))
  return [...ticked].some((first) => {
    for (let days = 0; days < row.days!; days += 1) if (!ticked.has(first + days)) return false
    return true
  })
}

/** Section 5. */
function means(match: MatchDocument, fact: PlainFact): boolean {
  if (match.kind !== fact.kind) return false
  return (match.where ?? []).every((comparison) => passes(comparison, fact.details[String(comparison['detail'])]))
}

function passes(comparison: Readonly<Record<string, unknown>>, value: unknown): boolean {
  if (value === undefined) return false
  if ('eq' in comparison) return value === comparison['eq']
  if ('in' in comparison) return (comparison['in'] as readonly unknown[]).includes(value)
  if (typeof value !== 'number') return false
  if ('atLeast' in comparison) return value >= Number(comparison['atLeast'])
  if ('above' in comparison) return value > Number(comparison['above'])
  if ('atMost' in comparison) return value <= Number(comparison['atMost'])
  if ('below' in comparison) return value < Number(comparison['below'])
  throw new Error('docs/rules.md knows no such comparison')
}

/** Section 7: red before yellow before grey before green. */
function worstOf(pairs: readonly { readonly row: RowDocument }[], { identityConfirmed }: PlainHistory): string {
  if (pairs.some(({ row }) => row.colour === 'red')) return 'red'
  if (pairs.some(({ row }) => row.colour === 'yellow')) return 'yellow'
  return identityConfirmed ? 'green' : 'grey'
}

function reasonOf({ row, fact, shown }: Pair, steps: readonly number[], asOf: number): PlainReason {
  const beginnings = steps.filter((_, place) => shown[place] && (place === 0 || !shown[place - 1]))
  if (beginnings.length !== 1) throw new Error(`${row.id} colours ${beginnings.length} times because of ${fact.id}`)
  const until = steps.find((step, place) => step > asOf && !shown[place])
  return { row: row.id, colour: row.colour, fact: fact.id, from: beginnings[0]!, until }
}

/** Section 8: red first, then what ends later, then by row and fact. */
function byOrderOfTheDocument(a: PlainReason, b: PlainReason): number {
  if (a.colour !== b.colour) return a.colour === 'red' ? -1 : 1
  if (a.until !== b.until) return (b.until ?? Infinity) - (a.until ?? Infinity)
  if (a.row !== b.row) return a.row < b.row ? -1 : 1
  return a.fact < b.fact ? -1 : 1
}
