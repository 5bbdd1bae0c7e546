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
  return new pg.Pool({ ...connection, types, max: most, idleTimeoutMillis: 30_000 })
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
