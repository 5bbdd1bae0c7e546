import type { Static } from 'typebox'
import type { DutyVenues, PolicyView } from '../../contract/doors.ts'
import type { DoorPolicy } from '../../core/door.ts'
import type { Instant } from '../../core/instant.ts'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import { pointRead } from '../kit/point-read.ts'
import { newId, type Ctx } from '../kit/world.ts'
import cafeOpen from './policies/cafe-open.json' with { type: 'json' }
import cafeTakeaway from './policies/cafe-takeaway.json' with { type: 'json' }
import hospitalEmergency from './policies/hospital-emergency.json' with { type: 'json' }
import park from './policies/park.json' with { type: 'json' }
import serviceHall from './policies/service-hall.json' with { type: 'json' }

/** The door policies that come with the program, as data. */
export const SHIPPED_POLICIES = {
  'service-hall': serviceHall,
  park,
  'cafe-takeaway': cafeTakeaway,
  'cafe-open': cafeOpen,
  'hospital-emergency': hospitalEmergency,
} as const

export type ShippedPolicy = keyof typeof SHIPPED_POLICIES

/** Puts the shipped policies into the database and answers their ids. */
export async function insertShippedPolicies(tx: Tx, ctx: Ctx): Promise<Record<ShippedPolicy, string>> {
  const ids = {} as Record<ShippedPolicy, string>
  for (const [name, { version, ...document }] of Object.entries(SHIPPED_POLICIES)) {
    const policyId = newId(ctx)
    await tx
      .insertInto('door_policy')
      .values({ policy_id: policyId, version, document: JSON.stringify(document) })
      .execute()
    ids[name as ShippedPolicy] = policyId
  }
  return ids
}

/** A gate, its venue and the policy in force there now. */
export interface Door {
  readonly gateId: string
  readonly venueId: string
  readonly policyId: string
  readonly policy: DoorPolicy
}

const DOOR_OF_GATE = `
  select asked.place, gate.gate_id, venue.venue_id, door_policy.policy_id, door_policy.document
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) with ordinality as asked (gate_id, organisation_id, at, place)
  join gate on gate.gate_id = asked.gate_id
  join venue on venue.venue_id = gate.venue_id and venue.organisation_id = asked.organisation_id
  join venue_policy on venue_policy.venue_id = venue.venue_id
    and venue_policy.valid_from <= asked.at and (venue_policy.valid_to is null or venue_policy.valid_to > asked.at)
  join door_policy on door_policy.policy_id = venue_policy.policy_id`

interface DoorRow {
  readonly gate_id: string
  readonly venue_id: string
  readonly policy_id: string
  readonly document: unknown
}

const readDoor = pointRead<DoorRow>({ name: 'door-of-gate', text: DOOR_OF_GATE })

/** The door at which a guard may be on duty: one of his own organisation's, with the policy in force at `at`; otherwise undefined. */
export async function findDoor(ctx: Ctx, gateId: string, at: Instant): Promise<Door | undefined> {
  if (ctx.actor.kind !== 'staff') return undefined
  const row = await readDoor(ctx.pool, [gateId, ctx.actor.organisationId, toDate(at)])
  return row && { gateId: row.gate_id, venueId: row.venue_id, policyId: row.policy_id, policy: asPolicy(row.document) }
}

/** The venues and gates of the guard's organisation, with the policy in force; at most 200. */
export async function listDutyVenues(db: Db, ctx: Ctx): Promise<DutyVenues> {
  if (ctx.actor.kind !== 'staff') return { venues: [], serverTime: ctx.now }
  const rows = await db
    .selectFrom('venue')
    .innerJoin('venue_policy', 'venue_policy.venue_id', 'venue.venue_id')
    .innerJoin('door_policy', 'door_policy.policy_id', 'venue_policy.policy_id')
    .innerJoin('gate', 'gate.venue_id', 'venue.venue_id')
    .select([
      'venue.venue_id',
      'venue.name',
      'venue.address',
      'venue.made_up',
      'door_policy.document',
      'gate.gate_id',
      'gate.name as gate_name',
    ])
    .where('venue.organisation_id', '=', ctx.actor.organisationId)
    .where('venue_policy.valid_from', '<=', toDate(ctx.now))
    .where(({ or, eb }) =>
      or([eb('venue_policy.valid_to', 'is', null), eb('venue_policy.valid_to', '>', toDate(ctx.now))]),
    )
    .orderBy('venue.name')
    .orderBy('gate.name')
    .limit(600)
    .execute()
  const venues = new Map<string, DutyVenues['venues'][number]>()
  for (const row of rows) {
    const venue = venues.get(row.venue_id) ?? {
      venueId: row.venue_id,
      name: row.name,
      address: row.address,
      madeUp: row.made_up,
      policy: row.document as Static<typeof PolicyView>,
      gates: [],
    }
    venue.gates.push({ gateId: row.gate_id, name: row.gate_name })
    venues.set(row.venue_id, venue)
  }
  return { guardId: ctx.actor.staffId, venues: [...venues.values()], serverTime: ctx.now }
}

/** A policy as it stands in its row; it was checked when it was written. */
function asPolicy(document: unknown): DoorPolicy {
  return document as DoorPolicy
}
