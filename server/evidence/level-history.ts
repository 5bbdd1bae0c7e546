import { levelsOf, type LevelPeriod } from '../../core/area-level.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import type { KeyAreaPeriod } from '../../core/facts.ts'
import { formatShanghai, type Instant } from '../../core/instant.ts'
import type { Db } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import { readLevels, readLists, type ListedAreaRow, type PublishedList } from './area-list-store.ts'

/** When areas were of high or medium risk, or key areas, by their keyed hash in hexadecimal, and the names of the lists that say so. */
export interface LevelHistory {
  readonly levels: ReadonlyMap<string, readonly LevelPeriod[]>
  readonly keyAreas: ReadonlyMap<string, readonly KeyAreaPeriod[]>
  readonly listNames: Readonly<Record<string, Bilingual>>
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
  return {
    levels: new Map(areas.map(([area, named]) => [area, levelsIn(ofKind(lists, 'risk'), named)])),
    keyAreas: new Map(areas.map(([area, named]) => [area, keyAreasIn(ofKind(lists, 'key'), named)])),
    listNames: Object.fromEntries(lists.map((list) => [list.listId, nameOfList(list)])),
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
