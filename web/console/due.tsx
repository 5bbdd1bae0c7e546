import { say } from '../kit/language.ts'
import { Chip } from './chip.tsx'
import { dueOf } from './due-of.ts'
import { momentText } from './moments.ts'

const KINDS = { overdue: 'bad', soon: 'waits', later: 'off' } as const

/** A deadline: the time, and how much of it is left. */
export function Due({ at }: { at: number }) {
  const { urgency, text, hours } = dueOf(at, Date.now())
  return (
    <span className="beside">
      <span>{momentText(at)}</span> <Chip kind={KINDS[urgency]}>{say(text, { n: hours })}</Chip>
    </span>
  )
}
