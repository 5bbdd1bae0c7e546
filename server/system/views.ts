import { sql } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import { toDate, type Db } from '../kit/db.ts'

/** What waits for people: batches that the brake holds, and appeals whose time is over. */
export async function countWork(db: Db, now: Instant): Promise<{ heldBatches: number; overdueAppeals: number }> {
  const { rows } = await sql<{ held: number; overdue: number }>`
    select (select count(*) from batch where batch.state = 'held') as held,
      (select count(*) from appeal where appeal.ended_at is null and appeal.due_at <= ${toDate(now)}) as overdue`.execute(
    db,
  )
  return { heldBatches: rows[0]?.held ?? 0, overdueAppeals: rows[0]?.overdue ?? 0 }
}

/** The bytes of the database on its disk. */
export async function readDatabaseSize(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db)
  return rows[0]?.bytes ?? 0
}
