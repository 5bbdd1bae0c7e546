import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { instant, type Instant } from '../../core/instant.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** How to reach a PostgreSQL: a URL, or the private socket of the embedded one. */
export type Connection =
  | { readonly connectionString: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }

/** A pool of connections; dates come and go as `Date` and become `Instant` in the stores. */
export function openPool(connection: Connection, most: number): pg.Pool {
  // int8 (list numbers, counts) and numeric (degrees) fit a double here; as text they would compare as text.
  const types = new pg.TypeOverrides()
  types.setTypeParser(20, Number)
  types.setTypeParser(1700, Number)
  const Client = PreparingClient as unknown as typeof pg.Client
  return new pg.Pool({ ...connection, types, max: most, idleTimeoutMillis: 30_000, options: ONE_PLAN, Client })
}

// One plan a statement, whatever it is asked with: what is asked for by key stays a look-up by index for one and for five hundred at a
// time. Planned by its values, a group of twenty read a whole table of sessions, and took longer to plan than to run.
const ONE_PLAN = '-c plan_cache_mode=force_generic_plan'

const MOST_PREPARED = 500
const prepared = new Map<string, string>()

/**
 * What is asked with values is asked again: each such statement is prepared once a connection, which spares PostgreSQL reading and
 * planning it. There are as many as the program has; texts beyond the limit, of lists that are now longer, now shorter, are not.
 */
class PreparingClient extends pg.Client {
  // @ts-expect-error one signature for the library's many
  override query(asked: unknown, values?: unknown, ...rest: unknown[]): unknown {
    const ask = super.query.bind(this) as (...told: unknown[]) => unknown
    const name = typeof asked === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(asked) : undefined
    return name === undefined ? ask(asked, values, ...rest) : ask({ name, text: asked, values }, ...rest)
  }
}

function nameOf(text: string): string | undefined {
  const known = prepared.get(text)
  if (known !== undefined || prepared.size >= MOST_PREPARED) return known
  const name = `s${prepared.size}`
  prepared.set(text, name)
  return name
}

/** The query builder over a pool. */
export function openDb(pool: pg.Pool): Db {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** A moment as PostgreSQL takes it. */
export function toDate(at: Instant): Date {
  return new Date(at)
}

/** A `timestamptz` as a moment. PostgreSQL's infinity, which we never write, comes as a number and must break nobody's reading. */
export function toInstant(date: Date): Instant {
  return instant(Number(date))
}

/** The same for a column that may be empty. */
export function toInstantOrNone(date: Date | null): Instant | undefined {
  return date === null ? undefined : toInstant(date)
}
