import type { AreaListResult } from '../../contract/operator.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import counties from '../../core/divisions/counties.json' with { type: 'json' }
import streets from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import type { Fact } from '../../core/facts.ts'
import { dayOf, startOfDay, type Instant, type Period } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import type { Db, Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, sameSecret, sealJson, sha256 } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { countLevel, readAreaListFile, type AreaInReview, type ReadAreaList } from './area-list-file.ts'
import * as lists from './area-list-store.ts'
import { openFacts, payloadContext, STAY, type Keyed, type StayPayload } from './facts.ts'
import {
  areaText,
  areaTextOf,
  communityOf,
  countyOf,
  daysOfArrival,
  isDivision,
  nameOfPlace,
  periodBefore,
  periodOfStay,
  type DeclaredPlace,
  type WrittenStay,
} from './rules.ts'
import { NATIONAL_LISTS, SELF_DECLARED, sourceNamed } from './sources.ts'
import * as store from './store.ts'

const TABLES = { counties, streets }

/** The job that re-examines everybody whom a new list concerns: `{ listId }`. */
export const REASSESS_LIST = 'risk.reassess-list'

/** How many communities are suggested for a county. */
const MOST_SUGGESTED = 500
/** How many lists the operator sees. */
const MOST_LISTS = 200

/** Somebody who declares something, through which channel, and under which id it is sent once. */
export interface Declaring {
  readonly person: Keyed
  readonly channel: string
  readonly declarationId: string
}

/**
 * Records that somebody declared something; `same` when this very declaration is there already, and nothing is to be done.
 * Problems: idempotency-conflict.
 */
export async function recordDeclaration(tx: Tx, ctx: Ctx, declaration: store.Declaration): Promise<'new' | 'same'> {
  const before = await store.insertDeclaration(tx, ctx.now, declaration)
  if (before) {
    const { personId, kind, requestHash } = declaration
    const isSame = before.personId === personId && before.kind === kind
    if (!isSame || !sameSecret(before.requestHash, requestHash)) throw new Problem('idempotency-conflict')
    return 'same'
  }
  const { personId, declarationId, kind, channel } = declaration
  await append(tx, ctx, {
    action: 'declared',
    subject: personId,
    detail: { declaration: declarationId, kind, channel },
  })
  return 'new'
}

/** Appends a declaration of symptoms; an empty list says that there are none. */
export async function declareHealth(
  tx: Tx,
  ctx: Ctx,
  declared: Declaring & { symptoms: readonly string[]; celsius?: number },
): Promise<void> {
  await appendFacts(tx, ctx, declared, [healthFact(ctx, declared)])
}

/** Appends stays of the last 14 days. Problems: division-unknown, stay-outside-14-days. */
export async function declareStays(
  tx: Tx,
  ctx: Ctx,
  declared: Declaring & { stays: readonly WrittenStay[] },
): Promise<void> {
  const today = dayOf(ctx.now)
  const stays = declared.stays.map((stay) => {
    const period = periodOfStay(stay, today)
    if (period === undefined) throw new Problem('stay-outside-14-days')
    return stayFact(ctx, stay, period)
  })
  await appendFacts(tx, ctx, declared, stays)
}

/**
 * Appends an arrival from elsewhere, the stay there before it, and the state of health.
 * Problems: division-unknown, stay-outside-14-days.
 */
export async function declareArrival(
  tx: Tx,
  ctx: Ctx,
  declared: Declaring & {
    from: DeclaredPlace
    leftOn: string
    arrivedOn: string
    transport: string
    transportNumber?: string
    lodging: { divisionCode: string; detail: string }
    symptoms: readonly string[]
  },
): Promise<void> {
  const { from, leftOn, arrivedOn, transport, transportNumber, lodging, symptoms } = declared
  const days = daysOfArrival(declared, dayOf(ctx.now))
  if (days === undefined) throw new Problem('stay-outside-14-days')
  checkDivision(lodging.divisionCode)
  const place = nameOfPlace(TABLES.counties, from)
  const arrivedAt = startOfDay(days.arrivedOn)
  await appendFacts(tx, ctx, declared, [
    stayFact(ctx, from, periodBefore(days.leftOn)),
    {
      evidenceId: newId(ctx),
      kind: 'arrival-declaration',
      period: { from: arrivedAt, to: arrivedAt },
      payload: {
        details: { placeZh: place.zh, placeEn: place.en },
        declared: { from, leftOn, arrivedOn, transport, transportNumber, lodging, symptoms },
      },
    },
    healthFact(ctx, { symptoms }),
  ])
}

/** What is known about a person, or was at `knownAt`: facts that were taken back are left out, stays have met the risk-area lists. */
export async function factsOf(db: Db, ctx: Ctx, person: Keyed, known: { knownAt?: Instant } = {}): Promise<Fact[]> {
  return (await factsOfMany(db, ctx, [person], known)).get(person.personId) ?? []
}

/** `factsOf` for many people with as many queries as for one. */
export async function factsOfMany(
  db: Db,
  ctx: Ctx,
  persons: readonly Keyed[],
  known: { knownAt?: Instant } = {},
): Promise<Map<string, Fact[]>> {
  return openFacts(db, ctx, { persons, knownAt: known.knownAt, tables: TABLES })
}

/** Whether somebody who came from elsewhere has said so. */
export async function hasDeclaredArrival(db: Db, personId: string): Promise<boolean> {
  return store.hasEvidence(db, personId, 'arrival-declaration')
}

/**
 * Takes a published risk-area list and has everybody re-examined whom it concerns; the same bytes again change nothing.
 * Problems: area-list-unreadable.
 */
export async function takeAreaList(
  ctx: Ctx,
  file: { bytes: Uint8Array; fileName: string; sourceName?: Bilingual },
): Promise<AreaListResult> {
  const reading = readAreaListFile(file.bytes, TABLES.counties)
  if (!reading.ok) throw new Problem('area-list-unreadable', [{ field: 'file', ...reading.message }])
  const { list } = reading
  const listId = newId(ctx)
  const taken = {
    high: countLevel(list.placed, 'high'),
    medium: countLevel(list.placed, 'medium'),
    low: countLevel(list.placed, 'low'),
  }
  const source = file.sourceName ? sourceNamed(file.sourceName) : NATIONAL_LISTS
  return ctx.db.transaction().execute(async (tx) => {
    await store.writeSource(tx, source)
    const knownAs = await lists.insertAreaList(tx, {
      listId,
      sourceId: source.sourceId,
      publishedAt: list.publishedAt,
      recordedAt: ctx.now,
      contentHash: sha256(file.bytes),
      fileName: file.fileName,
      counts: { ...taken, review: list.review.length },
    })
    if (knownAs !== undefined) return resultOf(list, { listId: knownAs, outcome: 'same-as-before', taken })
    const areas = list.placed.map((area) => ({ ...area, areaHash: hashArea(ctx, areaText(area.code, area.community)) }))
    await lists.insertAreaLevels(tx, listId, areas)
    await lists.insertAreaReview(tx, listId, list.review)
    await append(tx, ctx, {
      action: 'area-list-taken',
      subject: listId,
      detail: { ...taken, review: list.review.length, publishedAt: list.publishedAt },
    })
    await ctx.jobs.enqueue(tx, REASSESS_LIST, { listId })
    return resultOf(list, { listId, outcome: 'taken', taken })
  })
}

/** The lists there are, the latest publication first. */
export async function listAreaLists(db: Db): Promise<lists.TakenList[]> {
  return lists.readTakenLists(db, MOST_LISTS)
}

/**
 * Communities of a county that are at high or medium risk on the latest lists, as printed: to choose from when declaring.
 * Problems: division-unknown.
 */
export async function listedCommunities(db: Db, divisionCode: string): Promise<string[]> {
  checkDivision(divisionCode)
  return lists.readCurrentAreas(db, countyOf(divisionCode), MOST_SUGGESTED)
}

/** People whose declared stays meet a list or one of its neighbours in time, up to `limit` stays after a place in the walk. */
export async function listConcerned(
  db: Db,
  walk: { listId: string; after?: lists.StayCursor; limit: number },
): Promise<{ personIds: string[]; next: lists.StayCursor | undefined }> {
  const { listId, after = lists.BEFORE_ALL, limit } = walk
  const stays = await lists.readConcerned(db, { listId, after, limit })
  const next = stays.length < limit ? undefined : stays.at(-1)
  return { personIds: [...new Set(stays.map((stay) => stay.personId))], next }
}

interface DeclaredFact {
  readonly evidenceId: string
  readonly kind: string
  readonly period: Period
  readonly payload: object
  /** Of a stay: where it was. */
  readonly place?: DeclaredPlace
}

function healthFact(ctx: Ctx, health: { symptoms: readonly string[]; celsius?: number }): DeclaredFact {
  const { symptoms, celsius } = health
  return {
    evidenceId: newId(ctx),
    kind: 'health-declaration',
    period: { from: ctx.now, to: ctx.now },
    payload: { details: { symptoms: symptoms.length > 0, celsius }, declared: { symptoms, celsius } },
  }
}

function stayFact(ctx: Ctx, { divisionCode, community }: DeclaredPlace, period: Period): DeclaredFact {
  checkDivision(divisionCode)
  const place: StayPayload = { divisionCode, community }
  return { evidenceId: newId(ctx), kind: STAY, period, payload: place, place }
}

async function appendFacts(tx: Tx, ctx: Ctx, declaring: Declaring, facts: readonly DeclaredFact[]): Promise<void> {
  const { person, channel, declarationId } = declaring
  const { personId, key } = person
  await store.writeSource(tx, SELF_DECLARED)
  await store.appendEvidence(
    tx,
    { personId, sourceId: SELF_DECLARED.sourceId, recordedAt: ctx.now, channel, declarationId },
    facts.map(({ evidenceId, kind, period, payload }) => ({
      evidenceId,
      kind,
      period,
      sealed: sealJson(ctx, key, payloadContext(evidenceId), payload),
    })),
  )
  for (const { evidenceId, place } of facts) {
    if (!place) continue
    await store.insertStayPlace(tx, { personId, evidenceId, areaHash: hashArea(ctx, areaTextOf(TABLES, place)) })
    const county = countyOf(place.divisionCode)
    await store.insertStayReview(tx, { personId, evidenceId, county, community: communityOf(TABLES, place) })
  }
}

function checkDivision(divisionCode: string): void {
  if (!isDivision(divisionCode, TABLES)) throw new Problem('division-unknown')
}

function hashArea(ctx: Ctx, text: string): Uint8Array {
  return blindIndex(ctx.keys, 'area', text)
}

function resultOf(list: ReadAreaList, outcome: Pick<AreaListResult, 'listId' | 'outcome' | 'taken'>): AreaListResult {
  return {
    ...outcome,
    publishedAt: list.publishedAt,
    reviewed: list.review.map(({ row, area, reason }: AreaInReview) => ({
      row,
      area,
      reason: { zh: reason.zh, en: reason.en },
      reasonName: reason.name,
    })),
    reviewedCount: list.review.length,
    warnings: [...list.warnings],
  }
}
