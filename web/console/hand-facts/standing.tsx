import type { HandFactRow, HandFactState } from '../../../contract/hand-facts.ts'
import type { FactKind } from '../../../core/facts.ts'
import { FACT_KIND_NAMES } from '../../kit/dictionary/fact-kinds.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'

const STATES = {
  unsigned: { kind: 'waits', words: HAND_FACTS.unsigned },
  waiting: { kind: 'waits', words: HAND_FACTS.waiting },
  approved: { kind: 'good', words: HAND_FACTS.approved },
  rejected: { kind: 'bad', words: HAND_FACTS.rejected },
  withdrawn: { kind: 'off', words: HAND_FACTS.withdrawn },
  expired: { kind: 'off', words: HAND_FACTS.expired },
} as const satisfies Record<HandFactState, { kind: string; words: Text }>

/** Where a draft stands, in a word and a shape; what waits and is another's waits for whoever reads this. */
export function FactStanding({ row: { state, isOwn } }: { row: HandFactRow }) {
  const { kind, words } = STATES[state]
  return <Chip kind={kind}>{say(state === 'waiting' && !isOwn ? HAND_FACTS.forApproval : words)}</Chip>
}

/** What a fact is called in a list; and that it takes an earlier one back. */
export function nameOfFact({ kind, takesBack }: { kind: string; takesBack: boolean }): string {
  const name = say(FACT_KIND_NAMES[kind as FactKind])
  return takesBack ? say(HAND_FACTS.takingBack, { kind: name }) : name
}
