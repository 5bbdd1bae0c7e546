import { COLOURS, type Colour } from './colour.ts'

/** How a venue deals with whoever stands at its door. Data, dated, decided by the venue; the colour itself is only a reference (M5, M7). */
export interface DoorPolicy {
  readonly name: { readonly zh: string; readonly en: string }
  /** What the venue offers now; a guard says it with the answer. */
  readonly mode: 'open' | 'takeaway-only' | 'closed'
  readonly admitted: readonly Colour[]
  /** Colours whose holder a member of staff looks at before he decides. */
  readonly lookedAt: readonly Colour[]
  readonly refused: readonly Colour[]
  /** What somebody without a code may do instead; empty: refused. */
  readonly withoutCode: readonly ('register-here' | 'paper' | 'document-entry')[]
  /** From this body temperature on the holder is not admitted; undefined: nobody is refused for fever. Source of 37.3 °C: mission, doors. */
  readonly feverCelsius: number | undefined
  /** What the guard does when the gate, not the holder, is at fault. Never "refuse": nobody is left in the rain. */
  readonly cannotTell: 'document-and-temperature' | 'admit-and-record'
  /** Whether the guard sees the holder's register photo. */
  readonly photo: boolean
}

/** What the gate found out before anything was measured. */
export type Shown =
  | { readonly kind: 'colour'; readonly colour: Colour }
  | { readonly kind: 'no-code' }
  | { readonly kind: 'not-genuine' }
  | { readonly kind: 'cannot-tell'; readonly because: CannotTell }

/** Why the gate, through no fault of the holder's, has no answer. */
export type CannotTell = 'clock' | 'unknown-key' | 'stale-list' | 'no-list' | 'grey'

/** The first answer on the guard's screen; `measure`, `look` and `fallback` go on to the temperature. */
export type FirstAnswer = 'measure' | 'look' | 'fallback' | 'refuse' | 'not-genuine'

/** The end of a visit to the door, as it is recorded. */
export type DoorDecision = 'admitted' | 'refused'

/** Why a door decided so; the guard's own words never enter the record. */
export type DoorReason =
  | 'colour'
  | 'looked-at'
  | 'fever'
  | 'no-code'
  | 'document-seen'
  | 'paper-seen'
  | 'not-genuine'
  | 'cannot-tell'
  | 'closed'
  | 'guard-declined'
  | 'refuses-nobody'

/** What the guard's screen says first, before any temperature. */
export function firstAnswer(policy: DoorPolicy, shown: Shown): FirstAnswer {
  if (policy.mode === 'closed') return 'refuse'
  switch (shown.kind) {
    case 'not-genuine':
      return 'not-genuine'
    case 'cannot-tell':
      return 'fallback'
    case 'no-code':
      return policy.withoutCode.length > 0 ? 'fallback' : 'refuse'
    case 'colour':
      if (policy.refused.includes(shown.colour)) return 'refuse'
      if (policy.lookedAt.includes(shown.colour)) return 'look'
      return policy.admitted.includes(shown.colour) ? 'measure' : 'refuse'
  }
}

/** Whether a measured temperature keeps somebody out under a policy; `undefined` is "not measured", which never does. */
export function isFever(policy: DoorPolicy, celsius: number | undefined): boolean {
  return policy.feverCelsius !== undefined && celsius !== undefined && celsius >= policy.feverCelsius
}

// Body temperatures below and above which the thermometer, not the person, is to be doubted, in degrees Celsius.
const PLAUSIBLE_CELSIUS = { lowest: 34, highest: 43 } as const

/** Whether a measured temperature can be somebody's; any other is measured again. */
export function isPlausible(celsius: number): boolean {
  return celsius >= PLAUSIBLE_CELSIUS.lowest && celsius <= PLAUSIBLE_CELSIUS.highest
}

/** Whether a door turns nobody away, whatever the code or the gate says: a hospital's emergency door. */
export function refusesNobody(policy: DoorPolicy): boolean {
  return (
    policy.mode !== 'closed' &&
    policy.cannotTell === 'admit-and-record' &&
    policy.feverCelsius === undefined &&
    policy.refused.length === 0 &&
    COLOURS.every((colour) => policy.admitted.includes(colour) || policy.lookedAt.includes(colour))
  )
}

/** Everything that is known about somebody at a door when the decision falls. */
export interface Visit {
  readonly shown: Shown
  /** Undefined: not measured. */
  readonly celsius: number | undefined
  /** What the guard saw besides, or instead of, a code. */
  readonly seen: 'document' | 'paper' | undefined
  /** The guard's own word, where the policy leaves the decision to a person; undefined: he was not asked. */
  readonly guard: 'lets-pass' | 'declines' | undefined
}

/** How a visit ends, and why. */
export interface DoorEnd {
  readonly decision: DoorDecision
  readonly reason: DoorReason
}

/** How a visit of somebody who wants in ends under a policy. Fever weighs more than the guard's word. */
export function conclude(policy: DoorPolicy, visit: Visit): DoorEnd {
  if (refusesNobody(policy)) return { decision: 'admitted', reason: 'refuses-nobody' }
  const answer = firstAnswer(policy, visit.shown)
  if (answer === 'refuse') return refused(policy.mode === 'closed' ? 'closed' : visit.shown.kind)
  if (answer === 'not-genuine') return refused('not-genuine')
  if (isFever(policy, visit.celsius)) return refused('fever')
  if (visit.guard === 'declines') return refused('guard-declined')
  switch (answer) {
    case 'measure':
      return admitted(visit.seen === 'paper' ? 'paper-seen' : 'colour')
    case 'look':
      return visit.guard === 'lets-pass' ? admitted('looked-at') : refused('guard-declined')
    case 'fallback':
      return concludeFallback(policy, visit)
  }
}

/** How a visit of somebody who leaves ends: no door holds anybody back, the passage is only recorded. */
export function concludeLeaving(shown: Shown): DoorEnd {
  return admitted(shown.kind)
}

function concludeFallback(policy: DoorPolicy, visit: Visit): DoorEnd {
  if (visit.seen === 'document') return admitted('document-seen')
  if (visit.seen === 'paper') return admitted('paper-seen')
  if (visit.shown.kind === 'no-code') return refused('no-code')
  const passes = policy.cannotTell === 'admit-and-record' || visit.guard === 'lets-pass'
  return passes ? admitted('cannot-tell') : refused('guard-declined')
}

function admitted(reason: DoorReason): DoorEnd {
  return { decision: 'admitted', reason }
}

function refused(reason: DoorReason): DoorEnd {
  return { decision: 'refused', reason }
}
