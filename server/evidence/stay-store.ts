import { sql } from 'kysely'
import type { Tx } from '../kit/db.ts'
import { insertMany } from '../kit/insert-many.ts'

/** A stay by which a new list finds whom it concerns. */
export interface StayPlace {
  readonly personId: string
  readonly evidenceId: string
  /** Keyed: of the community and of the divisions around it. */
  readonly areaHashes: readonly Uint8Array[]
  readonly county: string
  /** In the form in which it is compared. */
  readonly community: string
}

/** Where stays were, by keyed hash. */
export async function insertStayPlaces(tx: Tx, stays: readonly StayPlace[]): Promise<void> {
  const rows = stays.flatMap(({ areaHashes, personId, evidenceId }) =>
    areaHashes.map((areaHash) => ({ areaHash, personId, evidenceId })),
  )
  await insertMany(tx, 'stay_place', {
    area_hash: ['bytea', rows.map((row) => row.areaHash)],
    person_id: ['uuid', rows.map((row) => row.personId)],
    evidence_id: ['uuid', rows.map((row) => row.evidenceId)],
  })
}

// Two characters are in too many names to tell anything.
const SHORTEST_RESEMBLANCE = 3

/** Puts stays before staff for each listed area of their county whose name contains the stay's or is contained in it. */
export async function insertStayReviews(tx: Tx, stays: readonly StayPlace[]): Promise<void> {
  const named = stays.filter(({ community }) => [...community].length >= SHORTEST_RESEMBLANCE)
  if (named.length === 0) return
  await sql`
    insert into stay_review (person_id, evidence_id, list_id)
    select stay.person_id, stay.evidence_id, alike.list_id
    from unnest(
      ${named.map((stay) => stay.personId)}::uuid[],
      ${named.map((stay) => stay.evidenceId)}::uuid[],
      ${named.map((stay) => stay.county)}::text[],
      ${named.map((stay) => stay.community)}::text[]
    ) as stay (person_id, evidence_id, county, community)
    cross join lateral (
      select distinct on (area_level.community) area_level.list_id
      from area_level
      where area_level.division_code = stay.county and area_level.level in ('high', 'medium')
        and area_level.community <> stay.community and char_length(area_level.community) >= ${SHORTEST_RESEMBLANCE}
        and (position(area_level.community in stay.community) > 0
          or position(stay.community in area_level.community) > 0)
      order by area_level.community, area_level.list_id desc
      limit 100
    ) as alike
    on conflict do nothing`.execute(tx)
}
