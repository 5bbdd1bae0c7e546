import type { Fact, StayEvidence } from '../../core/facts.ts'
import type { HandFactStatement } from '../../core/hand-fact.ts'
import type { Instant, Period } from '../../core/instant.ts'
import { sealJson, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import type { DeclaredPlace } from './rules.ts'

// What is sealed of a row of evidence is bound to everything that the row says in clear. A row whose columns anybody altered,
// or that carries what was sealed for another one, does not open, and then it counts for nothing.

/** The kind of a stay in `evidence`: raw, for which facts follow from it depends on the lists. */
export const STAY = 'stay'

/** The kind of a row that takes another one back. */
export const TAKING_BACK = 'taking-back'

/** What a row of evidence says in clear. */
export interface EvidenceRow {
  readonly personId: string
  readonly evidenceId: string
  readonly sourceId: string
  readonly kind: string
  readonly period: Period
  readonly recordedAt: Instant
  readonly channel: string | undefined
  readonly declarationId: string | undefined
  /** Which row of which batch brought it; `rowHash` is keyed: the same row in another batch has the same. */
  readonly batchId: string | undefined
  readonly rowNumber: number | undefined
  readonly rowHash: Uint8Array | undefined
  readonly takesBack: string | undefined
}

/** What is sealed of a stay: where it was, and how that is known (absent: declared). */
export interface StayPayload extends DeclaredPlace {
  readonly evidence?: StayEvidence
}

/** What is sealed of a row; `declared` keeps what was typed beyond what rules may read. */
export interface Payload {
  readonly details: Fact['details'] | StayPayload
  readonly declared?: unknown
  readonly hand?: SealedHand
}

/** The signatures of a fact written by hand; base64. */
export interface SealedHand {
  readonly statement: HandFactStatement
  readonly author: SealedSignature
  readonly approver: SealedSignature
}

export interface SealedSignature {
  readonly keyId: string
  readonly signature: string
}

/** Seals what belongs to a row under the person's key. */
export function sealPayload(ctx: Pick<Ctx, 'random'>, key: Uint8Array, row: EvidenceRow, payload: Payload): Uint8Array {
  return sealJson(ctx, key, allThatItSays(row), payload)
}

/** What was sealed of a row, if the row says what it said then. */
export function openPayload(key: Uint8Array, row: EvidenceRow, sealed: Uint8Array): Payload | undefined {
  try {
    return unsealJson<Payload>(key, allThatItSays(row), sealed)
  } catch {
    return undefined
  }
}

function allThatItSays(row: EvidenceRow): string {
  const ids = [row.personId, row.evidenceId, row.sourceId, row.declarationId, row.batchId, row.takesBack]
  return JSON.stringify([
    'evidence',
    // PostgreSQL gives ids in lower case, however a source wrote them.
    ...ids.map((id) => id?.toLowerCase() ?? null),
    row.kind,
    row.period.from,
    // Not null: that is how JSON writes a moment that is none, such as PostgreSQL's infinity.
    row.period.to ?? 'open',
    row.recordedAt,
    row.channel ?? null,
    row.rowNumber ?? null,
    row.rowHash === undefined ? null : Buffer.from(row.rowHash).toString('hex'),
  ])
}
