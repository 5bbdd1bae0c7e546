import type { MyAppeal } from '../../../contract/appeals.ts'
import { instant } from '../../../core/instant.ts'
import { APPEAL, APPEAL_STATES, FINDINGS } from '../../kit/dictionary/appeal.ts'
import { say } from '../../kit/language.ts'
import { momentText } from '../code/moment-text.ts'

/** Something that happened to an appeal; `words`: what somebody wrote. */
export interface Step {
  readonly at: number
  readonly told: string
  readonly words?: string
}

/** How an appeal went so far, in the order of time, in the language of the page. */
export function stepsOf(appeal: MyAppeal): Step[] {
  const { appealedAt, texts, questions, officer, answer, state, endedAt } = appeal
  const [first, ...added] = texts
  const steps: Step[] = [
    { at: appealedAt, told: say(APPEAL.stepAppealed), ...(first && { words: first.text }) },
    ...questions.map(({ organisation, dueAt, late }) => ({
      at: appealedAt,
      told: say(late ? APPEAL.stepAskedLate : APPEAL.stepAsked, {
        organisation: say(organisation),
        moment: momentText(instant(dueAt)),
      }),
    })),
    ...added.map(({ at, text }) => ({ at, told: say(APPEAL.stepAdded), words: text })),
    ...questions.flatMap(({ organisation, answer: found }) => {
      if (!found) return []
      const values = { organisation: say(organisation), finding: say(FINDINGS[found.finding]) }
      return [{ at: found.at, told: say(APPEAL.stepFound, values), words: found.text }]
    }),
    ...(officer
      ? [{ at: officer.since, told: say(APPEAL.stepTaken, { organisation: say(officer.organisation) }) }]
      : []),
    ...(answer ? [{ at: answer.at, told: say(APPEAL.stepAnswered, { state: say(APPEAL_STATES[state]) }) }] : []),
    ...(state === 'withdrawn' && endedAt !== undefined ? [{ at: endedAt, told: say(APPEAL.stepWithdrawn) }] : []),
  ]
  return steps.toSorted((a, b) => a.at - b.at)
}

/** Whether an appeal can still be added to and withdrawn. */
export function isOpen({ endedAt }: MyAppeal): boolean {
  return endedAt === undefined
}
