import { sql, type RawBuilder } from 'kysely'
import { liesIn } from '../kit/lies-in.ts'
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

/** The same as a condition on `venue`, for lists of what is at venues; of one in hand, `mayTouch` decides. */
export function isOnGrounds({ organisationId, division, venueId }: Grounds): RawBuilder<boolean> {
  return sql<boolean>`venue.organisation_id = ${organisationId} and ${liesIn('venue.division_code', division)}
    and venue.venue_id = coalesce(${venueId ?? null}, venue.venue_id)`
}

/** The same for lists of venues, as their indexes have it: what is equal can be read in the order of names. */
export function isOneOfGrounds({ organisationId, division, venueId }: Grounds): RawBuilder<boolean> {
  const own = sql<boolean>`venue.organisation_id = ${organisationId} and ${isInDivision(division)}`
  return venueId === undefined ? own : sql<boolean>`${own} and venue.venue_id = ${venueId}`
}

function isInDivision(division: string): RawBuilder<boolean> {
  if (division === '') return sql<boolean>`true`
  if (division.length === DISTRICT_DIGITS) return sql<boolean>`left(venue.division_code, 6) = ${division}`
  return sql<boolean>`venue.division_code = ${division}`
}

const DISTRICT_DIGITS = 6
