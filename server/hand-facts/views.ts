import { isUuid } from '../../core/uuid.ts'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, toInstantOrNone, type Db, type Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { personKey } from '../kit/seal.ts'
import type { Ctx, World } from '../kit/world.ts'
import { isDraft, openContent, type DraftRow, type OpenDraft } from './draft-row.ts'
import type { Draft } from './rules.ts'

// Drafts with the keys of the persons whom they concern. What the program did not write so is reported and is nobody's draft.

/**
 * The draft of an id, for whoever may know that there is one. Who may not hears the same as of one that is not there, after the same
 * work: nothing is opened or locked for him. Problems: not-found, hand-fact-changed.
 */
export async function getDraft(
  db: Db,
  ctx: Ctx,
  factId: string,
  may: (draft: Draft) => boolean = () => true,
): Promise<OpenDraft> {
  return present(ctx, isUuid(factId) ? await draftOf(db, factId).executeTakeFirst() : undefined, may)
}

/** The same, locked until the transaction ends: whoever decides about it first decides. */
export async function lockDraft(
  tx: Tx,
  ctx: Ctx,
  factId: string,
  may: (draft: Draft) => boolean = () => true,
): Promise<OpenDraft> {
  const seen = isUuid(factId) ? await draftOf(tx, factId).executeTakeFirst() : undefined
  if (!seen || !may(rowOf(seen))) throw new Problem('not-found')
  return present(ctx, await draftOf(tx, factId).forUpdate('hand_fact').executeTakeFirst(), may)
}

/** The same, for a job: undefined where there is none, or none that the program wrote so. */
export async function findLockedDraft(tx: Tx, ctx: Ctx, factId: string): Promise<OpenDraft | undefined> {
  const row = await draftOf(tx, factId).forUpdate('hand_fact').executeTakeFirst()
  return row && openDraft(ctx, row)
}

/** A fact that was approved, as far as it is counted. */
export interface CountedFact {
  readonly row: DraftRow
  /** Whose fact it took back. */
  readonly takenFrom: string | undefined
}

/** What was approved since a moment, in the order of time. Without a limit: counts that leave out some would be wrong. */
export async function readApproved(world: World, since: Instant): Promise<CountedFact[]> {
  const rows = await world.db
    .selectFrom('hand_fact')
    .leftJoin('hand_fact as earlier', 'earlier.fact_id', 'hand_fact.takes_back')
    .select(CLEAR)
    .select('earlier.author_organisation_id as taken_from')
    .where('hand_fact.state', '=', 'approved')
    .where('hand_fact.closed_at', '>=', toDate(since))
    .orderBy('hand_fact.closed_at')
    .execute()
  return rows.flatMap((stored) => {
    const row = vouchedRow(world, stored)
    return row ? [{ row, takenFrom: stored.taken_from ?? undefined }] : []
  })
}

const CLEAR = [
  'hand_fact.person_id',
  'hand_fact.fact_id',
  'hand_fact.state',
  'hand_fact.takes_back',
  'hand_fact.author_id',
  'hand_fact.author_organisation_id',
  'hand_fact.drafted_at',
  'hand_fact.expires_at',
  'hand_fact.closed_at',
  'hand_fact.decided_by',
  'hand_fact.decided_by_organisation_id',
  'hand_fact.request_hash',
  'hand_fact.mac',
] as const

function drafts(db: Db) {
  return db
    .selectFrom('hand_fact')
    .innerJoin('person', 'person.person_id', 'hand_fact.person_id')
    .select(CLEAR)
    .select(['hand_fact.sealed', 'person.wrapped_key'])
}

function draftOf(db: Db, factId: string) {
  return drafts(db).where('hand_fact.fact_id', '=', factId)
}

interface StoredRow {
  readonly person_id: string
  readonly fact_id: string
  readonly state: DraftRow['state']
  readonly takes_back: string | null
  readonly author_id: string
  readonly author_organisation_id: string
  readonly drafted_at: Date
  readonly expires_at: Date
  readonly closed_at: Date | null
  readonly decided_by: string | null
  readonly decided_by_organisation_id: string | null
  readonly request_hash: Uint8Array
  readonly mac: Uint8Array
}

/** A row of a draft, with the wrapped key of the person whom it concerns. */
export interface StoredDraftRow extends StoredRow {
  readonly sealed: Uint8Array
  readonly wrapped_key: Uint8Array
}

function present(ctx: Ctx, stored: StoredDraftRow | undefined, may: (draft: Draft) => boolean): OpenDraft {
  if (!stored || !may(rowOf(stored))) throw new Problem('not-found')
  const draft = openDraft(ctx, stored)
  if (!draft) throw new Problem('hand-fact-changed')
  return draft
}

/** The draft of a row; undefined, and an error in the log, where the program did not write it so. */
export function openDraft(ctx: Ctx, stored: StoredDraftRow): OpenDraft | undefined {
  const row = vouchedRow(ctx, stored)
  if (!row) return undefined
  const key = personKey(ctx.keys, row.personId, stored.wrapped_key)
  const content = openContent(key, row, stored.sealed)
  if (!content) ctx.log.error({ evidence: row.factId }, 'hand-fact-draft-changed')
  return content && { row, content, key }
}

function rowOf(stored: StoredRow): DraftRow {
  return {
    personId: stored.person_id,
    factId: stored.fact_id,
    state: stored.state,
    takesBack: stored.takes_back ?? undefined,
    authorId: stored.author_id,
    authorOrganisationId: stored.author_organisation_id,
    draftedAt: toInstant(stored.drafted_at),
    expiresAt: toInstant(stored.expires_at),
    closedAt: toInstantOrNone(stored.closed_at),
    decidedBy: stored.decided_by ?? undefined,
    decidedByOrganisationId: stored.decided_by_organisation_id ?? undefined,
    requestHash: stored.request_hash,
  }
}

function vouchedRow(ctx: Pick<World, 'keys' | 'log'>, stored: StoredRow): DraftRow | undefined {
  const row = rowOf(stored)
  if (isDraft(ctx.keys, row, stored.mac)) return row
  ctx.log.error({ evidence: row.factId }, 'hand-fact-draft-not-ours')
  return undefined
}
