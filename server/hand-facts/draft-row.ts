import type { AttachmentType } from '../../core/attachment.ts'
import { hex } from '../../core/bytes.ts'
import type { IdentityDocument } from '../../core/document.ts'
import type { HandFactStatement } from '../../core/hand-fact.ts'
import type { Instant } from '../../core/instant.ts'
import { seal, sealJson, unseal, unsealJson, type MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch, type Said } from '../kit/vouch.ts'
import type { Ctx } from '../kit/world.ts'
import type { Draft } from './rules.ts'

/** What a row of `hand_fact` says in clear. */
export interface DraftRow extends Draft {
  readonly personId: string
  readonly factId: string
  /** The fact that it takes back. */
  readonly takesBack: string | undefined
  readonly draftedAt: Instant
  readonly closedAt: Instant | undefined
  readonly decidedBy: string | undefined
  readonly requestHash: Uint8Array
}

/** What is sealed of a draft. */
export interface DraftContent {
  readonly statement: HandFactStatement
  /** As it was typed from the document in hand, for the approver to compare. */
  readonly document: IdentityDocument
  readonly attachment: { readonly type: AttachmentType; readonly bytes: number }
  /** The author's; base64. */
  readonly signed?: { readonly keyId: string; readonly signature: string }
  readonly rejection?: string
}

/** A draft with the key of the person whom it concerns. */
export interface OpenDraft {
  readonly row: DraftRow
  readonly content: DraftContent
  readonly key: Uint8Array
}

/** The person whom a draft concerns, and the key of what is known about him. */
export function personOf({ row, key }: OpenDraft): { personId: string; key: Uint8Array } {
  return { personId: row.personId, key }
}

/** The program's MAC over what a row says in clear. */
export function vouchForDraft(keys: MasterKeys, row: DraftRow): Uint8Array {
  return vouch(keys, 'hand-fact', allThatItSays(row))
}

/** Whether the program wrote a row so. */
export function isDraft(keys: MasterKeys, row: DraftRow, mac: Uint8Array): boolean {
  return isVouched(keys, 'hand-fact', { said: allThatItSays(row), mac })
}

/** Seals a draft under the person's key. */
export function sealContent(
  ctx: Pick<Ctx, 'random'>,
  key: Uint8Array,
  row: DraftRow,
  content: DraftContent,
): Uint8Array {
  return sealJson(ctx, key, placeOf('hand-fact', row), content)
}

/** What was sealed of a draft; undefined where somebody changed it. */
export function openContent(key: Uint8Array, row: DraftRow, sealed: Uint8Array): DraftContent | undefined {
  try {
    return unsealJson<DraftContent>(key, placeOf('hand-fact', row), sealed)
  } catch {
    return undefined
  }
}

/** Seals the document that a draft rests on. */
export function sealAttachment(
  ctx: Pick<Ctx, 'random'>,
  key: Uint8Array,
  row: DraftRow,
  bytes: Uint8Array,
): Uint8Array {
  return seal(ctx, key, placeOf('hand-fact-attachment', row), bytes)
}

/** The document that was sealed; undefined where somebody changed it. */
export function openAttachment(key: Uint8Array, row: DraftRow, sealed: Uint8Array): Uint8Array | undefined {
  try {
    return unseal(key, placeOf('hand-fact-attachment', row), sealed)
  } catch {
    return undefined
  }
}

function placeOf(table: string, { personId, factId }: DraftRow): string {
  return `${table}:${personId}:${factId}`
}

function allThatItSays(row: DraftRow): Said {
  return [
    row.personId,
    row.factId,
    row.state,
    row.takesBack ?? null,
    row.authorId,
    row.authorOrganisationId,
    row.draftedAt,
    row.expiresAt,
    row.closedAt ?? null,
    row.decidedBy ?? null,
    row.decidedByOrganisationId ?? null,
    hex(row.requestHash),
  ]
}
