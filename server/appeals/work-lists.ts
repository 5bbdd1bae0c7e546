import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, toInstantOrNone, type Db } from '../kit/db.ts'
import { placeText, type ListPlace } from '../kit/list-place.ts'
import type { AppealRow } from './appeal-row.ts'

// What waits for whom: rows as they stand, without a word of what is sealed.

/** Most rows of one page. */
export const AT_ONCE = 100

/** Where the next page begins, if what was read is more than one. */
export function nextOf(listed: readonly { readonly dueAt: Instant; readonly appealId: string }[]): { next?: string } {
  const last = listed[AT_ONCE - 1]
  return listed.length > AT_ONCE && last ? { next: placeText({ at: last.dueAt, id: last.appealId }) } : {}
}

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

/** What narrows a list, and where it begins. */
export interface ListAsked {
  readonly kind?: AppealRow['kind'] | undefined
  readonly after?: string | undefined
}

/** Which appeals an officer asks for, and how many of them. */
export interface WorkAsked {
  readonly staffId: string
  readonly now: Instant
  readonly kind?: AppealRow['kind'] | undefined
  /** Who works on them. */
  readonly assigned?: 'me' | 'nobody' | 'another' | undefined
  readonly after: ListPlace | undefined
  readonly limit: number
}

/**
 * The open appeals that wait for an officer: his own, those that nobody has taken on, and those of others whose time is over. What is
 * due first comes first, and so what is overdue.
 */
export async function listWork(db: Db, asked: WorkAsked): Promise<ListedAppeal[]> {
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
      select * from (${waitingFor(asked)}) as waiting order by waiting.due_at, waiting.appeal_id limit ${asked.limit}
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

/** Each part of the list is read by an index of its own: taken together, one officer's would be looked for among everybody's. */
function waitingFor({ staffId, now, kind, assigned, after, limit }: WorkAsked): RawBuilder<unknown> {
  const parts = {
    me: sql`appeal.assigned_to = ${staffId}::uuid`,
    nobody: sql`appeal.assigned_to is null`,
    another: sql`appeal.assigned_to is not null and appeal.assigned_to <> ${staffId}::uuid and appeal.due_at <= ${toDate(now)}`,
  }
  const wanted = assigned === undefined ? Object.values(parts) : [parts[assigned]]
  const ofKind = kind === undefined ? sql`` : sql`and appeal.kind = ${kind}`
  const behind = after
    ? sql`and (appeal.due_at, appeal.appeal_id) > (${toDate(after.at)}::timestamptz, ${after.id}::uuid)`
    : sql``
  return sql.join(
    wanted.map(
      (part) => sql`(select * from appeal where appeal.ended_at is null and ${part} ${ofKind} ${behind}
        order by appeal.due_at, appeal.appeal_id limit ${limit})`,
    ),
    sql` union all `,
  )
}

/** A question in a work list. */
export interface ListedQuestion {
  readonly appealId: string
  readonly number: number
  readonly kind: AppealRow['kind']
  readonly askedAt: Instant
  readonly dueAt: Instant
}

/** What an organisation is asked and has not answered, what is due first in front. */
export async function listQuestions(
  db: Db,
  asked: {
    organisationId: string
    kind?: AppealRow['kind'] | undefined
    /** A condition on `appeal_question`. */
    only?: RawBuilder<boolean> | undefined
    after: ListPlace | undefined
    limit: number
  },
): Promise<ListedQuestion[]> {
  const { kind, only, after } = asked
  let query = db
    .selectFrom('appeal_question')
    .innerJoin('appeal', 'appeal.appeal_id', 'appeal_question.appeal_id')
    .select(['appeal.appeal_id', 'appeal.number', 'appeal.kind', 'appeal.appealed_at', 'appeal_question.due_at'])
    .where('appeal_question.organisation_id', '=', asked.organisationId)
    .where('appeal_question.answered_at', 'is', null)
    .where('appeal_question.ended_at', 'is', null)
    .orderBy('appeal_question.due_at')
    .orderBy('appeal_question.appeal_id')
    .limit(asked.limit)
  if (kind !== undefined) query = query.where('appeal_question.kind', '=', kind)
  if (only) query = query.where(only)
  if (after) {
    query = query.where(
      sql<boolean>`(appeal_question.due_at, appeal_question.appeal_id) > (${toDate(after.at)}::timestamptz, ${after.id}::uuid)`,
    )
  }
  const rows = await query.execute()
  return rows.map((row) => ({
    appealId: row.appeal_id,
    number: row.number,
    kind: row.kind,
    askedAt: toInstant(row.appealed_at),
    dueAt: toInstant(row.due_at),
  }))
}
