// The sign that fills the screen: one of three families and the colours, told apart by ground, shape and word at once.

import type { Colour } from '../../core/colour.ts'
import { refusesNobody, type CannotTell } from '../../core/door.ts'
import { COLOUR_WORDS } from '../kit/dictionary/colours.ts'
import { GUARD } from '../kit/dictionary/guard.ts'
import type { Text } from '../kit/language.ts'
import type { Answered, Duty, Finding } from './passage.ts'
import type { Phase } from './phase.ts'

/** The ground of a sign; the colours are those of the code. */
export type Ground = Colour | 'admitted' | 'refused' | 'not-genuine' | 'cannot-tell' | 'plain'

/** Circle, triangle, square and ring belong to the colours; tick and cross, and again square and ring, to the families. */
export type Shape = 'circle' | 'triangle' | 'square' | 'ring' | 'cross' | 'tick'

export interface Sign {
  readonly ground: Ground
  readonly shape: Shape | undefined
  readonly word: Text
  /** The colour beside a word that is not the colour's own. */
  readonly colour: Colour | undefined
  /** For the guard's eyes. */
  readonly because: Line | undefined
  readonly next: Text | undefined
}

/** A text and what stands in its places. */
export interface Line {
  readonly text: Text
  readonly values?: Readonly<Record<string, Text | string>>
}

const COLOUR_SHAPES: Readonly<Record<Colour, Shape>> = {
  green: 'circle',
  yellow: 'triangle',
  red: 'square',
  grey: 'ring',
}

const FORGERIES: Readonly<Record<Extract<Finding, { kind: 'not-genuine' }>['because'], Text>> = {
  malformed: GUARD.fakeMalformed,
  signature: GUARD.fakeSignature,
  'wrong-issuer': GUARD.fakeSignature,
  proof: GUARD.fakeProof,
  expired: GUARD.fakeExpired,
  'demo-key': GUARD.fakeDemo,
  withdrawn: GUARD.fakeWithdrawn,
}

const TROUBLES: Readonly<Record<CannotTell, Text>> = {
  clock: GUARD.troubleClock,
  'unknown-key': GUARD.troubleKey,
  'stale-list': GUARD.troubleList,
  'no-list': GUARD.troubleNoList,
  grey: GUARD.troubleGrey,
}

/** The sign for a person about whom the answer is there. */
export function signOf(phase: Phase & { passage: Answered }, duty: Duty): Sign {
  if (phase.at === 'ended') return endSign(phase, duty)
  const sign = findingSign(phase.passage, duty)
  // The document is done with: the keypad below says what comes now.
  const isPastDocument = phase.at === 'deciding' || (phase.at === 'measuring' && !refusesNobody(duty.policy))
  return isPastDocument ? { ...sign, next: undefined } : sign
}

function findingSign({ finding, paper }: Answered, duty: Duty): Sign {
  const all = refusesNobody(duty.policy)
  switch (finding.kind) {
    case 'colour': {
      const { colour } = finding
      return { ...EMPTY, ground: colour, shape: COLOUR_SHAPES[colour], word: COLOUR_WORDS[colour] }
    }
    case 'no-code':
      return { ...EMPTY, word: paper ? GUARD.paperCode : GUARD.noCode, next: all ? GUARD.refusesNobody : undefined }
    case 'not-genuine':
      return { ...notGenuine(finding), next: all ? GUARD.refusesNobody : GUARD.openOwnCode }
    case 'cannot-tell':
      return cannotTell(finding.because, duty)
  }
}

function cannotTell(trouble: CannotTell, { policy }: Duty): Sign {
  const records = policy.cannotTell === 'admit-and-record' ? GUARD.doRecord : GUARD.doFallback
  return {
    ...EMPTY,
    ground: 'cannot-tell',
    shape: 'ring',
    word: GUARD.cannotTell,
    because: { text: TROUBLES[trouble] },
    next: trouble === 'clock' ? GUARD.doClock : records,
  }
}

function notGenuine({ because }: Extract<Finding, { kind: 'not-genuine' }>): Sign {
  return {
    ...EMPTY,
    ground: 'not-genuine',
    shape: 'cross',
    word: GUARD.notGenuine,
    because: { text: FORGERIES[because] },
  }
}

function endSign({ passage, end }: Phase & { at: 'ended' }, { policy }: Duty): Sign {
  const colour = passage.finding.kind === 'colour' ? passage.finding.colour : undefined
  if (end.decision === 'admitted') {
    const inside = policy.mode === 'takeaway-only' ? GUARD.mayTakeAway : GUARD.mayEnter
    const word = passage.direction === 'out' ? GUARD.left : inside
    return { ...EMPTY, ground: 'admitted', shape: 'tick', word, colour }
  }
  const refused: Sign = { ...EMPTY, ground: 'refused', shape: 'square', word: GUARD.mayNotEnter, colour }
  switch (end.reason) {
    case 'not-genuine':
      return passage.finding.kind === 'not-genuine'
        ? { ...notGenuine(passage.finding), next: GUARD.openOwnCode }
        : refused
    case 'colour':
      return {
        ...refused,
        ground: colour ?? 'refused',
        because: { text: GUARD.becauseColour, values: { policy: policy.name } },
        next: GUARD.nextColour,
      }
    case 'fever': {
      const celsius = passage.celsius?.toFixed(1) ?? ''
      return { ...refused, because: { text: GUARD.becauseFever, values: { celsius } }, next: GUARD.nextFever }
    }
    case 'closed':
      return { ...refused, because: { text: GUARD.becauseClosed }, next: GUARD.nextClosed }
    case 'no-code':
      return { ...refused, because: { text: GUARD.becauseNoCode }, next: GUARD.nextNoCode }
    case 'guard-declined':
      return { ...refused, because: { text: GUARD.becauseDeclined }, next: GUARD.nextDeclined }
    // The rest are reasons for admitting.
    case 'looked-at':
    case 'document-seen':
    case 'paper-seen':
    case 'cannot-tell':
    case 'refuses-nobody':
      return refused
  }
}

const EMPTY: Sign = {
  ground: 'plain',
  shape: undefined,
  word: GUARD.noCode,
  colour: undefined,
  because: undefined,
  next: undefined,
}
