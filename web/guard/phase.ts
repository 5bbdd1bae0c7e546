// Where the guard's page stands with the person at the door, and what it may do there.

import { refusesNobody, type DoorEnd, type DoorPolicy } from '../../core/door.ts'
import type { Instant } from '../../core/instant.ts'
import type { Answered, Direction, Duty, Passage } from './passage.ts'

export type Phase =
  | { readonly at: 'scanning'; readonly awaits: 'code' | 'paper' }
  | { readonly at: 'checking'; readonly passage: Passage }
  /** Without a code: what the policy offers instead. */
  | { readonly at: 'offering'; readonly passage: Answered }
  | { readonly at: 'registering'; readonly passage: Answered }
  | { readonly at: 'identifying'; readonly passage: Answered }
  | { readonly at: 'looking'; readonly passage: Answered }
  | {
      readonly at: 'measuring'
      readonly passage: Answered
      readonly digits: string
      readonly implausible: number | undefined
    }
  /** Measured; the guard has the word. */
  | { readonly at: 'deciding'; readonly passage: Answered }
  | { readonly at: 'ended'; readonly passage: Answered; readonly end: DoorEnd }

export interface State {
  readonly phase: Phase
  readonly direction: Direction
  /** The code that was answered last, and when it was last before the camera. */
  readonly seen: { readonly code: string; readonly at: Instant } | undefined
}

/** What somebody without a code is offered; `nothing` more than a temperature where nobody is refused. */
export type Offer = DoorPolicy['withoutCode'][number] | 'nothing'

/** What a policy offers to somebody without a code, in its order. */
export function offersOf(policy: DoorPolicy): readonly Offer[] {
  return refusesNobody(policy) ? [...policy.withoutCode, 'nothing'] : policy.withoutCode
}

/** Whether the document may be left out: where the gate is at fault, where nobody is refused, and when leaving. */
export function maySkipDocument(passage: Answered, duty: Duty): boolean {
  return passage.finding.kind === 'cannot-tell' || passage.direction === 'out' || refusesNobody(duty.policy)
}

/** Whether the camera's codes count now: while it waits, and after "not a valid code", when the holder opens his own. */
export function readsCamera(phase: Phase): boolean {
  return phase.at === 'scanning' || (phase.at === 'ended' && phase.passage.finding.kind === 'not-genuine')
}

/** Whether a new person may be begun with: nobody is half answered. */
export function canBegin(phase: Phase): boolean {
  return phase.at === 'scanning' || phase.at === 'ended'
}

/** Waiting for a code, or for a printed one. */
export function scanning(awaits: 'code' | 'paper'): Phase {
  return { at: 'scanning', awaits }
}

/** Waiting for a temperature. */
export function measuring(passage: Answered, digits: string): Phase & { at: 'measuring' } {
  return { at: 'measuring', passage, digits, implausible: undefined }
}
