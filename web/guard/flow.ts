// The guard's page as a state machine: events in, state and errands out. Time, network, camera and sound stay outside.

import type { EntryUpload } from '../../contract/doors.ts'
import { PREFIX } from '../../core/code/format.ts'
import type { IdentityDocument } from '../../core/document.ts'
import { conclude, concludeLeaving, firstAnswer, isFever, refusesNobody } from '../../core/door.ts'
import type { Instant } from '../../core/instant.ts'
import {
  beginPassage,
  entryOf,
  isSameFinding,
  visitOf,
  type Answered,
  type Direction,
  type Duty,
  type Finding,
  type Holder,
  type Passage,
  type Source,
} from './passage.ts'
import {
  canBegin,
  maySkipDocument,
  measuring,
  offersOf,
  readsCamera,
  scanning,
  type Offer,
  type Phase,
  type State,
} from './phase.ts'
import { readCelsius, typeDigit, type Reading } from './temperature.ts'

export type Event =
  /** `pasted`: on purpose, so never taken for the same code once more. */
  | {
      readonly type: 'read'
      readonly code: string
      readonly at: Instant
      readonly entryId: string
      readonly by: 'camera' | 'scanner' | 'pasted'
    }
  /** `renewedId`: the id of the entry that follows where the first was recorded already and the server says otherwise. */
  | {
      readonly type: 'checked'
      readonly entryId: string
      readonly finding: Finding
      readonly source: Source
      readonly renewedId?: string
      readonly holder?: Holder | undefined
      readonly paper?: boolean
    }
  | { readonly type: 'has-no-code'; readonly at: Instant; readonly entryId: string }
  | { readonly type: 'offer-taken'; readonly offer: Offer }
  | { readonly type: 'document-typed'; readonly document: IdentityDocument }
  | { readonly type: 'document-skipped' }
  | { readonly type: 'let-pass' }
  | { readonly type: 'declined' }
  | { readonly type: 'digit'; readonly digit: string }
  | { readonly type: 'erased' }
  | { readonly type: 'thermometer-read'; readonly celsius: number }
  | { readonly type: 'not-measured' }
  | { readonly type: 'tried-again' }
  | { readonly type: 'turned' }
  /** The guard goes on, or back; or the answer stood long enough (then with the entry it belongs to). */
  | { readonly type: 'went-on'; readonly at: Instant; readonly entryId?: string }

/** What the page has to do now. */
export type Errand =
  | { readonly do: 'check'; readonly passage: Passage }
  | { readonly do: 'record'; readonly entry: EntryUpload }
  | { readonly do: 'go-on-later'; readonly entryId: string; readonly afterMs: number }

export interface Step {
  readonly state: State
  readonly errands: readonly Errand[]
}

/** How long "may enter" stays before the camera opens again. */
export const ADMITTED_SHOWN_MS = 1_000

// 4 s: the phone of who was just answered is still before the camera; out of sight for so long, it is a new visit.
const SAME_CODE_MS = 4_000

// Characters of a code that may differ from one proof to the next: 81 bytes at its end, the first of them always alike.
const PROOF_CHARACTERS = 122

const NOBODY_ASKED: Source = { by: 'device', asOf: undefined }

/** A page that waits for a code. */
export function begin(direction: Direction): State {
  return { phase: scanning('code'), direction, seen: undefined }
}

/** What an event changes, and what is to be done about it. An event that does not fit the phase changes nothing. */
export function step(state: State, event: Event, duty: Duty): Step {
  const { phase } = state
  switch (event.type) {
    case 'read':
      return read(state, event, duty)
    case 'checked':
      return checked(state, event, duty)
    case 'has-no-code':
      return canBegin(phase) ? withoutCode(state, event, duty) : stay(state)
    case 'offer-taken':
      return phase.at === 'offering' && offersOf(duty.policy).includes(event.offer)
        ? takeOffer(state, phase.passage, event.offer)
        : stay(state)
    case 'document-typed':
      return phase.at === 'identifying'
        ? identified(state, { ...phase.passage, document: event.document }, duty)
        : stay(state)
    case 'document-skipped':
      return phase.at === 'identifying' && maySkipDocument(phase.passage, duty)
        ? identified(state, phase.passage, duty)
        : stay(state)
    case 'let-pass':
    case 'declined':
      return guardSaid(state, event.type, duty)
    case 'digit':
      return phase.at === 'measuring'
        ? measure(state, phase.passage, typeDigit(phase.digits, event.digit), duty)
        : stay(state)
    case 'erased':
      return phase.at === 'measuring' ? enter(state, measuring(phase.passage, phase.digits.slice(0, -1))) : stay(state)
    case 'thermometer-read':
      return phase.at === 'measuring' ? measure(state, phase.passage, readCelsius(event.celsius), duty) : stay(state)
    case 'not-measured':
      return phase.at === 'measuring' ? measured(state, phase.passage, duty) : stay(state)
    case 'tried-again':
      return tryAgain(state)
    case 'turned':
      return phase.at === 'scanning'
        ? enter({ ...state, direction: state.direction === 'in' ? 'out' : 'in' }, phase)
        : stay(state)
    case 'went-on':
      return goOn(state, event)
  }
}

function read(state: State, event: Event & { type: 'read' }, duty: Duty): Step {
  const { phase } = state
  if (event.by === 'camera' ? !readsCamera(phase) : !canBegin(phase)) return stay(state)
  const code = withoutProof(event.code)
  const { seen } = state
  if (event.by !== 'pasted' && seen && seen.code === code && event.at - seen.at < SAME_CODE_MS) {
    return stay({ ...state, seen: { code, at: event.at } })
  }
  const passage = beginPassage({
    entryId: event.entryId,
    at: event.at,
    direction: state.direction,
    guardId: duty.guardId,
    code: event.code,
  })
  const next: State = { ...state, seen: { code, at: event.at }, phase: { at: 'checking', passage } }
  return { state: next, errands: [{ do: 'check', passage }] }
}

/** The first word is this device's; the server's follows, and counts as long as the person is still before the guard. */
function checked(state: State, event: Event & { type: 'checked' }, duty: Duty): Step {
  const { phase } = state
  if (phase.at === 'scanning' || phase.passage.entryId !== event.entryId) return stay(state)
  const { finding, source } = event
  const holder = finding.kind === 'colour' ? finding : (event.holder ?? phase.passage.holder)
  const paper = event.paper ?? phase.passage.paper
  if (phase.at === 'checking') return answer(state, { ...phase.passage, finding, source, holder, paper }, duty)
  if (source.by === 'device' || phase.passage.source.by === 'server') return stay(state)
  if (isSameFinding(phase.passage.finding, finding))
    // Only whose word it is changes, and with it whether there is a photo.
    return enter(state, { ...phase, passage: { ...phase.passage, finding, source } })
  // Where this device could not tell, nothing is taken back.
  const corrected = phase.passage.finding.kind !== 'cannot-tell'
  return correct(state, { ...phase.passage, finding, source: { by: 'server', corrected }, holder, paper }, event, duty)
}

/** The guard begins anew with the same person. What was recorded stays: it is what the screen said, and a second entry follows. */
function correct(state: State, passage: Answered, event: Event & { type: 'checked' }, duty: Duty): Step {
  const { phase } = state
  // Who leaves is held up by no colour; his one entry is written.
  if (phase.at === 'ended' && passage.direction === 'out') return stay(state)
  const entryId = phase.at === 'ended' ? event.renewedId : passage.entryId
  return entryId === undefined ? stay(state) : answer(state, { ...passage, entryId, guard: undefined }, duty)
}

function withoutCode(state: State, event: Event & { type: 'has-no-code' }, duty: Duty): Step {
  const { entryId, at } = event
  const begun = beginPassage({ entryId, at, direction: state.direction, guardId: duty.guardId, code: undefined })
  return answer(state, { ...begun, finding: { kind: 'no-code' }, source: NOBODY_ASKED }, duty)
}

function answer(state: State, passage: Answered, duty: Duty): Step {
  const { policy } = duty
  const isWithoutCode = passage.finding.kind === 'no-code'
  if (passage.direction === 'out') {
    return isWithoutCode ? enter(state, { at: 'identifying', passage }) : identified(state, passage, duty)
  }
  if (refusesNobody(policy)) return enter(state, isWithoutCode ? { at: 'offering', passage } : measuring(passage, ''))
  switch (firstAnswer(policy, passage.finding)) {
    case 'refuse':
    case 'not-genuine':
      return finish(state, passage, duty)
    case 'look':
      return enter(state, { at: 'looking', passage })
    case 'measure':
      return enter(state, passage.paper ? { at: 'looking', passage } : measuring(passage, ''))
    case 'fallback':
      if (passage.paper && policy.withoutCode.includes('paper')) return enter(state, { at: 'looking', passage })
      if (isWithoutCode) return enter(state, { at: 'offering', passage })
      return enter(
        state,
        policy.cannotTell === 'admit-and-record' ? measuring(passage, '') : { at: 'identifying', passage },
      )
  }
}

function takeOffer(state: State, passage: Answered, offer: Offer): Step {
  switch (offer) {
    case 'register-here':
      return enter(state, { at: 'registering', passage })
    case 'paper':
      return enter(state, scanning('paper'))
    case 'document-entry':
      return enter(state, { at: 'identifying', passage })
    case 'nothing':
      return enter(state, measuring(passage, ''))
  }
}

function identified(state: State, passage: Answered, duty: Duty): Step {
  return passage.direction === 'out' ? finish(state, passage, duty) : enter(state, measuring(passage, ''))
}

function measure(state: State, passage: Answered, reading: Reading, duty: Duty): Step {
  switch (reading.kind) {
    case 'typing':
      return enter(state, measuring(passage, reading.digits))
    case 'implausible':
      return enter(state, { ...measuring(passage, ''), implausible: reading.celsius })
    case 'read':
      return measured(state, { ...passage, celsius: reading.celsius }, duty)
  }
}

function measured(state: State, passage: Answered, duty: Duty): Step {
  const { policy } = duty
  const isGuardAsked =
    passage.guard === undefined &&
    firstAnswer(policy, passage.finding) === 'fallback' &&
    policy.cannotTell === 'document-and-temperature' &&
    !isFever(policy, passage.celsius)
  return isGuardAsked ? enter(state, { at: 'deciding', passage }) : finish(state, passage, duty)
}

function guardSaid(state: State, word: 'let-pass' | 'declined', duty: Duty): Step {
  const { phase } = state
  if (phase.at === 'offering') {
    // Nothing of what the policy offers came about: that is the reason, not the guard's word.
    return word === 'declined' && !refusesNobody(duty.policy) ? finish(state, phase.passage, duty) : stay(state)
  }
  if (phase.at !== 'looking' && phase.at !== 'deciding') return stay(state)
  const passage: Answered = { ...phase.passage, guard: word === 'let-pass' ? 'lets-pass' : 'declines' }
  return phase.at === 'looking' && word === 'let-pass'
    ? enter(state, measuring(passage, ''))
    : finish(state, passage, duty)
}

function tryAgain(state: State): Step {
  const { phase } = state
  if (phase.at !== 'identifying' || phase.passage.finding.kind !== 'cannot-tell') return stay(state)
  const { finding: _, source: __, ...passage } = phase.passage
  return { state: { ...state, phase: { at: 'checking', passage } }, errands: [{ do: 'check', passage }] }
}

function goOn(state: State, event: Event & { type: 'went-on' }): Step {
  const { phase, seen } = state
  if (event.entryId !== undefined && (phase.at !== 'ended' || phase.passage.entryId !== event.entryId))
    return stay(state)
  return enter({ ...state, seen: seen && { code: seen.code, at: event.at } }, scanning('code'))
}

function finish(state: State, passage: Answered, duty: Duty): Step {
  const end = passage.direction === 'out' ? concludeLeaving(passage.finding) : conclude(duty.policy, visitOf(passage))
  const record: Errand = { do: 'record', entry: entryOf(passage, end, duty.gateId) }
  const goOnLater: Errand = { do: 'go-on-later', entryId: passage.entryId, afterMs: ADMITTED_SHOWN_MS }
  return {
    state: { ...state, phase: { at: 'ended', passage, end } },
    errands: end.decision === 'admitted' ? [record, goOnLater] : [record],
  }
}

function enter(state: State, phase: Phase): Step {
  return stay({ ...state, phase })
}

function stay(state: State): Step {
  return { state, errands: [] }
}

/** A phone makes a new proof every 15 s: what stays the same of a code is the credential in front. */
function withoutProof(code: string): string {
  return code.startsWith(PREFIX) ? code.slice(0, -PROOF_CHARACTERS) : code
}
