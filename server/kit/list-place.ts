import { instant, type Instant } from '../../core/instant.ts'
import { isUuid } from '../../core/uuid.ts'
import { Problem } from './problem.ts'

/** A place in a list that is ordered by a moment and then by an id: the next page begins behind it. */
export interface ListPlace {
  readonly at: Instant
  readonly id: string
}

/**
 * The place that `next` told; without one the list begins at its first page. `isId` says what the list's ids look like.
 * Problems: input-invalid for what `next` never tells.
 */
export function readPlace(text: string | undefined, isId: (text: string) => boolean = isUuid): ListPlace | undefined {
  if (text === undefined) return undefined
  const [, at, id] = /^(\d{1,13})\.([0-9a-f-]+)$/.exec(text) ?? []
  if (at !== undefined && id !== undefined && isId(id)) return { at: instant(Number(at)), id }
  // To begin anew would be the first page again and again for a program that cuts the place short.
  throw new Problem('input-invalid', [
    { field: 'after', zh: '应为上一页答复中的 next', en: 'should be the next of the page before' },
  ])
}

/** A place as `next` tells it. */
export function placeText({ at, id }: ListPlace): string {
  return `${at}.${id}`
}
