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

/** The same as a condition on `venue`, for lists; of one in hand, `mayTouch` decides. */
export function isOnGrounds({ organisationId, division, venueId }: Grounds): RawBuilder<boolean> {
  return sql<boolean>`venue.organisation_id = ${organisationId} and ${liesIn('venue.division_code', division)}
    and venue.venue_id = coalesce(${venueId ?? null}, venue.venue_id)`
}
