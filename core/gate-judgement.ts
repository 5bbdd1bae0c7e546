// What a gate makes of a code by itself: from the code, the issuing keys and the colour list that it holds.

import type { Forgery, Verdict } from './code/verify.ts'
import type { Colour } from './colour.ts'
import type { CannotTell } from './door.ts'
import { HOUR, MINUTE, type Instant } from './instant.ts'

/** What the lists of a gate say about one code. */
export interface Listed {
  /** The colour at its place; undefined where the gate holds no list that has it. */
  readonly colour: Colour | undefined
  /** As of when that is right, the list of withdrawn phones included. */
  readonly asOf: Instant
  readonly isWithdrawn: boolean
}

/** What a gate says by itself. Grey is no colour: it accuses nobody. */
export type Judgement =
  | { readonly kind: 'colour'; readonly colour: Exclude<Colour, 'grey'>; readonly asOf: Instant }
  /** A sheet of paper carries no colour, and its list is not published yet: the guard looks at the document. */
  | { readonly kind: 'no-code' }
  | { readonly kind: 'not-genuine'; readonly because: Forgery | 'withdrawn' }
  | { readonly kind: 'cannot-tell'; readonly because: CannotTell }

/** How old lists are: from 30 minutes on a gate says so, from 24 hours on it judges nobody by them. */
export type ListAge = 'fresh' | 'aged' | 'stale'

const AGED_MS = 30 * MINUTE
const STALE_MS = 24 * HOUR

/** How old lists that are right as of a moment are now. A clock that was set back makes nothing old. */
export function ageOfLists(asOf: Instant, now: Instant): ListAge {
  const age = now - asOf
  if (age >= STALE_MS) return 'stale'
  return age >= AGED_MS ? 'aged' : 'fresh'
}

/**
 * What a code says at a gate that asks nobody. Of the credential's issue and the list's time the later decides, and on a tie the
 * list. `listed` is undefined where the gate has no lists yet. A clock, a key or a list that the gate lacks is never a colour.
 */
export function judgeAtGate(verdict: Verdict, listed: Listed | undefined, now: Instant): Judgement {
  if (verdict.genuine === 'unknown') return { kind: 'cannot-tell', because: verdict.because }
  if (!verdict.genuine) return { kind: 'not-genuine', because: verdict.because }
  if (verdict.kind === 'paper') return { kind: 'no-code' }
  // What was withdrawn stays so, however old the list is that says it.
  if (listed?.isWithdrawn) return { kind: 'not-genuine', because: 'withdrawn' }
  if (listed?.colour === undefined) return { kind: 'cannot-tell', because: 'no-list' }
  if (ageOfLists(listed.asOf, now) === 'stale') return { kind: 'cannot-tell', because: 'stale-list' }
  const { issuedAt } = verdict.credential
  const [colour, asOf] =
    issuedAt > listed.asOf ? ([verdict.credential.colour, issuedAt] as const) : ([listed.colour, listed.asOf] as const)
  return colour === 'grey' ? { kind: 'cannot-tell', because: 'grey' } : { kind: 'colour', colour, asOf }
}
