import type { Instant, Period } from './instant.ts'
import { within } from './instant.ts'
import type { RuleTable } from './rule-table.ts'

/**
 * A table that was adopted: decided upon at `adoptedAt`, to be in force from `from`, which is never before that. `from` is not
 * before the table's first day either: a table never judges by itself what was shown before it was known.
 */
export interface AdoptedTable {
  readonly table: RuleTable
  readonly adoptedAt: Instant
  readonly from: Instant
}

/**
 * The table in force at a moment, of those adopted by `knownAt`: the one that came into force last and whose validity has not
 * ended; of two of one moment, the one adopted last. Undefined before the first.
 */
export function adoptedAt<Table extends AdoptedTable>(
  tables: readonly Table[],
  at: Instant,
  knownAt?: Instant,
): Table | undefined {
  let found: Table | undefined
  for (const one of tables) {
    if (knownAt !== undefined && one.adoptedAt > knownAt) continue
    if (within({ from: one.from, to: one.table.valid.to }, at) && isLater(one, found)) found = one
  }
  return found
}

/** When each table is in force, in order of time: each closes where the next begins, so that they never overlap. */
export function courseOf<Table extends AdoptedTable>(tables: readonly Table[]): { table: Table; period: Period }[] {
  const edges = new Set(
    tables.flatMap(({ from, table }) => [from, ...(table.valid.to === undefined ? [] : [table.valid.to])]),
  )
  const inOrder = [...edges].toSorted((a, b) => a - b)
  const course: { table: Table; period: Period }[] = []
  for (const [place, from] of inOrder.entries()) {
    const table = adoptedAt(tables, from)
    if (table === undefined) continue
    const to = inOrder[place + 1]
    const last = course.at(-1)
    if (last?.table === table && last.period.to === from) last.period = { from: last.period.from, to }
    else course.push({ table, period: { from, to } })
  }
  return course
}

function isLater(one: AdoptedTable, other: AdoptedTable | undefined): boolean {
  return other === undefined || one.from > other.from || (one.from === other.from && one.adoptedAt >= other.adoptedAt)
}
