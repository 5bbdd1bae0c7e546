import { canonicalJson } from './canonical.ts'
import type { RowTerms } from './fact-rows.ts'
import { FACT_KINDS, type Fact, type FactKind } from './facts.ts'
import { HOUR, type Instant } from './instant.ts'

/**
 * What the author and the approver of a fact written by hand put their names to. `personHash`: the blind index of the
 * person's document; `organisationId`: the author's; `attachmentHash`: SHA-256 of the document that the fact rests on; both
 * hashes in hexadecimal. With `takesBack` the fact says nothing but that an earlier one, of that id, no longer counts.
 */
export interface HandFactStatement {
  readonly document: 'suishenma-hand-fact-1'
  readonly factId: string
  readonly personHash: string
  readonly kind: FactKind
  readonly from: Instant
  readonly to?: Instant
  readonly details: Fact['details']
  readonly organisationId: string
  readonly attachmentHash: string
  readonly draftedAt: Instant
  readonly takesBack?: string
}

/** A draft that nobody of another organisation has approved within this time is over: whoever needs it writes it anew. */
export const HAND_DRAFT_LIFE = 72 * HOUR

// Where somebody was, the lists of areas judge, and not whoever writes it down; an area's level concerns no person; and what
// people declare they say themselves.
const NOT_BY_HAND: ReadonlySet<FactKind> = new Set([
  'stay-in-area',
  'key-area',
  'area-risk-level',
  'arrival-declaration',
  'health-declaration',
])

// 60 days: longer than any measure that was really ordered, and short enough that a forgotten one ends by itself.
const LONGEST_HAND_DAYS = 60

/** The kinds of facts that a health officer may write by hand. */
export const HAND_KINDS: readonly FactKind[] = Object.keys(FACT_KINDS)
  .map((kind) => kind as FactKind)
  .filter((kind) => !NOT_BY_HAND.has(kind))

/** What a fact written by hand is held against: it is typed in the columns in which sources deliver theirs. */
export function handTerms(receivedAt: Instant): RowTerms {
  return { kinds: HAND_KINDS, longestValidityDays: LONGEST_HAND_DAYS, receivedAt, isDivision: () => false }
}

/** The text whose SHA-256 is a hand fact's hash: what is signed is `approvalStatement('fact', hash)`. */
export function handFactText(statement: HandFactStatement): string {
  return canonicalJson({ ...statement, details: { ...statement.details } })
}
