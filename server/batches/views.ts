import { sql } from 'kysely'
import type { Db } from '../kit/db.ts'

/**
 * How many people had appealed against a batch of a source when that was flagged; undefined where none is, or two organisations have
 * let a batch of the source go since. Read-only; `appeals` owns the flags.
 */
export async function findAppealFlag(db: Db, sourceId: string): Promise<number | undefined> {
  const { rows } = await sql<{ appeals: number }>`
    select appeal_flag.appeals from appeal_flag
    where appeal_flag.source_id = ${sourceId}::uuid and not exists (
      select 1 from batch
      where batch.source_id = appeal_flag.source_id and batch.decision = 'approved'
        and batch.decided_at > appeal_flag.raised_at
    )
    order by appeal_flag.raised_at desc limit 1`.execute(db)
  return rows[0]?.appeals
}
