import type { DoorPolicy } from '../../core/door.ts'
import type { Instant } from '../../core/instant.ts'
import { toDate, type Tx } from '../kit/db.ts'
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

/** A gate of an organisation as a door, with the policy in force at `at`; undefined where it is another's, or there is none. */
export async function findDoor(
  ctx: Pick<Ctx, 'pool'>,
  asked: { gateId: string; organisationId: string; at: Instant },
): Promise<Door | undefined> {
  const row = await readDoor(ctx.pool, [asked.gateId, asked.organisationId, toDate(asked.at)])
  return row && { gateId: row.gate_id, venueId: row.venue_id, policyId: row.policy_id, policy: asPolicy(row.document) }
}

/** A policy as it stands in its row; it was checked when it was written. */
function asPolicy(document: unknown): DoorPolicy {
  return document as DoorPolicy
}
