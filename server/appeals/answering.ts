import type {
  AppealAnswer,
  AppealDetail,
  AppealList,
  AppealReading,
  AppealRow as AppealRowView,
} from '../../contract/appeals.ts'
import type { AssignmentChange } from '../../contract/assignments.ts'
import { appealNumberText, isLate, mayAnswer, mayTake, stateOf } from '../../core/appeals.ts'
import { maskDocument, maskName } from '../../core/mask.ts'
import { append } from '../audit/audit.ts'
import { findPerson } from '../identity/persons.ts'
import type { Tx } from '../kit/db.ts'
import { readPlace } from '../kit/list-place.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx, RegisterRecord } from '../kit/world.ts'
import { findColour } from '../risk/risk.ts'
import { asAppeal, personOf, type OpenAppeal } from './appeal-row.ts'
import { moveAppeal, questionView, textsOf } from './appeals.ts'
import { groundViews } from './ground-views.ts'
import { askRegister, findLifted, followRegister } from './grounds.ts'
import { listProofs } from './proofs.ts'
import { getAppeal, lockAppeal, readNames } from './views.ts'
import { AT_ONCE, listWork, nextOf, type ListAsked, type ListedAppeal, type WorkAsked } from './work-lists.ts'

// The appeal officer's part. He answers in words and decides nothing about a colour: an appeal is accepted when the evidence was put
// right, and by nothing else.

const REFUSALS = {
  closed: 'appeal-closed',
  taken: 'case-taken',
  'not-assigned': 'case-not-taken',
  unanswered: 'appeal-unanswered',
} as const

/** Which appeals an officer asks for. */
export interface AppealsAsked extends ListAsked, Pick<WorkAsked, 'assigned'> {}

/** The appeals that wait for the officer who asks, what is due first in front; at most 100. Whose they are is not in it. */
export async function listAppeals(ctx: Ctx, { kind, assigned, after }: AppealsAsked = {}): Promise<AppealList> {
  const { staffId } = officerOf(ctx)
  const asked = { staffId, now: ctx.now, kind, assigned, after: readPlace(after), limit: AT_ONCE + 1 }
  const listed = await listWork(ctx.db, asked)
  const appeals = listed.slice(0, AT_ONCE).map((one) => listedView(ctx, one, staffId))
  return { appeals, ...nextOf(listed) }
}

/** An appeal with its grounds and what departments have found. Recorded with its purpose. Problems: not-found. */
export async function readAppeal(ctx: Ctx, appealId: string, purpose: AppealReading['purpose']): Promise<AppealDetail> {
  officerOf(ctx)
  return ctx.db.transaction().execute(async (tx) => {
    const found = await getAppeal(tx, ctx, { by: 'officer', appealId })
    await append(tx, ctx, {
      action: 'appeal-read',
      subject: found.row.personId,
      purpose,
      detail: { appeal: appealId },
    })
    return detailOf(tx, ctx, found)
  })
}

/**
 * The officer works on an appeal from now on, or gives it back; again, it changes nothing. Who works on it is told to whoever
 * appealed, so it is part of the appeal and stands until the appeal's own deadline.
 * Problems: not-found, appeal-closed, case-taken.
 */
export async function assignAppeal(ctx: Ctx, appealId: string, { to }: AssignmentChange): Promise<AppealRowView> {
  const { staffId, organisationId } = officerOf(ctx)
  return ctx.db.transaction().execute(async (tx) => {
    const found = await lockAppeal(tx, ctx, { by: 'officer', appealId })
    const may = mayTake(asAppeal(found), staffId, ctx.now)
    const isMine = found.row.assigned?.staffId === staffId
    if (to === 'nobody' && !isMine) return rowView(ctx, found, staffId)
    if (may !== 'yes') throw new Problem(REFUSALS[may])
    if (to === 'me' && isMine) return rowView(ctx, found, staffId)
    const assigned = to === 'me' ? { staffId, organisationId, at: ctx.now } : undefined
    const next = await moveAppeal(tx, ctx, found, { row: { ...found.row, assigned } })
    const action = to === 'me' ? 'appeal-assigned' : 'appeal-given-back'
    await append(tx, ctx, { action, subject: next.row.personId, detail: { appeal: appealId } })
    return rowView(ctx, next, staffId)
  })
}

/**
 * Answers an appeal. Accepted means that what it is against counts no longer: its source took it back, two organisations superseded
 * it, or the register has another name.
 * Problems: not-found, appeal-closed, case-not-taken, appeal-unanswered, evidence-unchanged.
 */
export async function answerAppeal(ctx: Ctx, appealId: string, told: AppealAnswer): Promise<AppealRowView> {
  const { staffId } = officerOf(ctx)
  const { row } = await getAppeal(ctx.db, ctx, { by: 'officer', appealId })
  const record = row.kind === 'name-wrong' ? await askRegister(ctx.db, ctx, row) : undefined
  return ctx.db.transaction().execute(async (tx) => {
    const found = await lockAppeal(tx, ctx, { by: 'officer', appealId })
    const may = mayAnswer(asAppeal(found), staffId, ctx.now)
    if (may !== 'yes') throw new Problem(REFUSALS[may])
    if (told.decision === 'accepted') await refuseUnchanged(tx, ctx, found, record)
    const next = await moveAppeal(tx, ctx, found, {
      row: { ...found.row, ended: { as: told.decision, at: ctx.now } },
      content: { ...found.content, answer: { at: ctx.now, text: told.text } },
    })
    await append(tx, ctx, {
      action: 'appeal-answered',
      subject: next.row.personId,
      detail: { appeal: appealId, decision: told.decision },
    })
    return rowView(ctx, next, staffId)
  })
}

async function refuseUnchanged(tx: Tx, ctx: Ctx, found: OpenAppeal, record: RegisterRecord | undefined): Promise<void> {
  const { row, content } = found
  const isChanged =
    row.kind === 'name-wrong'
      ? await followRegister(tx, ctx, personOf(found), { appealed: content.name, record })
      : (await findLifted(tx, ctx, personOf(found), { ...row, ...content })).size > 0
  if (!isChanged) throw new Problem('evidence-unchanged')
}

async function detailOf(tx: Tx, ctx: Ctx, found: OpenAppeal): Promise<AppealDetail> {
  const { row, content, questions } = found
  const { staffId } = officerOf(ctx)
  const nameOf = await readNames(tx, ctx, [
    ...questions.map((question) => question.row.organisationId),
    ...content.grounds.flatMap(({ organisationId }) => organisationId ?? []),
  ])
  const details = (await findPerson(tx, ctx, row.personId))?.details
  const colour = await findColour(tx, ctx, row.personId)
  const lifted = await findLifted(tx, ctx, personOf(found), { ...row, ...content })
  return {
    ...rowView(ctx, found, staffId),
    state: stateOf(asAppeal(found)).is,
    ...(details && {
      maskedName: maskName(details.name),
      document: maskDocument(details.document.type, details.document.number),
    }),
    ...(colour && { colour: colour.colour }),
    texts: textsOf(found),
    proofs: await listProofs(tx, ctx, found),
    grounds: groundViews(content.grounds, lifted, nameOf),
    questions: questions.map((question) => questionView(ctx, question, nameOf)),
    ...(content.answer && { answer: content.answer }),
  }
}

function rowView(ctx: Ctx, found: OpenAppeal, staffId: string): AppealRowView {
  const { row, questions } = found
  return {
    appealId: row.appealId,
    number: appealNumberText(row.number),
    kind: row.kind,
    appealedAt: row.appealedAt,
    dueAt: row.dueAt,
    late: isLate(asAppeal(found), ctx.now),
    asked: questions.length,
    answered: questions.filter(({ content }) => content.answer).length,
    assigned: assignedOf(row.assigned?.staffId, staffId),
  }
}

function listedView(ctx: Ctx, one: ListedAppeal, staffId: string): AppealRowView {
  const { appealId, number, kind, appealedAt, dueAt, asked, answered, assignedTo, nextDueAt } = one
  return {
    appealId,
    number: appealNumberText(number),
    kind,
    appealedAt,
    dueAt,
    late: ctx.now >= dueAt || (nextDueAt !== undefined && ctx.now >= nextDueAt),
    asked,
    answered,
    assigned: assignedOf(assignedTo, staffId),
  }
}

function assignedOf(assignedTo: string | undefined, staffId: string): AppealRowView['assigned'] {
  if (assignedTo === undefined) return 'nobody'
  return assignedTo === staffId ? 'me' : 'another'
}

/** The appeal officer who calls. */
export function officerOf(ctx: Ctx): { staffId: string; organisationId: string } {
  if (ctx.actor.kind !== 'staff' || ctx.actor.role !== 'appeal-officer') throw new Problem('not-permitted')
  return ctx.actor
}
