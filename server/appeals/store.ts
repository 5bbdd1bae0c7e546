import { sql } from 'kysely'
import { toDate, type Tx } from '../kit/db.ts'
import type { Instant } from '../../core/instant.ts'
import type { AppealRow, QuestionRow } from './appeal-row.ts'
import type { Ground } from './grounds.ts'

/** Keeps a new appeal; its number, or undefined where there is one of that id, or an open one of its kind. */
export async function insertAppeal(
  tx: Tx,
  row: Omit<AppealRow, 'number' | 'assigned' | 'ended'>,
  sealed: Uint8Array,
): Promise<number | undefined> {
  const inserted = await tx
    .insertInto('appeal')
    .values({
      person_id: row.personId,
      appeal_id: row.appealId,
      kind: row.kind,
      appealed_at: toDate(row.appealedAt),
      due_at: toDate(row.dueAt),
      request_hash: row.requestHash,
      sealed,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('appeal.number')
    .executeTakeFirst()
  return inserted?.number
}

/** Keeps what organisations are asked. */
export async function insertQuestions(
  tx: Tx,
  kind: AppealRow['kind'],
  questions: readonly { row: QuestionRow; sealed: Uint8Array }[],
): Promise<void> {
  if (questions.length === 0) return
  await tx
    .insertInto('appeal_question')
    .values(
      questions.map(({ row, sealed }) => ({
        person_id: row.personId,
        appeal_id: row.appealId,
        organisation_id: row.organisationId,
        kind,
        due_at: toDate(row.dueAt),
        sealed,
      })),
    )
    .execute()
}

/** Notes rule and batch of each ground, for counting. */
export async function insertGrounds(tx: Tx, row: AppealRow, grounds: readonly Ground[]): Promise<void> {
  if (grounds.length === 0) return
  await tx
    .insertInto('appeal_ground')
    .values(
      grounds.map(({ ruleId, batch }, place) => ({
        person_id: row.personId,
        appeal_id: row.appealId,
        place,
        rule_id: ruleId,
        batch_id: batch?.batchId ?? null,
        appealed_at: toDate(row.appealedAt),
      })),
    )
    .execute()
}

/** Writes how an appeal went on. */
export async function updateAppeal(tx: Tx, row: AppealRow, sealed: Uint8Array): Promise<void> {
  const { assigned, ended } = row
  await tx
    .updateTable('appeal')
    .set({
      assigned_to: assigned?.staffId ?? null,
      assigned_organisation_id: assigned?.organisationId ?? null,
      assigned_at: assigned ? toDate(assigned.at) : null,
      ended_as: ended?.as ?? null,
      ended_at: ended ? toDate(ended.at) : null,
      sealed,
    })
    .where('appeal.person_id', '=', row.personId)
    .where('appeal.appeal_id', '=', row.appealId)
    .execute()
  if (!ended) return
  // Nobody is asked any longer.
  await tx
    .updateTable('appeal_question')
    .set({ ended_at: toDate(ended.at) })
    .where('appeal_question.person_id', '=', row.personId)
    .where('appeal_question.appeal_id', '=', row.appealId)
    .where('appeal_question.answered_at', 'is', null)
    .execute()
}

/** Writes an organisation's answer. */
export async function answerQuestion(
  tx: Tx,
  row: QuestionRow,
  answered: { at: Instant; by: string; sealed: Uint8Array },
): Promise<void> {
  await tx
    .updateTable('appeal_question')
    .set({ answered_at: toDate(answered.at), answered_by: answered.by, sealed: answered.sealed })
    .where('appeal_question.person_id', '=', row.personId)
    .where('appeal_question.appeal_id', '=', row.appealId)
    .where('appeal_question.organisation_id', '=', row.organisationId)
    .execute()
}

/** What has become overdue and was not noted: whose appeal, and which organisation's part of it (undefined: the whole). */
export interface Overdue {
  readonly personId: string
  readonly appealId: string
  readonly organisationId: string | undefined
}

/** Notes what has become overdue, up to `limit` of each kind; each is answered once. */
export async function noteOverdue(tx: Tx, now: Instant, limit: number): Promise<Overdue[]> {
  const { rows } = await sql<{ person_id: string; appeal_id: string; organisation_id: string | null }>`
    with whole as (
      update appeal set overdue_at = ${toDate(now)} from (
        select appeal.appeal_id from appeal
        where appeal.ended_at is null and appeal.overdue_at is null and appeal.due_at <= ${toDate(now)}
        order by appeal.due_at limit ${limit} for update skip locked
      ) as late
      where appeal.appeal_id = late.appeal_id
      returning appeal.person_id, appeal.appeal_id, null::uuid as organisation_id
    ), part as (
      update appeal_question set overdue_at = ${toDate(now)} from (
        select appeal_question.appeal_id, appeal_question.organisation_id from appeal_question
        where appeal_question.answered_at is null and appeal_question.ended_at is null
          and appeal_question.overdue_at is null and appeal_question.due_at <= ${toDate(now)}
        order by appeal_question.due_at limit ${limit} for update skip locked
      ) as late
      where appeal_question.appeal_id = late.appeal_id and appeal_question.organisation_id = late.organisation_id
      returning appeal_question.person_id, appeal_question.appeal_id, appeal_question.organisation_id
    )
    select * from whole union all select * from part`.execute(tx)
  return rows.map((row) => ({
    personId: row.person_id,
    appealId: row.appeal_id,
    organisationId: row.organisation_id ?? undefined,
  }))
}
