import { sql } from 'kysely'
import type { LoggedAct } from '../../core/log/leaf.ts'
import { LOGGED_COLUMNS, loggedActOf, type LoggedRow } from '../audit/queue.ts'
import type { Db, Tx } from '../kit/db.ts'

/** A place in the log, and the act that has it; undefined where its row in `audit` is gone. */
export interface Placed {
  readonly leaf: number
  readonly id: string
  readonly act: LoggedAct | undefined
}

/** How many places were given. */
export async function countLeaves(db: Db): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`select max(log_leaf.leaf_index) as last from log_leaf`.execute(db)
  return (rows[0]?.last ?? -1) + 1
}

/** Gives acts the next places, in order. */
export async function insertLeaves(tx: Tx, first: number, ids: readonly string[]): Promise<void> {
  await sql`
    insert into log_leaf (leaf_index, audit_id)
    select ${first}::bigint + given.place - 1, given.id
    from unnest(${`{${ids.join(',')}}`}::uuid[]) with ordinality as given (id, place)`.execute(tx)
}

/** Those of some acts that have a place already. */
export async function listPlacedOf(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ audit_id: string }>`
    select log_leaf.audit_id from log_leaf where log_leaf.audit_id = any(${`{${ids.join(',')}}`}::uuid[])`.execute(db)
  return rows.map((row) => row.audit_id)
}

/** The places from one to before another, in order. */
export async function listPlaced(db: Db, range: { from: number; to: number }): Promise<Placed[]> {
  const { rows } = await sql<LoggedRow & { readonly leaf_index: number; readonly audit_id: string }>`
    select log_leaf.leaf_index, log_leaf.audit_id, ${sql.raw(LOGGED_COLUMNS)}
    from log_leaf left join audit on audit.id = log_leaf.audit_id
    where log_leaf.leaf_index >= ${range.from} and log_leaf.leaf_index < ${range.to}
    order by log_leaf.leaf_index`.execute(db)
  return rows.map((row) => ({ leaf: row.leaf_index, id: row.audit_id, act: loggedActOf(row) }))
}
