import { adoptedAt, type AdoptedTable } from '../../core/adopted-tables.ts'
import hangzhou202002 from '../../core/tables/hangzhou-2020-02.json' with { type: 'json' }
import shanghai202003 from '../../core/tables/shanghai-2020-03.json' with { type: 'json' }
import shanghai202204 from '../../core/tables/shanghai-2022-04.json' with { type: 'json' }
import shanghai202205 from '../../core/tables/shanghai-2022-05.json' with { type: 'json' }
import shanghai202209 from '../../core/tables/shanghai-2022-09.json' with { type: 'json' }
import { SECOND, type Instant } from '../../core/instant.ts'
import { readRuleTable, type RuleTable } from '../../core/rule-table.ts'
import type { Db } from '../kit/db.ts'
import type { World } from '../kit/world.ts'
import { readAdopted, tableOfHash } from './adopted.ts'
import { listDocuments } from './views.ts'

// Which rule table is in force. One comes with the program; every other is a document that two organisations signed, and that
// the program adopted. Shipped tables that are not in force are there to begin a draft with.

/** The rule tables that come with the program, by name. That a table is shipped does not put it in force. */
export const SHIPPED: readonly RuleTable[] = [
  hangzhou202002,
  shanghai202003,
  shanghai202204,
  shanghai202205,
  shanghai202209,
].map(readShipped)

/** The shipped table of a name such as `shanghai-2022-09`; undefined where there is none. */
export function shippedTable(name: string): RuleTable | undefined {
  return SHIPPED.find((table) => table.name === name)
}

/** The table of a fresh installation, in force from its own first day on. */
export const FIRST: AdoptedTable = firstOf('shanghai-2022-04')

/**
 * Tables are looked for so often. An adopted one comes into force no sooner than `COMES_AFTER` later, so that nobody judges by a
 * list of tables that lacks it.
 */
const LOOKED_FOR_EVERY = 5 * SECOND
export const COMES_AFTER = 10 * SECOND

interface Known {
  readonly at: Instant
  readonly tables: readonly AdoptedTable[]
}

/** What reading the tables needs. */
type Reading = Pick<World, 'keys' | 'roots' | 'log' | 'pool'> & { readonly now: Instant }

// By connection pool, for that is what a program has one of.
const known = new WeakMap<object, Known>()

/** The tables that are or were in force, or will be: the first one, and every adopted one whose signatures hold. */
export async function readTables(db: Db, ctx: Reading): Promise<readonly AdoptedTable[]> {
  const last = known.get(ctx.pool)
  if (last && ctx.now >= last.at && ctx.now < last.at + LOOKED_FOR_EVERY) return last.tables
  // Everybody reads on his own connection: whoever awaited another's reading, while that one waits for a connection that the
  // awaiting hold, would wait for ever.
  const tables = [FIRST, ...(await readAdopted(db, ctx))]
  known.set(ctx.pool, { at: ctx.now, tables })
  return tables
}

/** The rule table by which colours are made now. Throws where there is none: that is no policy of ours. */
export async function tableNow(db: Db, ctx: Reading): Promise<RuleTable> {
  const table = findTable(await readTables(db, ctx), ctx.now)
  if (!table) throw new Error('no rule table is in force')
  return table
}

/** The rule table in force at a moment, by what was adopted until `knownAt`; undefined before the first one began. */
export function findTable(tables: readonly AdoptedTable[], at: Instant, knownAt?: Instant): RuleTable | undefined {
  return adoptedAt(tables, at, knownAt)?.table
}

/** The table of a name and version that is or was in force. Throws where there is none. */
export function getTable(tables: readonly AdoptedTable[], name: TableName): RuleTable {
  const found = findNamed(tables, name)
  if (!found) throw new Error(`there is no rule table ${name.name} ${name.version}`)
  return found
}

/**
 * The table by which the city was judged until now, even if it counts no longer: it says whom a switch concerns, and makes nobody's
 * colour. Throws where there is none.
 */
export async function getFormerTable(db: Db, tables: readonly AdoptedTable[], name: TableName): Promise<RuleTable> {
  const shipped = shippedTable(name.name)
  const counting = findNamed(tables, name) ?? (shipped?.version === name.version ? shipped : undefined)
  if (counting) return counting
  for (const { table_hash: tableHash, document } of await listDocuments(db, name)) {
    const table = tableOfHash(document, tableHash)
    if (table) return table
  }
  return getTable(tables, name)
}

interface TableName {
  readonly name: string
  readonly version: string
}

function findNamed(tables: readonly AdoptedTable[], { name, version }: TableName): RuleTable | undefined {
  return tables.find(({ table }) => table.name === name && table.version === version)?.table
}

function firstOf(name: string): AdoptedTable {
  const table = shippedTable(name)
  if (!table) throw new Error(`no table ${name} is shipped`)
  return { table, adoptedAt: table.valid.from, from: table.valid.from }
}

/** A table of ours with a mistake must stop the start, before it has coloured anybody. */
function readShipped(json: unknown): RuleTable {
  const reading = readRuleTable(json)
  if (reading.ok) return reading.table
  const faults = reading.faults.map(({ row, column, message }) => `row ${row}, ${column}: ${message.en}`)
  throw new Error(`a shipped rule table is faulty: ${faults.join('; ')}`)
}
