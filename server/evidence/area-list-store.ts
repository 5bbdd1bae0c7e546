import { sql } from 'kysely'
import type { Bilingual } from '../../core/bilingual.ts'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import { insertMany } from '../kit/insert-many.ts'
import { isVouched, vouch, type Said } from '../kit/vouch.ts'
import type { Ctx } from '../kit/world.ts'
import type { AreaInReview, ListedLevel, ListKind } from './area-list-file.ts'

/** What the program vouches for in a list's head. */
interface ListSaid {
  readonly listId: string
  readonly sourceId: string
  readonly kind: ListKind
  readonly publishedAt: Instant
  readonly recordedAt: Instant
}

/** The head of a list. */
export interface AreaListHead extends ListSaid {
  readonly contentHash: Uint8Array
  readonly fileName: string
  readonly counts: Readonly<Record<ListedLevel | 'review', number>>
}

function saidOfList({ listId, sourceId, kind, publishedAt, recordedAt }: ListSaid): Said {
  return [listId, sourceId, kind, publishedAt, recordedAt]
}

/** Writes a list's head, or gives the id of the list with the same bytes. Another transaction with these bytes is waited for. */
export async function insertAreaList(tx: Tx, ctx: Ctx, list: AreaListHead): Promise<string | undefined> {
  const inserted = await tx
    .insertInto('area_list')
    .values({
      list_id: list.listId,
      source_id: list.sourceId,
      published_at: toDate(list.publishedAt),
      recorded_at: toDate(list.recordedAt),
      content_hash: list.contentHash,
      file_name: list.fileName,
      high_count: list.counts.high,
      medium_count: list.counts.medium,
      low_count: list.counts.low,
      key_count: list.counts.key,
      review_count: list.counts.review,
      kind: list.kind,
      mac: vouch(ctx.keys, 'area-list', saidOfList(list)),
    })
    .onConflict((conflict) => conflict.column('content_hash').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return undefined
  const row = await tx
    .selectFrom('area_list')
    .select('area_list.list_id')
    .where('area_list.content_hash', '=', list.contentHash)
    .executeTakeFirstOrThrow()
  return row.list_id
}

/** What a list says about one area, as it is written. */
export interface AreaLevelRow {
  readonly code: string
  /** In the form in which it is compared; empty for a whole division. */
  readonly community: string
  readonly level: ListedLevel
  readonly printed: Bilingual
  /** Keyed. */
  readonly areaHash: Uint8Array
}

/** Writes the areas of a list, all in one statement. */
export async function insertAreaLevels(
  tx: Tx,
  ctx: Ctx,
  { listId, areas }: { listId: string; areas: readonly AreaLevelRow[] },
): Promise<void> {
  await insertMany(tx, 'area_level', {
    division_code: ['text', areas.map((area) => area.code)],
    community: ['text', areas.map((area) => area.community)],
    list_id: ['uuid', areas.map(() => listId)],
    level: ['text', areas.map((area) => area.level)],
    as_printed: ['text', areas.map((area) => area.printed.zh)],
    printed_in_english: ['text', areas.map((area) => area.printed.en)],
    area_hash: ['bytea', areas.map((area) => area.areaHash)],
    mac: [
      'bytea',
      areas.map(({ level, printed, areaHash }) =>
        vouch(ctx.keys, 'area-level', saidOfLevel({ listId, level, areaHash: hexOf(areaHash), name: printed })),
      ),
    ],
  })
}

/** Writes what of a list goes to review. */
export async function insertAreaReview(tx: Tx, listId: string, areas: readonly AreaInReview[]): Promise<void> {
  await sql`
    insert into area_review (list_id, row_number, level, area, reason)
    select ${listId}::uuid, row_number, level, area, reason
    from unnest(
      ${areas.map((area) => area.row)}::integer[],
      ${areas.map((area) => area.level)}::text[],
      ${areas.map((area) => area.area)}::text[],
      ${areas.map((area) => area.reason.name)}::text[]
    ) as area (row_number, level, area, reason)`.execute(tx)
}

/** What a list says about one area. */
export interface ListedAreaRow {
  /** Hexadecimal. */
  readonly areaHash: string
  readonly listId: string
  readonly level: ListedLevel
  /** As printed. */
  readonly name: Bilingual
}

function saidOfLevel({ listId, areaHash, level, name }: ListedAreaRow): Said {
  return [listId, areaHash, level, name.zh, name.en]
}

/** Every list's word on some areas, by their keyed hashes in hexadecimal; a row that the program did not write is reported and left out. */
export async function readLevels(db: Db, ctx: Ctx, areaHashes: readonly string[]): Promise<ListedAreaRow[]> {
  const rows = await db
    .selectFrom('area_level')
    .select(['area_level.area_hash', 'area_level.list_id', 'area_level.level', 'area_level.mac'])
    .select(['area_level.as_printed', 'area_level.printed_in_english'])
    .where(sql<boolean>`area_level.area_hash = any(${areaHashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])`)
    .orderBy('area_level.area_hash')
    .orderBy('area_level.list_id')
    .execute()
  return rows.flatMap((row) => {
    const level = {
      areaHash: hexOf(row.area_hash),
      listId: row.list_id,
      level: row.level,
      name: { zh: row.as_printed, en: row.printed_in_english ?? row.as_printed },
    }
    if (isVouched(ctx.keys, 'area-level', { said: saidOfLevel(level), mac: row.mac })) return [level]
    ctx.log.error({ list: row.list_id }, 'area-level-not-vouched')
    return []
  })
}

/** A list and who published it. */
export interface PublishedList extends ListSaid {
  readonly source: Bilingual
}

/** All lists that were known at a moment, or are now: an area's level ends with the first list that does not name it. */
export async function readLists(db: Db, ctx: Ctx, knownAt: Instant | undefined): Promise<PublishedList[]> {
  const rows = await db
    .selectFrom('area_list')
    .innerJoin('source', 'source.source_id', 'area_list.source_id')
    .select(['area_list.list_id', 'area_list.source_id', 'area_list.kind', 'area_list.published_at'])
    .select(['area_list.recorded_at', 'area_list.mac', 'source.name_zh', 'source.name_en'])
    .$if(knownAt !== undefined, (query) => query.where('area_list.recorded_at', '<=', toDate(knownAt!)))
    .orderBy('area_list.published_at')
    .orderBy('area_list.list_id')
    .execute()
  return rows.flatMap((row) => {
    const list = {
      listId: row.list_id,
      sourceId: row.source_id,
      kind: row.kind,
      publishedAt: toInstant(row.published_at),
      recordedAt: toInstant(row.recorded_at),
    }
    if (isVouched(ctx.keys, 'area-list', { said: saidOfList(list), mac: row.mac })) {
      return [{ ...list, source: { zh: row.name_zh, en: row.name_en } }]
    }
    ctx.log.error({ list: row.list_id }, 'area-list-not-vouched')
    return []
  })
}

/** A list that was taken, with its counts. */
export interface TakenList {
  readonly listId: string
  readonly source: Bilingual
  readonly publishedAt: Instant
  readonly recordedAt: Instant
  readonly fileName: string
  readonly taken: Readonly<Record<ListedLevel, number>>
  readonly reviewedCount: number
}

/** The lists there are, the latest publication first. */
export async function readTakenLists(db: Db, limit: number): Promise<TakenList[]> {
  const rows = await db
    .selectFrom('area_list')
    .innerJoin('source', 'source.source_id', 'area_list.source_id')
    .selectAll('area_list')
    .select(['source.name_zh', 'source.name_en'])
    .orderBy('area_list.published_at', 'desc')
    .orderBy('area_list.list_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    listId: row.list_id,
    source: { zh: row.name_zh, en: row.name_en },
    publishedAt: toInstant(row.published_at),
    recordedAt: toInstant(row.recorded_at),
    fileName: row.file_name,
    taken: { high: row.high_count, medium: row.medium_count, low: row.low_count, key: row.key_count },
    reviewedCount: row.review_count,
  }))
}

/** Areas of a county at high or medium risk on the latest list of each source, as printed. */
export async function readCurrentAreas(db: Db, county: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ as_printed: string }>`
    select distinct area_level.as_printed
    from area_level
    where area_level.division_code = ${county} and area_level.level in ('high', 'medium')
      and area_level.list_id in (
        select distinct on (area_list.source_id) area_list.list_id
        from area_list
        order by area_list.source_id, area_list.published_at desc, area_list.list_id desc
      )
    order by area_level.as_printed
    limit ${limit}`.execute(db)
  return rows.map((row) => row.as_printed)
}

/** A place in the walk through the stays that a list concerns. */
export interface StayCursor {
  readonly areaHash: Uint8Array
  readonly personId: string
}

/** The place before the first. */
export const BEFORE_ALL: StayCursor = {
  areaHash: new Uint8Array(0),
  personId: '00000000-0000-0000-0000-000000000000',
}

/**
 * Stays in areas of a list, or of the lists published just before and just after it by the same source: a list begins
 * levels, ends those of the list before it, and shortens or lengthens what follows when it comes late.
 */
export async function readConcerned(
  db: Db,
  asked: { listId: string; after: StayCursor; limit: number },
): Promise<StayCursor[]> {
  const { listId, after, limit } = asked
  const { rows } = await sql<{ area_hash: Uint8Array; person_id: string }>`
    with this_list as (
      select area_list.source_id, area_list.published_at, area_list.list_id
      from area_list where area_list.list_id = ${listId}::uuid
    ), concerned as (
      select this_list.list_id from this_list
      union all (
        select other.list_id from area_list as other join this_list on other.source_id = this_list.source_id
        where (other.published_at, other.list_id) < (this_list.published_at, this_list.list_id)
        order by other.published_at desc, other.list_id desc limit 1
      )
      union all (
        select other.list_id from area_list as other join this_list on other.source_id = this_list.source_id
        where (other.published_at, other.list_id) > (this_list.published_at, this_list.list_id)
        order by other.published_at, other.list_id limit 1
      )
    )
    select distinct stay_place.area_hash, stay_place.person_id
    from stay_place
    where stay_place.area_hash in (
        select area_level.area_hash from area_level join concerned on concerned.list_id = area_level.list_id
      )
      and (stay_place.area_hash, stay_place.person_id) > (${after.areaHash}::bytea, ${after.personId}::uuid)
    order by stay_place.area_hash, stay_place.person_id
    limit ${limit}`.execute(db)
  return rows.map((row) => ({ areaHash: row.area_hash, personId: row.person_id }))
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
