import { levelsOf, type LevelPeriod } from '../../core/area-level.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { formatShanghai, type Instant } from '../../core/instant.ts'
import type { Db } from '../kit/db.ts'
import { readLevels, readLists, type ListedAreaRow, type PublishedList } from './area-list-store.ts'

/** When areas were of high or medium risk, by their keyed hash in hexadecimal, and the names of the lists that say so. */
export interface LevelHistory {
  readonly levels: ReadonlyMap<string, readonly LevelPeriod[]>
  readonly listNames: Readonly<Record<string, Bilingual>>
}

/** The history of some areas from the lists that were known at a moment, or are known now. */
export async function levelHistory(
  db: Db,
  areaHashes: readonly Uint8Array[],
  knownAt: Instant | undefined,
): Promise<LevelHistory> {
  const rows = areaHashes.length === 0 ? [] : await readLevels(db, areaHashes)
  const lists = rows.length === 0 ? [] : await readLists(db, knownAt)
  return {
    levels: new Map(
      [...Map.groupBy(rows, (row) => row.areaHash)].map(([area, named]) => [area, levelsIn(lists, named)]),
    ),
    listNames: Object.fromEntries(lists.map((list) => [list.listId, nameOfList(list)])),
  }
}

// Each source's lists are snapshots of their own: that one body does not name an area does not end what another says.
function levelsIn(lists: readonly PublishedList[], named: readonly ListedAreaRow[]): LevelPeriod[] {
  const levelIn = new Map(named.map((row) => [row.listId, row.level]))
  const sources = Map.groupBy(lists, (list) => list.sourceId)
  return [...sources.values()]
    .filter((published) => published.some((list) => levelIn.has(list.listId)))
    .flatMap((published) =>
      levelsOf(published.map(({ publishedAt, listId }) => ({ publishedAt, listId, level: levelIn.get(listId) }))),
    )
}

function nameOfList({ source, publishedAt }: PublishedList): Bilingual {
  const at = formatShanghai(publishedAt).slice(0, 16)
  return {
    zh: `${source.zh} ${at} 公布的风险地区名单`,
    en: `the risk-area list of ${source.en} published at ${at}`,
  }
}
