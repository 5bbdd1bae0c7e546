import { sql } from 'kysely'
import type { Bilingual } from '../../core/bilingual.ts'
import { isUuid } from '../../core/uuid.ts'
import { UNNAMED } from '../evidence/sources.ts'
import { toInstant, toInstantOrNone, type Db, type Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { personKey } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import {
  openAppealContent,
  openQuestionContent,
  type AppealRow,
  type OpenAppeal,
  type OpenQuestion,
} from './appeal-row.ts'

// Appeals with the keys of the persons who made them. What the program did not write so is reported and is nobody's appeal.

/** Most appeals that one list shows. */
const MOST_LISTED = 100

/** An appeal as somebody may see it: the person who made it, an organisation while it is asked, or an appeal officer. */
export type Sought = { readonly appealId: string } & (
  | { readonly by: 'officer' }
  | { readonly by: 'person'; readonly personId: string }
  | { readonly by: 'organisation'; readonly organisationId: string }
)

/** An appeal. One that is not there and one that is not his to see cost whoever asks the same look. Problems: not-found. */
export async function getAppeal(db: Db, ctx: Ctx, sought: Sought): Promise<OpenAppeal> {
  return present(db, ctx, isUuid(sought.appealId) ? await soughtAppeal(db, sought).executeTakeFirst() : undefined)
}

/** The same, locked until the transaction ends: whoever comes first answers. */
export async function lockAppeal(tx: Tx, ctx: Ctx, sought: Sought): Promise<OpenAppeal> {
  const isId = isUuid(sought.appealId)
  return present(tx, ctx, isId ? await soughtAppeal(tx, sought).forUpdate('appeal').executeTakeFirst() : undefined)
}

/** The appeals of a person, the latest first; at most 100. */
export async function listOwn(db: Db, ctx: Ctx, personId: string): Promise<OpenAppeal[]> {
  const rows = await appeals(db)
    .where('appeal.person_id', '=', personId)
    .orderBy('appeal.appealed_at', 'desc')
    .orderBy('appeal.number', 'desc')
    .limit(MOST_LISTED)
    .execute()
  return openAppeals(db, ctx, rows)
}

/** The open appeal of a kind of a person, if there is one. */
export async function hasOpen(db: Db, personId: string, kind: AppealRow['kind']): Promise<boolean> {
  const row = await db
    .selectFrom('appeal')
    .select('appeal.appeal_id')
    .where('appeal.person_id', '=', personId)
    .where('appeal.kind', '=', kind)
    .where('appeal.ended_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** What organisations are called: as in the file of those whose signatures count, else as our own table has it. */
export async function readNames(
  db: Db,
  ctx: Pick<Ctx, 'roots'>,
  organisationIds: readonly string[],
): Promise<(organisationId: string) => Bilingual> {
  const unknown = [...new Set(organisationIds)].filter((id) => !ctx.roots.find(id))
  const rows =
    unknown.length === 0
      ? []
      : await db
          .selectFrom('organisation')
          .select(['organisation.organisation_id', 'organisation.name'])
          .where(sql<boolean>`organisation.organisation_id = any(${unknown}::uuid[])`)
          .orderBy('organisation.organisation_id')
          .execute()
  const names = new Map(rows.map(({ organisation_id, name }) => [organisation_id, { zh: name, en: name }]))
  return (id) => {
    const root = ctx.roots.find(id)
    return root ? { zh: root.nameZh, en: root.nameEn } : (names.get(id) ?? UNNAMED)
  }
}

function appeals(db: Db) {
  return db
    .selectFrom('appeal')
    .innerJoin('person', 'person.person_id', 'appeal.person_id')
    .select([
      'appeal.person_id',
      'appeal.appeal_id',
      'appeal.number',
      'appeal.kind',
      'appeal.appealed_at',
      'appeal.due_at',
      'appeal.assigned_to',
      'appeal.assigned_organisation_id',
      'appeal.assigned_at',
      'appeal.ended_as',
      'appeal.ended_at',
      'appeal.request_hash',
      'appeal.sealed',
      'person.wrapped_key',
    ])
}

function soughtAppeal(db: Db, sought: Sought) {
  const byId = appeals(db).where('appeal.appeal_id', '=', sought.appealId)
  switch (sought.by) {
    case 'officer':
      return byId
    case 'person':
      return byId.where('appeal.person_id', '=', sought.personId)
    case 'organisation':
      return byId.where('appeal.ended_at', 'is', null).where(
        sql<boolean>`exists (
          select 1 from appeal_question where appeal_question.appeal_id = appeal.appeal_id
          and appeal_question.organisation_id = ${sought.organisationId}::uuid)`,
      )
  }
}

interface StoredAppeal {
  readonly person_id: string
  readonly appeal_id: string
  readonly number: number
  readonly kind: AppealRow['kind']
  readonly appealed_at: Date
  readonly due_at: Date
  readonly assigned_to: string | null
  readonly assigned_organisation_id: string | null
  readonly assigned_at: Date | null
  readonly ended_as: 'accepted' | 'refused' | 'withdrawn' | null
  readonly ended_at: Date | null
  readonly request_hash: Uint8Array
  readonly sealed: Uint8Array
  readonly wrapped_key: Uint8Array
}

async function present(db: Db, ctx: Ctx, stored: StoredAppeal | undefined): Promise<OpenAppeal> {
  const [appeal] = stored ? await openAppeals(db, ctx, [stored]) : []
  if (!appeal) throw new Problem('not-found')
  return appeal
}

/** Appeals of one person, with as many queries as for one. */
async function openAppeals(db: Db, ctx: Ctx, stored: readonly StoredAppeal[]): Promise<OpenAppeal[]> {
  const asked = await readQuestions(
    db,
    stored.map((row) => row.appeal_id),
  )
  return stored.flatMap((one) => {
    const row = rowOf(one)
    const key = personKey(ctx.keys, row.personId, one.wrapped_key)
    const content = openAppealContent(key, row, one.sealed)
    if (!content) {
      ctx.log.error({ appeal: row.appealId }, 'appeal-not-ours')
      return []
    }
    const questions = (asked.get(row.appealId) ?? []).flatMap((question) => openQuestion(ctx, question, key) ?? [])
    return [{ row, content, key, questions }]
  })
}

interface StoredQuestion {
  readonly person_id: string
  readonly appeal_id: string
  readonly organisation_id: string
  readonly due_at: Date
  readonly answered_at: Date | null
  readonly sealed: Uint8Array
}

async function readQuestions(db: Db, appealIds: readonly string[]): Promise<Map<string, StoredQuestion[]>> {
  const rows = await db
    .selectFrom('appeal_question')
    .select([
      'appeal_question.person_id',
      'appeal_question.appeal_id',
      'appeal_question.organisation_id',
      'appeal_question.due_at',
      'appeal_question.answered_at',
      'appeal_question.sealed',
    ])
    .where(sql<boolean>`appeal_question.appeal_id = any(${appealIds}::uuid[])`)
    .orderBy('appeal_question.organisation_id')
    .execute()
  return Map.groupBy(rows, (row) => row.appeal_id)
}

function openQuestion(ctx: Ctx, stored: StoredQuestion, key: Uint8Array): OpenQuestion | undefined {
  const row = {
    personId: stored.person_id,
    appealId: stored.appeal_id,
    organisationId: stored.organisation_id,
    dueAt: toInstant(stored.due_at),
    answeredAt: toInstantOrNone(stored.answered_at),
  }
  const content = openQuestionContent(key, row, stored.sealed)
  if (!content) ctx.log.error({ appeal: row.appealId }, 'appeal-question-not-ours')
  return content && { row, content }
}

function rowOf(stored: StoredAppeal): AppealRow {
  const { assigned_to: staffId, assigned_organisation_id: organisationId, assigned_at: assignedAt } = stored
  const { ended_as: as, ended_at: endedAt } = stored
  return {
    personId: stored.person_id,
    appealId: stored.appeal_id,
    number: stored.number,
    kind: stored.kind,
    appealedAt: toInstant(stored.appealed_at),
    dueAt: toInstant(stored.due_at),
    assigned:
      staffId !== null && organisationId !== null && assignedAt !== null
        ? { staffId, organisationId, at: toInstant(assignedAt) }
        : undefined,
    ended: as !== null && endedAt !== null ? { as, at: toInstant(endedAt) } : undefined,
    requestHash: stored.request_hash,
  }
}
