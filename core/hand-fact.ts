import { canonicalJson } from './canonical.ts'
import type { Fact, FactKind } from './facts.ts'
import type { Instant } from './instant.ts'

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

/** The text whose SHA-256 is a hand fact's hash: what is signed is `approvalStatement('fact', hash)`. */
export function handFactText(statement: HandFactStatement): string {
  return canonicalJson({ ...statement, details: { ...statement.details } })
}
