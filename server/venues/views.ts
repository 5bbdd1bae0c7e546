import { sql } from 'kysely'
import type { VenueView } from '../../contract/venues.ts'
import type { Instant } from '../../core/instant.ts'
import type { VenueKind } from '../../core/venue.ts'
import { toDate, toInstant, toInstantOrNone, type Db } from '../kit/db.ts'
import type { Thing } from '../kit/permissions.ts'
import { isOneOfGrounds, type Grounds } from './grounds.ts'

/** What decides who may touch a venue. */
export async function findThingOfVenue(db: Db, venueId: string): Promise<Thing | undefined> {
  return (await findPlaceOfVenue(db, venueId))?.thing
}

/** Where a venue stands in the list of venues, and what decides who may touch it. */
export async function findPlaceOfVenue(db: Db, venueId: string): Promise<{ name: string; thing: Thing } | undefined> {
  const row = await db
    .selectFrom('venue')
    .select(['venue.venue_id', 'venue.organisation_id', 'venue.division_code', 'venue.name'])
    .where('venue.venue_id', '=', venueId)
    .executeTakeFirst()
  return row && { name: row.name, thing: thingOf(row) }
}

/** By whom a venue of an id was registered, and with which request; empty of one that was made otherwise. */
export async function findRegistered(
  db: Db,
  venueId: string,
): Promise<{ organisationId: string; requestHash: Uint8Array } | undefined> {
  const row = await db
    .selectFrom('venue')
    .select(['venue.organisation_id', 'venue.request_hash'])
    .where('venue.venue_id', '=', venueId)
    .executeTakeFirst()
  return row && { organisationId: row.organisation_id, requestHash: row.request_hash ?? new Uint8Array() }
}

/** A gate as it stands in its row, and its venue. */
export interface GateOfVenue {
  readonly gateId: string
  readonly venueId: string
  readonly name: string
  readonly closedAt: Instant | undefined
  /** What decides who may touch it. */
  readonly thing: Thing
}

/** The gate of an id. */
export async function findGate(db: Db, gateId: string): Promise<GateOfVenue | undefined> {
  const row = await db
    .selectFrom('gate')
    .innerJoin('venue', 'venue.venue_id', 'gate.venue_id')
    .select(['gate.gate_id', 'gate.name', 'gate.closed_at'])
    .select(['venue.venue_id', 'venue.organisation_id', 'venue.division_code'])
    .where('gate.gate_id', '=', gateId)
    .executeTakeFirst()
  return (
    row && {
      gateId: row.gate_id,
      venueId: row.venue_id,
      name: row.name,
      closedAt: toInstantOrNone(row.closed_at),
      thing: thingOf(row),
    }
  )
}

/** How many gates a venue has, open and closed. */
export async function countGates(db: Db, venueId: string): Promise<number> {
  const { count } = await db
    .selectFrom('gate')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('gate.venue_id', '=', venueId)
    .executeTakeFirstOrThrow()
  return count
}

/** A venue as a list has it. */
interface ListedRow {
  readonly venue_id: string
  readonly name: string
  readonly kind: VenueKind
  readonly address: string
  readonly division_code: string
}

/** The venues of somebody's grounds in the order of their names, byte by byte; `name`: those whose names begin so. */
export async function listVenueRows(
  db: Db,
  asked: {
    grounds: Grounds
    after?: { name: string; id: string } | undefined
    name?: string | undefined
    only?: string | undefined
    limit: number
  },
): Promise<ListedRow[]> {
  const { after, name, only } = asked
  let query = db
    .selectFrom('venue')
    .select(['venue.venue_id', 'venue.name', 'venue.kind', 'venue.address', 'venue.division_code'])
    .where(isOneOfGrounds(asked.grounds))
    .orderBy(sql`venue.name collate "C"`)
    .orderBy('venue.venue_id')
    .limit(asked.limit)
  if (only !== undefined) query = query.where('venue.venue_id', '=', only)
  if (name !== undefined) {
    query = query.where(
      sql<boolean>`venue.name collate "C" >= ${name} and venue.name collate "C" < ${`${name}${LAST_CHARACTER}`}`,
    )
  }
  if (after) {
    query = query.where(
      sql<boolean>`(venue.name collate "C", venue.venue_id) > (${after.name}::text collate "C", ${after.id}::uuid)`,
    )
  }
  return query.execute()
}

/** No name has it, and in UTF-8 nothing comes behind it. */
const LAST_CHARACTER = '\u{10ffff}'

/** Listed venues as whoever runs them sees them, with their gates and policies. */
export async function viewsOf(db: Db, rows: readonly ListedRow[], now: Instant): Promise<VenueView[]> {
  const ids = rows.map((row) => row.venue_id)
  const [gates, policies] = [await gatesOf(db, ids), await policiesOf(db, ids, now)]
  return rows.map((row) => ({
    venueId: row.venue_id,
    name: row.name,
    kind: row.kind,
    address: row.address,
    divisionCode: row.division_code,
    gates: gates
      .filter((gate) => gate.venue_id === row.venue_id)
      .map((gate) => ({
        gateId: gate.gate_id,
        name: gate.name,
        ...(gate.closed_at !== null && { closedAt: toInstant(gate.closed_at) }),
      })),
    policies: policies
      .filter((policy) => policy.venue_id === row.venue_id)
      .map((policy) => ({ from: toInstant(policy.valid_from), name: policy.name })),
  }))
}

/** A few for each of at most a hundred venues; of gates at most fifty. */
const MOST_ROWS = 5_000

async function gatesOf(db: Db, venueIds: readonly string[]) {
  return db
    .selectFrom('gate')
    .select(['gate.gate_id', 'gate.venue_id', 'gate.name', 'gate.closed_at'])
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

function thingOf(row: { venue_id: string; organisation_id: string; division_code: string }): Thing {
  return { venueId: row.venue_id, organisationId: row.organisation_id, divisionCode: row.division_code }
}
