import type { AreaListResult } from '../../contract/operator.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { append } from '../audit/audit.ts'
import type { Db } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex, sha256 } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import {
  countLevel,
  readAreaListFile,
  type AreaInReview,
  type ListedPlace,
  type ReadAreaList,
} from './area-list-file.ts'
import * as lists from './area-list-store.ts'
import { DIVISIONS } from './division-tables.ts'
import { recordSource } from './evidence.ts'
import { areaText, countyOf, divisionText, isDivision } from './rules.ts'
import { NATIONAL_LISTS, sourceNamed } from './sources.ts'

/** The job that re-examines everybody whom a new list concerns: `{ listId }`. */
export const REASSESS_LIST = 'risk.reassess-list'

/** How many communities are suggested for a county. */
const MOST_SUGGESTED = 500
/** How many lists the operator sees. */
const MOST_LISTS = 200

/**
 * Takes a published list of risk areas or of key areas and has everybody re-examined whom it concerns; the same bytes again change
 * nothing. Problems: area-list-unreadable.
 */
export async function takeAreaList(
  ctx: Ctx,
  file: { bytes: Uint8Array; fileName: string; sourceName?: Bilingual },
): Promise<AreaListResult> {
  const reading = readAreaListFile(file.bytes, DIVISIONS.counties)
  if (!reading.ok) throw new Problem('area-list-unreadable', [{ field: 'file', ...reading.message }])
  const { list } = reading
  const listId = newId(ctx)
  const taken = takenOf(list.placed)
  const source = file.sourceName ? sourceNamed(file.sourceName) : NATIONAL_LISTS
  return ctx.db.transaction().execute(async (tx) => {
    await recordSource(tx, source)
    const knownAs = await lists.insertAreaList(tx, ctx, {
      listId,
      sourceId: source.sourceId,
      kind: list.kind,
      publishedAt: list.publishedAt,
      recordedAt: ctx.now,
      contentHash: sha256(file.bytes),
      fileName: file.fileName,
      counts: { ...taken, review: list.review.length },
    })
    if (knownAs !== undefined) return resultOf(list, { listId: knownAs, outcome: 'same-as-before', taken })
    const areas = list.placed.map((area) => ({ ...area, areaHash: hashPlace(ctx, area) }))
    await lists.insertAreaLevels(tx, ctx, { listId, areas })
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
  if (!isDivision(divisionCode, DIVISIONS)) throw new Problem('division-unknown')
  return lists.readCurrentAreas(db, countyOf(divisionCode), MOST_SUGGESTED)
}

/** People whose stays meet a list or one of its neighbours in time, up to `limit` stays after a place in the walk. */
export async function listConcerned(
  db: Db,
  walk: { listId: string; after?: lists.StayCursor; limit: number },
): Promise<{ personIds: string[]; next: lists.StayCursor | undefined }> {
  const { listId, after = lists.BEFORE_ALL, limit } = walk
  const stays = await lists.readConcerned(db, { listId, after, limit })
  const next = stays.length < limit ? undefined : stays.at(-1)
  return { personIds: [...new Set(stays.map((stay) => stay.personId))], next }
}

function takenOf(placed: readonly ListedPlace[]): AreaListResult['taken'] {
  return {
    high: countLevel(placed, 'high'),
    medium: countLevel(placed, 'medium'),
    low: countLevel(placed, 'low'),
    key: countLevel(placed, 'key'),
  }
}

function hashPlace(ctx: Ctx, { code, community, level }: ListedPlace): Uint8Array {
  return blindIndex(ctx.keys, 'area', level === 'key' ? divisionText(code) : areaText(code, community))
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
