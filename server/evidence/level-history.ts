import { levelsOf, type LevelPeriod, type ListedAs } from '../../core/area-level.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import type { KeyAreaPeriod } from '../../core/facts.ts'
import { formatShanghai, type Instant, type Period } from '../../core/instant.ts'
import type { Db } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { readLevels, readLists, type ListedAreaRow, type PublishedList } from './area-list-store.ts'

/** When areas were of high or medium risk, or key areas, by their keyed hash in hexadecimal, and the names of the lists that say so. */
export interface LevelHistory {
  readonly levels: ReadonlyMap<string, readonly LevelPeriod[]>
  readonly keyAreas: ReadonlyMap<string, readonly KeyAreaPeriod[]>
  readonly listNames: Readonly<Record<string, Bilingual>>
  /** What was believed of one area's history, by name: which lists name it how, and which lists ended what others said. */
  readonly groundsOf: (areaHash: string) => readonly string[]
  /** Every list that is believed. */
  readonly listIds: ReadonlySet<string>
  /** What lists said of a stay: `factId` as `stayFacts` and `keyAreaFacts` make it. */
  readonly listsOf: (stay: { period: Period; factId: string; areaHashes: readonly string[] }) => StayLists | undefined
}

/** What one list says of the area of a stay; `level` is undefined where it does not name the area. */
export interface ListWord {
  readonly listId: string
  readonly name: Bilingual
  readonly publishedAt: Instant
  /** When we learned of it. */
  readonly recordedAt: Instant
  readonly level: ListedAs | undefined
}

/** The lists that judge a stay. */
export interface StayLists {
  /** The list because of which the stay counts, and the last one known that says the same. */
  readonly because: ListWord
  readonly last: ListWord
  /** The lists of the stay's own days: the one in force when it began, and those published until it ended. */
  readonly ofItsDays: readonly ListWord[]
}

/** The history of some areas from the lists that were known at a moment, or are known now. */
export async function levelHistory(
  db: Db,
  ctx: Ctx,
  asked: { areaHashes: readonly string[]; knownAt: Instant | undefined },
): Promise<LevelHistory> {
  const rows = asked.areaHashes.length === 0 ? [] : await readLevels(db, ctx, asked.areaHashes)
  const lists = rows.length === 0 ? [] : await readLists(db, ctx, asked.knownAt)
  const areas = [...Map.groupBy(rows, (row) => row.areaHash)]
  const grounds = new Map(areas.map(([area, named]) => [area, groundsIn(lists, named)]))
  return {
    levels: new Map(areas.map(([area, named]) => [area, levelsIn(ofKind(lists, 'risk'), named)])),
    keyAreas: new Map(areas.map(([area, named]) => [area, keyAreasIn(ofKind(lists, 'key'), named)])),
    listNames: Object.fromEntries(lists.map((list) => [list.listId, nameOfList(list)])),
    groundsOf: (areaHash) => grounds.get(areaHash) ?? [],
    listIds: new Set(lists.map(({ listId }) => listId)),
    listsOf: (stay) =>
      listsOfStay(lists, { ...stay, rows: rows.filter((row) => stay.areaHashes.includes(row.areaHash)) }),
  }
}

// A list counts with each area that it names. That it does not name one matters where it ends what the one before it said.
function groundsIn(lists: readonly PublishedList[], named: readonly ListedAreaRow[]): string[] {
  const believed = new Set(lists.map(({ listId }) => listId))
  const words = named.filter(({ listId }) => believed.has(listId))
  const naming = new Set(words.map(({ listId }) => listId))
  const ending = (['risk', 'key'] as const).flatMap((kind) =>
    perSource(ofKind(lists, kind), (published) =>
      published.filter(({ listId }, place) => !naming.has(listId) && naming.has(published[place - 1]?.listId ?? '')),
    ),
  )
  return [
    ...words.flatMap(({ listId, areaHash, level }) => [listId, `${listId} ${areaHash} ${level}`]),
    ...ending.map(({ listId }) => listId),
  ]
}

function listsOfStay(
  lists: readonly PublishedList[],
  stay: { period: Period; factId: string; rows: readonly ListedAreaRow[] },
): StayLists | undefined {
  const because = lists.find(({ listId }) => stay.factId.split(':')[1] === listId)
  if (!because) return undefined
  const levels = new Map(stay.rows.map(({ listId, level }) => [listId, level]))
  const wordOf = (list: PublishedList): ListWord => ({
    listId: list.listId,
    name: nameOfList(list),
    publishedAt: list.publishedAt,
    recordedAt: list.recordedAt,
    level: levels.get(list.listId),
  })
  // Of two lists of one moment the later one is the correction.
  const published = lists
    .filter(({ kind, sourceId }) => kind === because.kind && sourceId === because.sourceId)
    .filter((list, place, all) => all[place + 1]?.publishedAt !== list.publishedAt)
  const level = levels.get(because.listId)
  const after = published.slice(published.indexOf(because))
  const change = after.findIndex(({ listId }) => levels.get(listId) !== level)
  const last = change < 0 ? after.at(-1) : after[change - 1]
  const { from, to } = stay.period
  const before = published.findLast(({ publishedAt }) => publishedAt <= from)
  const during = published.filter(({ publishedAt }) => publishedAt > from && (to === undefined || publishedAt < to))
  return {
    because: wordOf(because),
    last: wordOf(last ?? because),
    ofItsDays: [...(before ? [before] : []), ...during].map(wordOf),
  }
}

function ofKind(lists: readonly PublishedList[], kind: PublishedList['kind']): PublishedList[] {
  return lists.filter((list) => list.kind === kind)
}

function levelsIn(lists: readonly PublishedList[], named: readonly ListedAreaRow[]): LevelPeriod[] {
  const levelIn = new Map(named.map((row) => [row.listId, row.level === 'key' ? undefined : row.level]))
  return perSource(lists, (published) =>
    levelsOf(published.map(({ publishedAt, listId }) => ({ publishedAt, listId, level: levelIn.get(listId) }))),
  )
}

function keyAreasIn(lists: readonly PublishedList[], named: readonly ListedAreaRow[]): KeyAreaPeriod[] {
  const nameIn = new Map(named.map((row) => [row.listId, row.name]))
  const level = (listId: string) => (nameIn.has(listId) ? ('key' as const) : undefined)
  return perSource(lists, (published) =>
    levelsOf(published.map(({ publishedAt, listId }) => ({ publishedAt, listId, level: level(listId) }))),
  ).map((period) => ({ ...period, place: nameIn.get(period.listId)! }))
}

// Each source's lists are snapshots of their own: that one body does not name an area does not end what another says.
function perSource<Period>(
  lists: readonly PublishedList[],
  periodsOf: (published: readonly PublishedList[]) => readonly Period[],
): Period[] {
  return [...Map.groupBy(lists, (list) => list.sourceId).values()].flatMap((published) => periodsOf(published))
}

function nameOfList({ kind, source, publishedAt }: PublishedList): Bilingual {
  const at = formatShanghai(publishedAt).slice(0, 16)
  const [zh, en] = kind === 'risk' ? ['风险地区名单', 'risk-area list'] : ['重点地区名单', 'list of key areas']
  return { zh: `${source.zh} ${at} 公布的${zh}`, en: `the ${en} of ${source.en} published at ${at}` }
}
