import type { AreaLevel } from './area-list.ts'
import type { Instant } from './instant.ts'

/** What a list says of an area: a level of risk, or that it is a key area (重点地区). */
export type ListedAs = AreaLevel | 'key'

/** One list's word on one area; `level` is undefined where the list does not name the area. */
export interface ListedLevel<Level extends ListedAs = AreaLevel> {
  readonly publishedAt: Instant
  readonly listId: string
  readonly level: Level | undefined
}

/** A stretch of time in which an area was of high or medium risk, or a key area: from the first list that says so (`listId`) to the first later one that does not; `to` is undefined after the last list. */
export interface LevelPeriod<Level extends string = 'high' | 'medium'> {
  readonly level: Level
  readonly from: Instant
  readonly to: Instant | undefined
  readonly listId: string
  /** The last list that named the area at this level, and its publication: the age of what is known. */
  readonly lastListId: string
  readonly lastPublishedAt: Instant
}

/**
 * The history of one area from every list there is, in any order, those that do not name it included. Low risk counts
 * as not named. Of two lists of the same moment the one with the greater id counts: ids grow, so it is the correction.
 */
export function levelsOf<Level extends ListedAs>(
  lists: readonly ListedLevel<Level>[],
): LevelPeriod<Exclude<Level, 'low'>>[] {
  const inOrder = lists.toSorted((a, b) => a.publishedAt - b.publishedAt || (a.listId < b.listId ? -1 : 1))
  const periods: LevelPeriod<Exclude<Level, 'low'>>[] = []
  inOrder.forEach((list, place) => {
    if (inOrder[place + 1]?.publishedAt === list.publishedAt) return
    const level = counted(list.level)
    const last = periods.at(-1)
    const open = last?.to === undefined ? last : undefined
    if (open !== undefined && open.level === level) {
      periods[periods.length - 1] = { ...open, lastListId: list.listId, lastPublishedAt: list.publishedAt }
      return
    }
    if (open !== undefined) periods[periods.length - 1] = { ...open, to: list.publishedAt }
    if (level !== undefined) {
      const { listId, publishedAt } = list
      periods.push({
        level,
        from: publishedAt,
        to: undefined,
        listId,
        lastListId: listId,
        lastPublishedAt: publishedAt,
      })
    }
  })
  return periods
}

function counted<Level extends ListedAs>(level: Level | undefined): Exclude<Level, 'low'> | undefined {
  return level === 'low' ? undefined : (level as Exclude<Level, 'low'> | undefined)
}
