import type {
  AppealReading,
  QuestionAnswer,
  QuestionDetail,
  QuestionList,
  QuestionRow,
} from '../../contract/appeals.ts'
import type { Assignment, AssignmentChange } from '../../contract/assignments.ts'
import { appealNumberText, isQuestionLate, mayFind } from '../../core/appeals.ts'
import {
  assign,
  isAssigned,
  leaveCase,
  NOT_ASSIGNED,
  readAssignments,
  requireTaken,
  type Desk,
} from '../assignments/assignments.ts'
import { append } from '../audit/audit.ts'
import { findPerson } from '../identity/persons.ts'
import type { Tx } from '../kit/db.ts'
import { readPlace } from '../kit/list-place.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx, RegisterRecord } from '../kit/world.ts'
import { asAppeal, asQuestion, personOf, sealQuestion, type OpenAppeal, type OpenQuestion } from './appeal-row.ts'
import { textsOf } from './appeals.ts'
import { groundViews } from './ground-views.ts'
import { askRegister, findLifted, followRegister, type Ground } from './grounds.ts'
import { listProofs } from './proofs.ts'
import * as store from './store.ts'
import { getAppeal, lockAppeal, readNames } from './views.ts'
import { AT_ONCE, listQuestions, nextOf, type ListAsked } from './work-lists.ts'

// A department's part: it sees what its organisation is asked and nothing else, and says what it finds. "Corrected" is no word but
// a state of the evidence: it is taken when the fact counts no longer, which its source brings about with a key of its own.

/** Which questions a department's officer asks for. */
export interface QuestionsAsked extends ListAsked {
  readonly assigned?: Assignment['assigned'] | undefined
}

/** What the officer's organisation is asked and has not answered, what is due first in front; at most 100. Whose it is is not in it. */
export async function listAsked(ctx: Ctx, { kind, assigned, after }: QuestionsAsked = {}): Promise<QuestionList> {
  const { organisationId } = departmentOf(ctx)
  const desk = deskOf(ctx)
  const only = assigned && isAssigned(ctx, desk, assigned, 'appeal_question.appeal_id')
  const asked = { organisationId, kind, only, after: readPlace(after), limit: AT_ONCE + 1 }
  const listed = await listQuestions(ctx.db, asked)
  const ids = listed.map(({ appealId }) => appealId)
  const assignments = await readAssignments(ctx.db, ctx, desk, ids)
  return {
    ...nextOf(listed),
    questions: listed.slice(0, AT_ONCE).map(({ number, dueAt, ...row }) => ({
      ...row,
      number: appealNumberText(number),
      dueAt,
      late: ctx.now >= dueAt,
      ...(assignments.get(row.appealId) ?? NOT_ASSIGNED),
    })),
  }
}

/** What is asked, about whom and in whose words. Recorded with its purpose. Problems: not-found. */
export async function readQuestion(
  ctx: Ctx,
  appealId: string,
  purpose: AppealReading['purpose'],
): Promise<QuestionDetail> {
  const { organisationId } = departmentOf(ctx)
  return ctx.db.transaction().execute(async (tx) => {
    const asked = askedIn(await getAppeal(tx, ctx, { by: 'organisation', organisationId, appealId }), organisationId)
    const { personId } = asked.appeal.row
    await append(tx, ctx, { action: 'appeal-question-read', subject: personId, purpose, detail: { appeal: appealId } })
    const details = (await findPerson(tx, ctx, personId))?.details
    const nameOf = await readNames(tx, ctx, [organisationId])
    const grounds = groundsOfOrganisation(asked)
    const lifted = await findLifted(tx, ctx, personOf(asked.appeal), { ...asked.appeal.row, grounds })
    const assignments = await readAssignments(tx, ctx, deskOf(ctx), [appealId])
    return {
      ...rowView(ctx, asked, assignments.get(appealId)),
      ...(details && { name: details.name, document: details.document }),
      texts: textsOf(asked.appeal),
      proofs: await listProofs(tx, ctx, asked.appeal),
      grounds: groundViews(grounds, lifted, nameOf),
      ...(asked.question.content.answer && { answer: asked.question.content.answer }),
    }
  })
}

/**
 * An officer of the organisation looks into what it is asked, alone until it is due, or gives it back.
 * Problems: not-found, appeal-closed, case-taken.
 */
export async function assignQuestion(ctx: Ctx, appealId: string, change: AssignmentChange): Promise<QuestionRow> {
  const { organisationId } = departmentOf(ctx)
  return ctx.db.transaction().execute(async (tx) => {
    const asked = askedIn(await getAppeal(tx, ctx, { by: 'organisation', organisationId, appealId }), organisationId)
    if (mayFind(asAppeal(asked.appeal), asQuestion(asked.question)) !== 'yes') throw new Problem('appeal-closed')
    const { dueAt: until } = asked.question.row
    return rowView(ctx, asked, await assign(tx, ctx, { ...deskOf(ctx), caseId: appealId, until }, change))
  })
}

/**
 * Says what the organisation finds, by the officer who has taken the question on. `corrected` is taken when one of the facts that it is asked about counts no longer, or, of a name,
 * when the register has another. Problems: not-found, appeal-closed, case-not-taken, evidence-unchanged.
 */
export async function answerQuestion(ctx: Ctx, appealId: string, told: QuestionAnswer): Promise<QuestionRow> {
  const { organisationId, staffId } = departmentOf(ctx)
  const { appeal } = askedIn(
    await getAppeal(ctx.db, ctx, { by: 'organisation', organisationId, appealId }),
    organisationId,
  )
  const record = appeal.row.kind === 'name-wrong' ? await askRegister(ctx.db, ctx, appeal.row) : undefined
  return ctx.db.transaction().execute(async (tx) => {
    const asked = askedIn(await lockAppeal(tx, ctx, { by: 'organisation', organisationId, appealId }), organisationId)
    const { row, content } = asked.question
    // Sent again because the answer was lost.
    if (content.answer?.finding === told.finding && content.answer.text === told.text) return rowView(ctx, asked)
    if (mayFind(asAppeal(asked.appeal), asQuestion(asked.question)) !== 'yes') throw new Problem('appeal-closed')
    await requireTaken(tx, ctx, deskOf(ctx), appealId)
    if (told.finding === 'corrected') await refuseUnchanged(tx, ctx, asked, record)
    const next = { answer: { at: ctx.now, finding: told.finding, text: told.text } }
    const sealed = sealQuestion(ctx, asked.appeal.key, row, next)
    await store.answerQuestion(tx, row, { at: ctx.now, by: staffId, sealed })
    await leaveCase(tx, deskOf(ctx), appealId)
    await append(tx, ctx, {
      action: 'appeal-question-answered',
      subject: row.personId,
      detail: { appeal: appealId, finding: told.finding },
    })
    return rowView(ctx, { ...asked, question: { row: { ...row, answeredAt: ctx.now }, content: next } })
  })
}

/** An appeal, and what one organisation is asked in it. */
interface Asked {
  readonly appeal: OpenAppeal
  readonly question: OpenQuestion
}

/** What an organisation is asked in an appeal. Without the program's seal it was asked nothing. Problems: not-found. */
export function askedIn(appeal: OpenAppeal, organisationId: string): Asked {
  const question = appeal.questions.find(({ row }) => row.organisationId === organisationId)
  if (!question) throw new Problem('not-found')
  return { appeal, question }
}

function groundsOfOrganisation({ appeal, question }: Asked): Ground[] {
  return appeal.content.grounds.filter(({ organisationId }) => organisationId === question.row.organisationId)
}

async function refuseUnchanged(tx: Tx, ctx: Ctx, asked: Asked, record: RegisterRecord | undefined): Promise<void> {
  const { row, content } = asked.appeal
  const person = personOf(asked.appeal)
  const isChanged =
    row.kind === 'name-wrong'
      ? await followRegister(tx, ctx, person, { appealed: content.name, record })
      : (await findLifted(tx, ctx, person, { ...row, grounds: groundsOfOrganisation(asked) })).size > 0
  if (!isChanged) throw new Problem('evidence-unchanged')
}

function rowView(ctx: Ctx, { appeal, question }: Asked, assignment: Assignment = NOT_ASSIGNED): QuestionRow {
  const { appealId, number, kind, appealedAt } = appeal.row
  return {
    appealId,
    number: appealNumberText(number),
    kind,
    askedAt: appealedAt,
    dueAt: question.row.dueAt,
    late: isQuestionLate(asQuestion(question), ctx.now),
    ...assignment,
  }
}

function deskOf(ctx: Ctx): Desk {
  return { kind: 'question', deskId: departmentOf(ctx).organisationId }
}

/** The department's officer who calls. */
export function departmentOf(ctx: Ctx): { staffId: string; organisationId: string } {
  if (ctx.actor.kind !== 'staff' || ctx.actor.role !== 'department-officer') throw new Problem('not-permitted')
  return ctx.actor
}
