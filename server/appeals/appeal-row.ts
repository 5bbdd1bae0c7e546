import type { Appeal, Finding, Question, TakenKind } from '../../core/appeals.ts'
import type { Instant } from '../../core/instant.ts'
import { sealJson, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import type { Ground } from './grounds.ts'

// What is sealed of an appeal and of what it asks is bound to everything in clear by which somebody may read it. An appeal or a
// question that the program did not write so does not open, and is nobody's.

/** What a row of `appeal` says in clear. */
export interface AppealRow {
  readonly personId: string
  readonly appealId: string
  readonly number: number
  readonly kind: TakenKind
  readonly appealedAt: Instant
  readonly dueAt: Instant
  readonly assigned: { readonly staffId: string; readonly organisationId: string; readonly at: Instant } | undefined
  readonly ended: Appeal['ended']
  readonly requestHash: Uint8Array
}

/** What is sealed of an appeal. */
export interface AppealContent {
  readonly texts: readonly WrittenText[]
  /** What the colour rested on when the appeal was made. */
  readonly grounds: readonly Ground[]
  /** Of an appeal about the name: as we had it. */
  readonly name?: string
  readonly answer?: { readonly at: Instant; readonly text: string }
}

/** What the person wrote, at first or later. */
export interface WrittenText {
  readonly textId: string
  readonly at: Instant
  readonly text: string
}

/** What a row of `appeal_question` says in clear. */
export interface QuestionRow {
  readonly personId: string
  readonly appealId: string
  readonly organisationId: string
  readonly dueAt: Instant
  readonly answeredAt: Instant | undefined
}

/** What is sealed of a question: nothing before its answer. */
export interface QuestionContent {
  readonly answer?: { readonly at: Instant; readonly finding: Finding; readonly text: string }
}

/** A question that the program asked. */
export interface OpenQuestion {
  readonly row: QuestionRow
  readonly content: QuestionContent
}

/** An appeal with the key of the person who made it. */
export interface OpenAppeal {
  readonly row: AppealRow
  readonly content: AppealContent
  readonly key: Uint8Array
  /** In the order of their organisations' ids. */
  readonly questions: readonly OpenQuestion[]
}

/** The person who made an appeal, and the key of what is known about him. */
export function personOf({ row, key }: OpenAppeal): { personId: string; key: Uint8Array } {
  return { personId: row.personId, key }
}

/** An appeal as the rules look at it. */
export function asAppeal({ row, questions }: OpenAppeal): Appeal {
  return {
    dueAt: row.dueAt,
    questions: questions.map(asQuestion),
    assignedTo: row.assigned?.staffId,
    ended: row.ended,
  }
}

/** A question as the rules look at it. */
export function asQuestion({ row, content }: OpenQuestion): Question {
  const { organisationId, dueAt } = row
  return { organisationId, dueAt, answered: content.answer !== undefined }
}

type AppealPlace = Pick<AppealRow, 'personId' | 'appealId' | 'kind' | 'appealedAt'>
type QuestionPlace = Pick<QuestionRow, 'personId' | 'appealId' | 'organisationId'>

/** Seals an appeal under the person's key. */
export function sealAppeal(ctx: Pick<Ctx, 'random'>, key: Uint8Array, row: AppealPlace, content: AppealContent) {
  return sealJson(ctx, key, placeOfAppeal(row), content)
}

/** What was sealed of an appeal; undefined where somebody changed it. */
export function openAppealContent(key: Uint8Array, row: AppealPlace, sealed: Uint8Array): AppealContent | undefined {
  return openOrNone<AppealContent>(key, placeOfAppeal(row), sealed)
}

/** Seals a question under the person's key. */
export function sealQuestion(ctx: Pick<Ctx, 'random'>, key: Uint8Array, row: QuestionPlace, content: QuestionContent) {
  return sealJson(ctx, key, placeOfQuestion(row), content)
}

/** What was sealed of a question; undefined where somebody changed it, or asked it without the program. */
export function openQuestionContent(key: Uint8Array, row: QuestionPlace, sealed: Uint8Array) {
  return openOrNone<QuestionContent>(key, placeOfQuestion(row), sealed)
}

function openOrNone<Content>(key: Uint8Array, place: string, sealed: Uint8Array): Content | undefined {
  try {
    return unsealJson<Content>(key, place, sealed)
  } catch {
    return undefined
  }
}

function placeOfAppeal({ personId, appealId, kind, appealedAt }: AppealPlace): string {
  return `appeal:${personId}:${appealId}:${kind}:${appealedAt}`
}

function placeOfQuestion({ personId, appealId, organisationId }: QuestionPlace): string {
  return `appeal-question:${personId}:${appealId}:${organisationId}`
}
