// What the page says about each phase: one tone, one sentence. Never why a colour is what it is.

import type { DoorReason } from '../../core/door.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import type { Text } from '../kit/language.ts'
import type { Duty } from './passage.ts'
import type { Phase } from './phase.ts'

/** The sound of an answer, before a word is understood: each family has its own. */
export type Tone = 'measure' | 'look' | 'admitted' | 'refused' | 'not-genuine' | 'cannot-tell' | 'again'

/** `sentence` is spoken aloud, so that it holds nothing that bystanders should not hear: no fever, no colour but green. */
export interface Announcement {
  readonly tone: Tone
  readonly sentence: Text
}

/** What is to be said when a phase begins; undefined: nothing. */
export function announcementOf(phase: Phase, duty: Duty): Announcement | undefined {
  switch (phase.at) {
    case 'scanning':
    case 'checking':
    case 'registering':
    case 'deciding':
      return undefined
    case 'offering':
      return { tone: 'look', sentence: GUARD.sayOffering }
    case 'looking':
      return { tone: 'look', sentence: phase.passage.paper ? GUARD.sayLookPaper : GUARD.sayLook }
    case 'identifying':
      return phase.passage.finding.kind === 'cannot-tell'
        ? { tone: 'cannot-tell', sentence: GUARD.sayCannotTell }
        : { tone: 'look', sentence: GUARD.sayDocument }
    case 'measuring':
      return sayMeasuring(phase)
    case 'ended':
      return sayEnd(phase, duty)
  }
}

function sayMeasuring({ passage, digits, implausible }: Phase & { at: 'measuring' }): Announcement | undefined {
  if (implausible !== undefined) return { tone: 'again', sentence: GUARD.sayMeasureAgain }
  // Digits are under way, or the guard has just let somebody pass: then only the keypad is new.
  if (digits !== '' || passage.guard !== undefined || passage.document !== undefined) return undefined
  const { finding } = passage
  switch (finding.kind) {
    case 'colour':
      return { tone: 'measure', sentence: finding.colour === 'green' ? GUARD.sayGreen : GUARD.sayMeasure }
    case 'cannot-tell':
      return { tone: 'cannot-tell', sentence: GUARD.sayCannotTellMeasure }
    case 'not-genuine':
    case 'no-code':
      return { tone: 'measure', sentence: GUARD.sayMeasure }
  }
}

function sayEnd({ passage, end }: Phase & { at: 'ended' }, { policy }: Duty): Announcement {
  if (end.decision === 'admitted') {
    if (passage.direction === 'out') return { tone: 'admitted', sentence: GUARD.sayLeft }
    return { tone: 'admitted', sentence: policy.mode === 'takeaway-only' ? GUARD.sayTakeaway : GUARD.sayAdmitted }
  }
  return {
    tone: end.reason === 'not-genuine' ? 'not-genuine' : 'refused',
    sentence: SAY_REFUSED[end.reason] ?? GUARD.sayRefused,
  }
}

// Fever is not said aloud, nor a colour: who is refused hears where to go, the screen tells the guard the rest.
const SAY_REFUSED: Readonly<Partial<Record<DoorReason, Text>>> = {
  'not-genuine': GUARD.sayNotGenuine,
  closed: GUARD.sayClosed,
  'no-code': GUARD.sayNoCode,
}
