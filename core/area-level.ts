import type { AreaLevel } from './area-list.ts'
import type { Instant } from './instant.ts'

/** One list's word on one area; `level` is undefined where the list does not name the area. */
export interface ListedLevel {
  readonly publishedAt: Instant
  readonly listId: string
  readonly level: AreaLevel | undefined
}

/** A stretch of time in which an area was of high or medium risk: from the first list that says so (`listId`) to the first later one that does not; `to` is undefined after the last list. */
export interface LevelPeriod {
  readonly level: 'high' | 'medium'
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
export function levelsOf(lists: readonly ListedLevel[]): LevelPeriod[] {
  const inOrder = lists.toSorted((a, b) => a.publishedAt - b.publishedAt || (a.listId < b.listId ? -1 : 1))
  const periods: LevelPeriod[] = []
  inOrder.forEach((list, place) => {
    if (inOrder[place + 1]?.publishedAt === list.publishedAt) return
    const level = list.level === 'low' ? undefined : list.level
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
