import type pg from 'pg'
import { openPool, type Connection } from '../server/kit/db.ts'

/** The pool of a measured process. It says that it has ended before its connections have, and the database that is then dropped ends them: no news. */
export function measuredPool(connection: Connection, most: number): pg.Pool {
  const pool = openPool(connection, most)
  pool.on('error', () => undefined)
  return pool
}
