import type { AddedText, MyAppeal, MyAppeals, NewAppeal } from '../../contract/appeals.ts'
import {
  appealDueAt,
  appealNumberText,
  isLate,
  isQuestionLate,
  organisationsAsked,
  questionDueAt,
  stateOf,
} from '../../core/appeals.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { sameBytes } from '../../core/bytes.ts'
import { append } from '../audit/audit.ts'
import { findHolder } from '../codes/views.ts'
import { citizenOf } from '../identity/citizen.ts'
import { openPerson, type Person } from '../identity/persons.ts'
import type { Db, Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import {
  asAppeal,
  asQuestion,
  sealAppeal,
  sealQuestion,
  type AppealContent,
  type AppealRow,
  type OpenAppeal,
  type OpenQuestion,
} from './appeal-row.ts'
import { flagCauses } from './flags.ts'
import { groundsOf } from './grounds.ts'
import { insertAppeal, insertGrounds, insertQuestions, updateAppeal } from './store.ts'
import { getAppeal, hasOpen, listOwn, lockAppeal, readNames } from './views.ts'

// 我要申诉, as the citizen does it. answering.ts has the appeal officer's part, questions.ts that of the departments.

// A hundred thousand characters: more than anybody reads within the hours that an appeal is open.
const MOST_TEXTS = 50

/** One's own appeals, the latest first; at most 100. Problems: not-registered, identity-not-confirmed. */
export async function myAppeals(ctx: Ctx): Promise<MyAppeals> {
  const { personId } = await getCitizen(ctx)
  const own = await listOwn(ctx.db, ctx, personId)
  return { serverTime: ctx.now, appeals: await viewsOf(ctx.db, ctx, own) }
}

/**
 * Takes an appeal, and asks every organisation that answers for what the colour's explanation names, all at the same time. The same
 * again changes nothing. Problems: not-registered, identity-not-confirmed, appeal-open, idempotency-conflict.
 */
export async function appeal(ctx: Ctx, typed: NewAppeal): Promise<MyAppeal> {
  const person = await getCitizen(ctx)
  const { appealId, kind, text } = typed
  const requestHash = blindIndex(ctx.keys, 'request', JSON.stringify(typed))
  return ctx.db.transaction().execute(async (tx) => {
    const grounds = kind === 'name-wrong' ? [] : await groundsOf(tx, ctx, person)
    const content: AppealContent = {
      texts: [{ textId: appealId, at: ctx.now, text }],
      grounds,
      ...(kind === 'name-wrong' && person.details && { name: person.details.name }),
    }
    const { personId } = person
    const row = { personId, appealId, kind, appealedAt: ctx.now, dueAt: appealDueAt(ctx.now), requestHash }
    const number = await insertAppeal(tx, row, sealAppeal(ctx, person.key, row, content))
    if (number === undefined) return viewOf(tx, ctx, await getSame(tx, ctx, row))
    const kept: AppealRow = { ...row, number, assigned: undefined, ended: undefined }
    const questions = askedOf(ctx, kept, content)
    await insertQuestions(
      tx,
      kind,
      questions.map((question) => ({
        row: question.row,
        sealed: sealQuestion(ctx, person.key, question.row, question.content),
      })),
    )
    await insertGrounds(tx, kept, grounds)
    await append(tx, ctx, {
      action: 'appealed',
      subject: personId,
      detail: { appeal: appealId, kind, asked: questions.length },
    })
    await flagCauses(tx, ctx, grounds)
    return viewOf(tx, ctx, { row: kept, content, key: person.key, questions })
  })
}

/** Adds to an open appeal; the same again changes nothing. Problems: not-found, appeal-closed, idempotency-conflict, input-invalid. */
export async function addText(ctx: Ctx, appealId: string, typed: AddedText): Promise<MyAppeal> {
  const person = await getCitizen(ctx)
  return ctx.db.transaction().execute(async (tx) => {
    const own = await lockAppeal(tx, ctx, { by: 'person', personId: person.personId, appealId })
    const earlier = own.content.texts.find(({ textId }) => textId === typed.textId)
    if (earlier) {
      if (earlier.text !== typed.text) throw new Problem('idempotency-conflict')
      return viewOf(tx, ctx, own)
    }
    if (own.row.ended) throw new Problem('appeal-closed')
    if (own.content.texts.length >= MOST_TEXTS) throw tooManyTexts()
    const { textId, text } = typed
    const texts = [...own.content.texts, { textId, at: ctx.now, text }]
    const next = await moveAppeal(tx, ctx, own, { content: { ...own.content, texts } })
    await append(tx, ctx, { action: 'appeal-text-added', subject: person.personId, detail: { appeal: appealId } })
    return viewOf(tx, ctx, next)
  })
}

/** Takes an open appeal back; again, it changes nothing. Problems: not-found, appeal-closed. */
export async function withdraw(ctx: Ctx, appealId: string): Promise<MyAppeal> {
  const person = await getCitizen(ctx)
  return ctx.db.transaction().execute(async (tx) => {
    const own = await lockAppeal(tx, ctx, { by: 'person', personId: person.personId, appealId })
    if (own.row.ended?.as === 'withdrawn') return viewOf(tx, ctx, own)
    if (own.row.ended) throw new Problem('appeal-closed')
    const next = await moveAppeal(tx, ctx, own, { row: { ...own.row, ended: { as: 'withdrawn', at: ctx.now } } })
    await append(tx, ctx, { action: 'appeal-withdrawn', subject: person.personId, detail: { appeal: appealId } })
    return viewOf(tx, ctx, next)
  })
}

/** Writes where an appeal stands now. */
export async function moveAppeal(
  tx: Tx,
  ctx: Ctx,
  before: OpenAppeal,
  to: { row?: AppealRow; content?: AppealContent },
): Promise<OpenAppeal> {
  const next = { ...before, row: to.row ?? before.row, content: to.content ?? before.content }
  await updateAppeal(tx, next.row, sealAppeal(ctx, next.key, next.row, next.content))
  return next
}

/** What an organisation was asked and found, for whoever reads the appeal. */
export function questionView(
  ctx: Ctx,
  question: OpenQuestion,
  nameOf: (id: string) => Bilingual,
): MyAppeal['questions'][number] {
  const { row, content } = question
  return {
    organisation: nameOf(row.organisationId),
    dueAt: row.dueAt,
    late: isQuestionLate(asQuestion(question), ctx.now),
    ...(content.answer && { answer: content.answer }),
  }
}

/** What the person wrote, without the ids that his phone made. */
export function textsOf({ content }: OpenAppeal): MyAppeal['texts'] {
  return content.texts.map(({ at, text }) => ({ at, text }))
}

/**
 * The citizen who calls. Where a claim still waits, somebody else may be the person; nothing of his is shown or taken.
 * Problems: not-registered, identity-not-confirmed.
 */
export async function getCitizen(ctx: Ctx): Promise<Person> {
  const row = await findHolder(ctx.pool, citizenOf(ctx).accountId)
  if (!row) throw new Problem('not-registered')
  if (row.state !== 'confirmed') throw new Problem('identity-not-confirmed')
  return openPerson(ctx, row)
}

function askedOf(
  ctx: Ctx,
  { personId, appealId, kind, appealedAt }: AppealRow,
  { grounds }: AppealContent,
): OpenQuestion[] {
  return organisationsAsked(kind, grounds, ctx.register?.keeperId).map((organisationId) => ({
    row: { personId, appealId, organisationId, dueAt: questionDueAt(appealedAt), answeredAt: undefined },
    content: {},
  }))
}

/** The appeal that was there before, where it is the same. */
async function getSame(
  tx: Tx,
  ctx: Ctx,
  row: Pick<AppealRow, 'personId' | 'appealId' | 'kind' | 'requestHash'>,
): Promise<OpenAppeal> {
  const before = await getAppeal(tx, ctx, { by: 'person', personId: row.personId, appealId: row.appealId }).catch(
    (error: unknown) => {
      if (error instanceof Problem) return undefined
      throw error
    },
  )
  if (before && sameBytes(before.row.requestHash, row.requestHash)) return before
  const isOpen = !before && (await hasOpen(tx, row.personId, row.kind))
  throw new Problem(isOpen ? 'appeal-open' : 'idempotency-conflict')
}

function tooManyTexts(): Problem {
  return new Problem('input-invalid', [
    {
      field: 'text',
      zh: `一件申诉最多补充 ${MOST_TEXTS - 1} 次；请等待答复，或带材料到服务点`,
      en: `an appeal takes ${MOST_TEXTS - 1} additions; wait for the answer, or bring what you have to a service point`,
    },
  ])
}

async function viewOf(db: Db, ctx: Ctx, one: OpenAppeal): Promise<MyAppeal> {
  const [view] = await viewsOf(db, ctx, [one])
  return view!
}

async function viewsOf(db: Db, ctx: Ctx, some: readonly OpenAppeal[]): Promise<MyAppeal[]> {
  const ids = some.flatMap(({ row, questions }) => [
    ...(row.assigned ? [row.assigned.organisationId] : []),
    ...questions.map((question) => question.row.organisationId),
  ])
  const nameOf = await readNames(db, ctx, ids)
  return some.map((one) => {
    const { row, content, questions } = one
    const { assigned, ended } = row
    return {
      appealId: row.appealId,
      number: appealNumberText(row.number),
      kind: row.kind,
      appealedAt: row.appealedAt,
      dueAt: row.dueAt,
      state: stateOf(asAppeal(one)).is,
      late: isLate(asAppeal(one), ctx.now),
      texts: textsOf(one),
      questions: questions.map((question) => questionView(ctx, question, nameOf)),
      ...(assigned && { officer: { organisation: nameOf(assigned.organisationId), since: assigned.at } }),
      ...(content.answer && { answer: content.answer }),
      ...(ended && { endedAt: ended.at }),
    }
  })
}
