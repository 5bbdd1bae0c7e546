import { sql } from 'kysely'
import type { LoggedAct } from '../../core/log/leaf.ts'
import type { Instant } from '../../core/instant.ts'
import type { Tx } from '../kit/db.ts'

/** An act that was queued; `act` is undefined where somebody has taken its row out of `audit`. */
export interface QueuedAct {
  readonly id: string
  readonly act: LoggedAct | undefined
}

/** An act in a statement that reads `audit`: the columns that the log has of it. */
export const LOGGED_COLUMNS = `audit.id, (extract(epoch from audit.at) * 1000)::bigint as at_ms, audit.kind, audit.commitment`

/** A row of those columns; nulls where a join did not find the act. */
export interface LoggedRow {
  readonly id: string | null
  readonly at_ms: number | null
  readonly kind: string | null
  readonly commitment: Uint8Array | null
}

/** The act in such a row. */
export function loggedActOf({ id, at_ms: at, kind, commitment }: LoggedRow): LoggedAct | undefined {
  if (id === null || at === null || kind === null || !commitment) return undefined
  return { id, at: at as Instant, kind, commitment }
}

/** Takes the oldest acts out of the queue, for whoever gives them their places in the same transaction. */
export async function takeQueued(tx: Tx, most: number): Promise<QueuedAct[]> {
  const { rows } = await sql<LoggedRow & { readonly audit_id: string }>`
    with taken as (
      delete from log_queue where log_queue.audit_id in (
        select log_queue.audit_id from log_queue order by log_queue.audit_id limit ${most}
      ) returning log_queue.audit_id
    )
    select taken.audit_id, ${sql.raw(LOGGED_COLUMNS)}
    from taken left join audit on audit.id = taken.audit_id order by taken.audit_id`.execute(tx)
  return rows.map((row) => ({ id: row.audit_id, act: loggedActOf(row) }))
}
