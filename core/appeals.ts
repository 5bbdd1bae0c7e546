import { after, HOUR, type Instant } from './instant.ts'

// 我要申诉: how an appeal goes, who is asked, and by when. Nothing here says what colour anybody has: an appeal changes evidence or
// nothing.

/** What somebody thinks is wrong. */
export type AppealKind = 'name-wrong' | 'photo-wrong' | 'colour-wrong' | 'data-wrong'

/** What is taken here. A photo comes from the register alone and cannot be changed here: the page says where it can. */
export type TakenKind = Exclude<AppealKind, 'photo-wrong'>

/** What a department finds about what it was asked: it is right, it is put right, or it is not the department's. */
export type Finding = 'stands' | 'corrected' | 'not-ours'

/** What the appeal officer decides. */
export type Decision = 'accepted' | 'refused'

/** The whole of an appeal takes no longer: who stays at home for a wrong colour loses this day, and should not lose another. */
const APPEAL_TIME = 24 * HOUR

/** Each department's part: a working day, which leaves the appeal officer two thirds of the whole to ask again and to answer. */
const QUESTION_TIME = 8 * HOUR

/**
 * So many appeals against one batch or one rule within `FLAG_WINDOW` are people who were wronged one by one; more are a batch or a
 * rule that is wrong. A source's brake stands at some hundred people an hour: of those whom a bad batch may have turned, a fifth
 * who complain are seen before the next batch counts.
 */
export const APPEALS_WITHOUT_FLAG = 20
export const FLAG_WINDOW = 24 * HOUR

/** What one department is asked in an appeal. */
export interface Question {
  readonly organisationId: string
  readonly dueAt: Instant
  readonly answered: boolean
}

/** An appeal as far as these rules look. */
export interface Appeal {
  readonly dueAt: Instant
  readonly questions: readonly Question[]
  /** The appeal officer who works on it. */
  readonly assignedTo: string | undefined
  readonly ended: { readonly as: Decision | 'withdrawn'; readonly at: Instant } | undefined
}

/** Where an appeal stands. */
export type AppealState =
  /** Departments check; `waitsFor` are those that have not answered. */
  | { readonly is: 'checking'; readonly waitsFor: readonly string[] }
  /** Nobody is to be asked any more: the appeal officer writes the answer. */
  | { readonly is: 'answering' }
  | { readonly is: Decision | 'withdrawn'; readonly at: Instant }

/** By when an appeal is to be answered. */
export function appealDueAt(appealedAt: Instant): Instant {
  return after(appealedAt, APPEAL_TIME)
}

/** By when a department is to answer what it is asked. */
export function questionDueAt(askedAt: Instant): Instant {
  return after(askedAt, QUESTION_TIME)
}

/** Where an appeal stands, as its parts say. */
export function stateOf({ questions, ended }: Pick<Appeal, 'questions' | 'ended'>): AppealState {
  if (ended) return { is: ended.as, at: ended.at }
  const waitsFor = questions.filter(({ answered }) => !answered).map(({ organisationId }) => organisationId)
  return waitsFor.length > 0 ? { is: 'checking', waitsFor } : { is: 'answering' }
}

/** Whether an open appeal, or an unanswered question of it, is past its time. */
export function isLate(appeal: Appeal, now: Instant): boolean {
  return !appeal.ended && (now >= appeal.dueAt || appeal.questions.some((question) => isQuestionLate(question, now)))
}

/** Whether a department has let its time pass. */
export function isQuestionLate({ answered, dueAt }: Question, now: Instant): boolean {
  return !answered && now >= dueAt
}

/** Whether an officer may work on an appeal: it is his or nobody's, or whoever had it has let its time pass. */
export function mayTake(appeal: Appeal, staffId: string, now: Instant): 'yes' | 'closed' | 'taken' {
  if (appeal.ended) return 'closed'
  const isFree = appeal.assignedTo === undefined || appeal.assignedTo === staffId || now >= appeal.dueAt
  return isFree ? 'yes' : 'taken'
}

/**
 * Whether an officer may answer an appeal: he works on it, and every department has answered. When the time of the whole is over he
 * answers without those that have not.
 */
export function mayAnswer(
  appeal: Appeal,
  staffId: string,
  now: Instant,
): 'yes' | 'closed' | 'not-assigned' | 'unanswered' {
  if (appeal.ended) return 'closed'
  if (appeal.assignedTo !== staffId) return 'not-assigned'
  return stateOf(appeal).is === 'checking' && now < appeal.dueAt ? 'unanswered' : 'yes'
}

/** Whether a department may still answer what it was asked. */
export function mayFind({ ended }: Pick<Appeal, 'ended'>, { answered }: Question): 'yes' | 'closed' {
  return ended || answered ? 'closed' : 'yes'
}

/** What an appeal is against: a fact that makes the colour, and who answers for its source (undefined: nobody here does). */
export interface Asked {
  readonly organisationId?: string | undefined
}

/**
 * The organisations that an appeal goes to, each once and all at the same time. A wrong name goes to whoever keeps the register, and
 * not to us: we hold a copy. Where nobody answers for what is doubted, nobody is asked, and the appeal officer hears it himself.
 */
export function organisationsAsked(
  kind: TakenKind,
  grounds: readonly Asked[],
  registerKeeper: string | undefined,
): string[] {
  const ids = kind === 'name-wrong' ? [registerKeeper] : grounds.map(({ organisationId }) => organisationId)
  return [...new Set(ids.filter((id) => id !== undefined))]
}

/** Whether so many appeals against one batch or rule raise a flag. */
export function raisesFlag(appeals: number): boolean {
  return appeals > APPEALS_WITHOUT_FLAG
}

/** An appeal's number as it is printed and read out on the telephone: in groups of three from the end. */
export function appealNumberText(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ' ')
}
