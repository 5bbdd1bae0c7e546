import { sql } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, toInstantOrNone, type Db } from '../kit/db.ts'
import type { AppealRow } from './appeal-row.ts'

// What waits for whom: rows as they stand, without a word of what is sealed.

/** Most rows that one list shows. */
const MOST_LISTED = 100

/** An appeal in a work list. */
export interface ListedAppeal {
  readonly appealId: string
  readonly number: number
  readonly kind: AppealRow['kind']
  readonly appealedAt: Instant
  readonly dueAt: Instant
  readonly assignedTo: string | undefined
  readonly asked: number
  readonly answered: number
  /** By when the first organisation that has not answered is to. */
  readonly nextDueAt: Instant | undefined
}

/**
 * The open appeals that wait for an officer: his own, those that nobody has taken on, and those of others whose time is over. What is
 * due first comes first, and so what is overdue; at most 100.
 */
export async function listWork(db: Db, asked: { staffId: string; now: Instant }): Promise<ListedAppeal[]> {
  const { rows } = await sql<{
    appeal_id: string
    number: number
    kind: AppealRow['kind']
    appealed_at: Date
    due_at: Date
    assigned_to: string | null
    asked: number
    answered: number
    next_due_at: Date | null
  }>`
    select appeal.appeal_id, appeal.number, appeal.kind, appeal.appealed_at, appeal.due_at, appeal.assigned_to,
      parts.asked, parts.answered, parts.next_due_at
    from (
      select * from appeal
      where appeal.ended_at is null
        and (appeal.assigned_to is null or appeal.assigned_to = ${asked.staffId}::uuid or appeal.due_at <= ${toDate(asked.now)})
      order by appeal.due_at, appeal.appeal_id limit ${MOST_LISTED}
    ) as appeal
    cross join lateral (
      select count(*) as asked, count(appeal_question.answered_at) as answered,
        min(appeal_question.due_at) filter (where appeal_question.answered_at is null) as next_due_at
      from appeal_question where appeal_question.appeal_id = appeal.appeal_id
    ) as parts
    order by appeal.due_at, appeal.appeal_id`.execute(db)
  return rows.map((row) => ({
    appealId: row.appeal_id,
    number: row.number,
    kind: row.kind,
    appealedAt: toInstant(row.appealed_at),
    dueAt: toInstant(row.due_at),
    assignedTo: row.assigned_to ?? undefined,
    asked: row.asked,
    answered: row.answered,
    nextDueAt: toInstantOrNone(row.next_due_at),
  }))
}

/** A question in a work list. */
export interface ListedQuestion {
  readonly appealId: string
  readonly number: number
  readonly kind: AppealRow['kind']
  readonly askedAt: Instant
  readonly dueAt: Instant
}

/** What an organisation is asked and has not answered, what is due first in front; at most 100. */
export async function listQuestions(db: Db, organisationId: string): Promise<ListedQuestion[]> {
  const rows = await db
    .selectFrom('appeal_question')
    .innerJoin('appeal', 'appeal.appeal_id', 'appeal_question.appeal_id')
    .select(['appeal.appeal_id', 'appeal.number', 'appeal.kind', 'appeal.appealed_at', 'appeal_question.due_at'])
    .where('appeal_question.organisation_id', '=', organisationId)
    .where('appeal_question.answered_at', 'is', null)
    .where('appeal.ended_at', 'is', null)
    .orderBy('appeal_question.due_at')
    .orderBy('appeal_question.appeal_id')
    .limit(MOST_LISTED)
    .execute()
  return rows.map((row) => ({
    appealId: row.appeal_id,
    number: row.number,
    kind: row.kind,
    askedAt: toInstant(row.appealed_at),
    dueAt: toInstant(row.due_at),
  }))
}
