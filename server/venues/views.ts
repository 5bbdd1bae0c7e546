import { sql } from 'kysely'
import type { VenueView } from '../../contract/venues.ts'
import type { Instant } from '../../core/instant.ts'
import { toDate, toInstant, type Db } from '../kit/db.ts'
import type { Thing } from '../kit/permissions.ts'
import { isOnGrounds, type Grounds } from './grounds.ts'

/** What decides who may touch a venue. */
export async function findThingOfVenue(db: Db, venueId: string): Promise<Thing | undefined> {
  const row = await db
    .selectFrom('venue')
    .select(['venue.venue_id', 'venue.organisation_id', 'venue.division_code'])
    .where('venue.venue_id', '=', venueId)
    .executeTakeFirst()
  return row && { venueId: row.venue_id, organisationId: row.organisation_id, divisionCode: row.division_code }
}

/** The venues of somebody's grounds with their gates and policies, in the order of their ids. */
export async function listVenueRows(
  db: Db,
  asked: { grounds: Grounds; after?: string | undefined; only?: string | undefined; now: Instant; limit: number },
): Promise<VenueView[]> {
  let query = db
    .selectFrom('venue')
    .select(['venue.venue_id', 'venue.name', 'venue.address', 'venue.division_code'])
    .where(isOnGrounds(asked.grounds))
    .orderBy('venue.venue_id')
    .limit(asked.limit)
  if (asked.after !== undefined) query = query.where('venue.venue_id', '>', asked.after)
  if (asked.only !== undefined) query = query.where('venue.venue_id', '=', asked.only)
  const venues = await query.execute()
  const ids = venues.map((row) => row.venue_id)
  const [gates, policies] = [await gatesOf(db, ids), await policiesOf(db, ids, asked.now)]
  return venues.map((row) => ({
    venueId: row.venue_id,
    name: row.name,
    address: row.address,
    divisionCode: row.division_code,
    gates: gates
      .filter((gate) => gate.venue_id === row.venue_id)
      .map((gate) => ({ gateId: gate.gate_id, name: gate.name })),
    policies: policies
      .filter((policy) => policy.venue_id === row.venue_id)
      .map((policy) => ({ from: toInstant(policy.valid_from), name: policy.name })),
  }))
}

/** A few for each of at most a hundred venues. */
const MOST_ROWS = 5_000

async function gatesOf(db: Db, venueIds: readonly string[]) {
  return db
    .selectFrom('gate')
    .select(['gate.gate_id', 'gate.venue_id', 'gate.name'])
    .where(sql<boolean>`gate.venue_id = any(${venueIds}::uuid[])`)
    .orderBy('gate.name')
    .orderBy('gate.gate_id')
    .limit(MOST_ROWS)
    .execute()
}

async function policiesOf(db: Db, venueIds: readonly string[], now: Instant) {
  return db
    .selectFrom('venue_policy')
    .innerJoin('door_policy', 'door_policy.policy_id', 'venue_policy.policy_id')
    .select(['venue_policy.venue_id', 'venue_policy.valid_from'])
    .select(sql<{ zh: string; en: string }>`door_policy.document -> 'name'`.as('name'))
    .where(sql<boolean>`venue_policy.venue_id = any(${venueIds}::uuid[])`)
    .where(({ or, eb }) => or([eb('venue_policy.valid_to', 'is', null), eb('venue_policy.valid_to', '>', toDate(now))]))
    .orderBy('venue_policy.valid_from')
    .limit(MOST_ROWS)
    .execute()
}
