import { sql, type RawBuilder } from 'kysely'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'

/** Which venues somebody runs: his organisation's, as far as his jurisdiction goes. */
export interface Grounds {
  readonly organisationId: string
  readonly division: string
  readonly venueId: string | undefined
}

/** The venues that the caller runs. Problems: not-permitted. */
export function groundsOf({ actor }: Pick<Ctx, 'actor'>): Grounds {
  if (actor.kind !== 'staff') throw new Problem('not-permitted')
  return actor
}

/** The same as a condition on `venue`, for lists; of one in hand, `mayTouch` decides. */
export function isOnGrounds({ organisationId, division, venueId }: Grounds): RawBuilder<boolean> {
  const own = sql<boolean>`venue.organisation_id = ${organisationId} and ${liesInDivision(division)}`
  return venueId === undefined ? own : sql<boolean>`${own} and venue.venue_id = ${venueId}`
}

/** As the indexes have it: what is equal can be read in the order of names. */
function liesInDivision(division: string): RawBuilder<boolean> {
  if (division === '') return sql<boolean>`true`
  if (division.length === DISTRICT_DIGITS) return sql<boolean>`left(venue.division_code, 6) = ${division}`
  return sql<boolean>`venue.division_code = ${division}`
}

const DISTRICT_DIGITS = 6
