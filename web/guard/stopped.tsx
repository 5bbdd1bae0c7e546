import { GATE } from '../kit/dictionary/gate.ts'
import { say, type Text } from '../kit/language.ts'
import type { GateState } from './use-gate.ts'

const WORDS: Readonly<Record<NonNullable<GateState['stopped']>, { title: Text; next: Text }>> = {
  off: { title: GATE.off, next: GATE.offNext },
  ended: { title: GATE.ended, next: GATE.endedNext },
}

/** Why this device judges nobody now, and what to do. Never the fault of whoever stands before it. */
export function Stopped({ because }: { because: NonNullable<GateState['stopped']> }) {
  const { title, next } = WORDS[because]
  return (
    <div class="notice warn" role="alert">
      <p>
        <strong>{say(title)}</strong>
      </p>
      <p>{say(next)}</p>
    </div>
  )
}
