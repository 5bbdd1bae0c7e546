import type { Fact, FactKind } from '../../core/facts.ts'
import type { Instant, Period } from '../../core/instant.ts'
import type { Db, Tx } from '../kit/db.ts'
import { personKey } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { sealPayload, STAY, TAKING_BACK, type EvidenceRow, type Payload, type StayPayload } from './bound.ts'
import { DIVISIONS } from './division-tables.ts'
import { evidenceOfFact, factsFrom, openFacts, openKnown, placeHashes, type Keyed, type Knowledge } from './facts.ts'
import { sealedHand, type HandSigned } from './hand.ts'
import { communityOf, countyOf, isDivision } from './rules.ts'
import { UNNAMED, type Source } from './sources.ts'
import { insertStayPlaces, insertStayReviews } from './stay-store.ts'
import * as store from './store.ts'
import { readBrought } from './views.ts'

// What is known about people, append-only: taking back is a new row. Every row is bound to what is sealed in it.

/**
 * A fact as a source, a declaration or two officers bring it. What is of kind `stay` becomes facts by the lists that it meets.
 * With a hand fact's statement that takes an earlier one back, kind, period and details are those of the earlier one.
 */
export interface NewFact {
  readonly personId: string
  /** The person's own key: what is learned about him is sealed under it. */
  readonly key: Uint8Array
  readonly sourceId: string
  readonly kind: FactKind | typeof STAY
  readonly period: Period
  readonly details: Fact['details'] | StayPayload
  /** The row of a batch that it came in; `rowHash` is keyed: the same row in another batch has the same. */
  readonly batch?: { readonly batchId: string; readonly rowNumber: number; readonly rowHash: Uint8Array }
  /** The declaration that it came in, its channel, and what was typed beyond what rules may read. */
  readonly declaration?: { readonly declarationId: string; readonly channel: string; readonly declared?: unknown }
  readonly hand?: HandSigned
}

/** Makes sure that a source is named: reasons call it so. The latest name counts. */
export async function recordSource(tx: Tx, source: Source): Promise<void> {
  await store.writeSource(tx, source)
}

/**
 * Appends facts in bulk and answers their ids in the same order; a hand fact has the id of its statement. The caller records the
 * source and has the people reassessed.
 */
export async function appendFacts(tx: Tx, ctx: Ctx, facts: readonly NewFact[]): Promise<string[]> {
  if (facts.length === 0) return []
  const rows = facts.map((fact) => ({ fact, row: rowOf(ctx, fact, newId(ctx)) }))
  await store.insertEvidence(
    tx,
    rows.map(({ fact, row }) => ({ row, sealed: sealPayload(ctx, fact.key, row, payloadOf(fact)) })),
  )
  const stays = rows.flatMap(({ fact, row }) =>
    row.kind === STAY ? [placeOf(ctx, row, fact.details as StayPayload)] : [],
  )
  if (stays.length > 0) await insertStayPlaces(tx, stays)
  await insertStayReviews(tx, stays)
  return rows.map(({ row }) => row.evidenceId)
}

/**
 * Takes facts back, each by a new row, so that what was known before stays known; what is taken back already, or counts for
 * nothing, stays so. Throws for a fact of another source or of two officers: those take it back themselves. Answers the people
 * about whom something was taken back: the caller has them reassessed.
 */
export async function takeBackFacts(
  tx: Tx,
  ctx: Ctx,
  back: { readonly sourceId: string; readonly facts: readonly (Keyed & { readonly evidenceId: string })[] },
): Promise<string[]> {
  const known = await openKnown(tx, ctx, { persons: back.facts, knownAt: undefined })
  const standing = new Map(known.map((one) => [one.row.evidenceId, one]))
  const rows = back.facts.flatMap(({ personId, key, evidenceId }) => {
    const target = standing.get(evidenceId)
    if (target?.row.personId !== personId) return []
    if (target.row.sourceId !== back.sourceId || target.hand) throw new Error('only its own source takes a fact back')
    const period = { from: ctx.now, to: ctx.now }
    const taking = { personId, sourceId: back.sourceId, kind: TAKING_BACK, period, takesBack: evidenceId }
    const row = rowOf(ctx, taking, newId(ctx))
    return [{ row, sealed: sealPayload(ctx, key, row, { details: {} }) }]
  })
  if (rows.length > 0) await store.insertEvidence(tx, rows)
  return [...new Set(rows.map(({ row }) => row.personId))]
}

/** A row of a batch: about whom, which it is, and its keyed hash: the same row in another batch has the same. */
export interface AskedRow {
  readonly personId: string
  readonly rowNumber: number
  readonly rowHash: Uint8Array
}

/**
 * Which rows of a batch say nothing new, by their place in `rows`: the source has said the same of the same person and it stands,
 * or this very row was taken before, whether or not it was taken back since.
 */
export async function findKnownRows(
  db: Db,
  ctx: Ctx,
  asked: { sourceId: string; batchId: string; persons: readonly Keyed[]; rows: readonly AskedRow[] },
): Promise<Set<number>> {
  const { sourceId, batchId, persons, rows } = asked
  const similar = await store.readSimilarRows(db, batchId, rows)
  if (similar.length === 0) return new Set()
  const known = new Set(similar.filter(({ isSameRow }) => isSameRow).map(({ place }) => place))
  const doubtful = similar.filter(({ place }) => !known.has(place))
  const concerned = new Set(doubtful.map(({ place }) => rows[place]!.personId))
  const people = persons.filter(({ personId }) => concerned.has(personId))
  const standing = new Set(
    (await openKnown(db, ctx, { persons: people, knownAt: undefined })).flatMap(({ row }) =>
      row.sourceId === sourceId && row.rowHash ? [nameOfRow(row.personId, row.rowHash)] : [],
    ),
  )
  for (const { place } of doubtful) {
    const { personId, rowHash } = rows[place]!
    if (standing.has(nameOfRow(personId, rowHash))) known.add(place)
  }
  return known
}

/** A row of evidence that a batch brought. */
export interface BroughtRow {
  readonly personId: string
  readonly evidenceId: string
  readonly rowNumber: number
}

/** What a batch brought after a row, up to `limit`, whether it stands or not; the keys of the people are for `takeBackFacts`. */
export async function listBrought(
  db: Db,
  ctx: Pick<Ctx, 'keys'>,
  asked: { batchId: string; after: number; limit: number },
): Promise<(BroughtRow & Keyed)[]> {
  const rows = await readBrought(db, asked)
  return rows.map(({ wrappedKey, ...row }) => ({ ...row, key: personKey(ctx.keys, row.personId, wrappedKey) }))
}

/** The facts about a person, or those that were known at `knownAt`: what was taken back is left out, stays have met the lists of areas. */
export async function factsOf(
  db: Db,
  ctx: Ctx,
  person: Keyed,
  known: { knownAt?: Instant } = {},
): Promise<readonly Fact[]> {
  return (await knowledgeOf(db, ctx, person, known)).facts
}

/** `factsOf` for many people with as many queries as for one; `assumed` facts are added to those of each person, as if they were known. */
export async function factsOfMany(
  db: Db,
  ctx: Ctx,
  persons: readonly Keyed[],
  known: { knownAt?: Instant; assumed?: ReadonlyMap<string, readonly Fact[]> } = {},
): Promise<Map<string, readonly Fact[]>> {
  const knowledge = await knowledgeOfMany(db, ctx, persons, known)
  return new Map(
    [...knowledge].map(([personId, { facts }]) => [personId, [...facts, ...(known.assumed?.get(personId) ?? [])]]),
  )
}

/** The facts about a person with the lists that judged his stays, and the grounds of it all. */
export async function knowledgeOf(
  db: Db,
  ctx: Ctx,
  person: Keyed,
  known: { knownAt?: Instant } = {},
): Promise<Knowledge> {
  return (await knowledgeOfMany(db, ctx, [person], known)).get(person.personId)!
}

/** `knowledgeOf` for many people with as many queries as for one. */
export async function knowledgeOfMany(
  db: Db,
  ctx: Ctx,
  persons: readonly Keyed[],
  known: { knownAt?: Instant } = {},
): Promise<Map<string, Knowledge>> {
  return openFacts(db, ctx, { persons, knownAt: known.knownAt, tables: DIVISIONS })
}

/** The facts that would follow for each person if these were appended now: to be assumed by a dry run. Stays have met the lists. */
export async function factsIfAppended(
  db: Db,
  ctx: Ctx,
  facts: readonly Omit<NewFact, 'key'>[],
): Promise<Map<string, Fact[]>> {
  const names = await store.readSourceNames(db, [...new Set(facts.map((fact) => fact.sourceId))])
  // Nobody sees the ids of what is only assumed: they need no chance.
  const known = facts.map((fact, place) => ({
    row: rowOf(ctx, fact, `assumed-${place}`),
    source: names.get(fact.sourceId.toLowerCase()) ?? UNNAMED,
    payload: payloadOf(fact),
  }))
  return factsFrom(db, ctx, { known, knownAt: undefined, tables: DIVISIONS })
}

/** Who brought a fact, and how it can be taken back. */
export interface Origin {
  readonly factId: string
  readonly sourceId: string
  readonly batch: { readonly batchId: string; readonly row: number } | undefined
  /** Of a fact written by hand: the organisation of its author. */
  readonly handOrganisationId: string | undefined
  readonly recordedAt: Instant
}

/** Who brought each of some facts about a person, in their order; what stands no longer is left out. */
export async function originsOf(db: Db, ctx: Ctx, person: Keyed, factIds: readonly string[]): Promise<Origin[]> {
  const known = await openKnown(db, ctx, { persons: [person], knownAt: undefined })
  const rows = new Map(known.map((one) => [one.row.evidenceId, one]))
  return factIds.flatMap((factId) => {
    const found = rows.get(evidenceOfFact(factId))
    if (!found) return []
    const { sourceId, batchId, rowNumber, recordedAt } = found.row
    const batch = batchId === undefined || rowNumber === undefined ? undefined : { batchId, row: rowNumber }
    const handOrganisationId = found.payload.hand?.statement.organisationId
    return [{ factId, sourceId, batch, handOrganisationId, recordedAt }]
  })
}

/** Whether there is a county of that code (6 digits), or a street of ours (9). */
export function isKnownDivision(code: string): boolean {
  return isDivision(code, DIVISIONS)
}

/** Whether somebody who came from elsewhere has said so. */
export async function hasDeclaredArrival(db: Db, personId: string): Promise<boolean> {
  return store.hasEvidence(db, personId, 'arrival-declaration')
}

function nameOfRow(personId: string, rowHash: Uint8Array): string {
  return `${personId} ${Buffer.from(rowHash).toString('base64')}`
}

function rowOf(
  ctx: Ctx,
  fact: Omit<NewFact, 'key' | 'kind' | 'details'> & { readonly kind: string; readonly takesBack?: string },
  evidenceId: string,
): EvidenceRow {
  const { personId, sourceId, kind, period, batch, declaration, hand } = fact
  const takesBack = hand?.statement.takesBack ?? fact.takesBack
  return {
    personId,
    evidenceId: hand?.statement.factId ?? evidenceId,
    sourceId,
    kind: takesBack === undefined ? kind : TAKING_BACK,
    period,
    recordedAt: ctx.now,
    channel: declaration?.channel,
    declarationId: declaration?.declarationId,
    batchId: batch?.batchId,
    rowNumber: batch?.rowNumber,
    rowHash: batch?.rowHash,
    takesBack,
  }
}

function payloadOf({ details, declaration, hand }: Omit<NewFact, 'key'>): Payload {
  return { details, declared: declaration?.declared, ...(hand && { hand: sealedHand(hand) }) }
}

function placeOf(ctx: Ctx, { personId, evidenceId }: EvidenceRow, place: StayPayload) {
  return {
    personId,
    evidenceId,
    areaHashes: placeHashes(ctx.keys, DIVISIONS, place),
    county: countyOf(place.divisionCode),
    community: communityOf(DIVISIONS, place),
  }
}
