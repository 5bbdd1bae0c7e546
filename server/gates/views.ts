import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { PolicyView } from '../../contract/doors.ts'
import type { GateDevices, GateDuty } from '../../contract/gates.ts'
import { after, type Instant } from '../../core/instant.ts'
import { GATE_CERTIFICATE_LIFE } from '../../core/code/gate-certificate.ts'
import { isOurs, type DeviceRow } from '../identity/gate-device.ts'
import { isOnDuty, STAFF_ROW, type StaffRow } from '../identity/staff-row.ts'
import { toDate, toInstant, type Db } from '../kit/db.ts'
import type { Thing } from '../kit/permissions.ts'
import type { MasterKeys } from '../kit/seal.ts'
import { groundsOf, isOnGrounds } from '../venues/grounds.ts'
import type { Ctx } from '../kit/world.ts'

/** A gate and its venue. */
export interface Post {
  readonly gate: GateDuty['gate']
  readonly venue: GateDuty['venue']
  readonly organisationId: string
  /** What decides who may touch it. */
  readonly thing: Thing
}

/** A device's row, whether or not it is on. */
export async function findDevice(db: Db, deviceId: string): Promise<DeviceRow | undefined> {
  return db.selectFrom('gate_device').selectAll().where('gate_device.device_id', '=', deviceId).executeTakeFirst()
}

/** The gate of an id. */
export async function findPost(db: Db, gateId: string): Promise<Post | undefined> {
  const row = await db
    .selectFrom('gate')
    .innerJoin('venue', 'venue.venue_id', 'gate.venue_id')
    .select([
      'gate.name as gate_name',
      'venue.venue_id',
      'venue.name',
      'venue.address',
      'venue.made_up',
      'venue.organisation_id',
      'venue.division_code',
    ])
    .where('gate.gate_id', '=', gateId)
    .executeTakeFirst()
  return (
    row && {
      gate: { gateId, name: row.gate_name },
      venue: { venueId: row.venue_id, name: row.name, address: row.address, madeUp: row.made_up },
      organisationId: row.organisation_id,
      thing: thingOf(row),
    }
  )
}

/** What decides who may touch a device: its gate's venue. */
export async function findThingOfDevice(db: Db, deviceId: string): Promise<Thing | undefined> {
  const row = await db
    .selectFrom('gate_device')
    .innerJoin('gate', 'gate.gate_id', 'gate_device.gate_id')
    .innerJoin('venue', 'venue.venue_id', 'gate.venue_id')
    .select(['venue.venue_id', 'venue.organisation_id', 'venue.division_code'])
    .where('gate_device.device_id', '=', deviceId)
    .executeTakeFirst()
  return row && thingOf(row)
}

/** The policies of a venue that are in force or known to follow, in the order in which they begin; at most 50. */
export async function listPolicies(db: Db, venueId: string, now: Instant): Promise<GateDuty['policies']> {
  const rows = await db
    .selectFrom('venue_policy')
    .innerJoin('door_policy', 'door_policy.policy_id', 'venue_policy.policy_id')
    .select(['venue_policy.valid_from', 'door_policy.document'])
    .where('venue_policy.venue_id', '=', venueId)
    .where(({ or, eb }) => or([eb('venue_policy.valid_to', 'is', null), eb('venue_policy.valid_to', '>', toDate(now))]))
    .orderBy('venue_policy.valid_from')
    .limit(50)
    .execute()
  return rows.map((row) => ({ from: toInstant(row.valid_from), policy: asPolicy(row.document) }))
}

/** The row of a guard, on duty or not, by his id. */
export async function findGuard(db: Db, guardId: string): Promise<StaffRow | undefined> {
  return db
    .selectFrom('staff')
    .select(STAFF_ROW)
    .where('staff.staff_id', '=', guardId)
    .where('staff.role', '=', 'guard')
    .executeTakeFirst()
}

/** A guard and his sealed PIN, where he was given one. */
interface GuardRow extends StaffRow {
  readonly sealed: Uint8Array | null
}

/** The guards in active service of an organisation; at most 500. */
export async function listGuardRows(db: Db, keys: MasterKeys, organisationId: string): Promise<GuardRow[]> {
  const rows = await db
    .selectFrom('staff')
    .leftJoin('guard_pin', 'guard_pin.staff_id', 'staff.staff_id')
    .select(STAFF_ROW)
    .select('guard_pin.sealed')
    .where('staff.organisation_id', '=', organisationId)
    // As the index of guards says it.
    .where(sql<boolean>`staff.role = 'guard' and staff.active`)
    .orderBy('staff.staff_id')
    .limit(500)
    .execute()
  return rows.filter((row) => isOnDuty(keys, row))
}

/** The devices that we ever enrolled at the gates that somebody runs, newest first; at most 1,000. Rows written by hand are none, and the log says so. */
export async function listDevices(ctx: Ctx, by: 'run-doors' | 'run-all-gates'): Promise<GateDevices['devices']> {
  const { now } = ctx
  const within = by === 'run-doors' ? groundsOf(ctx) : undefined
  let query = ctx.db
    .selectFrom('gate_device')
    .innerJoin('gate', 'gate.gate_id', 'gate_device.gate_id')
    .innerJoin('venue', 'venue.venue_id', 'gate.venue_id')
    .selectAll('gate_device')
    .select(['gate.name as gate_name', 'venue.venue_id', 'venue.name as venue_name'])
    .orderBy('gate_device.enrolled_at', 'desc')
    .orderBy('gate_device.device_id')
    .limit(1_000)
  if (within) query = query.where(isOnGrounds(within))
  const rows = await query.execute()
  const ours = rows.filter((row) => isOurs(ctx.keys, row))
  if (ours.length < rows.length) ctx.log.error({ count: rows.length - ours.length }, 'gate-device-not-vouched')
  return ours.map((row) => {
    const offAt = row.off_at === null ? undefined : toInstant(row.off_at)
    const end = after(offAt ?? now, GATE_CERTIFICATE_LIFE)
    return {
      deviceId: row.device_id,
      gate: { gateId: row.gate_id, name: row.gate_name },
      venue: { venueId: row.venue_id, name: row.venue_name },
      enrolledAt: toInstant(row.enrolled_at),
      ...(offAt !== undefined && { offAt }),
      ...(end > now && { worksOfflineUntil: end }),
    }
  })
}

function thingOf(row: { venue_id: string; organisation_id: string; division_code: string }): Thing {
  return { venueId: row.venue_id, organisationId: row.organisation_id, divisionCode: row.division_code }
}

/** A policy as it stands in its row; it was checked when it was written. */
function asPolicy(document: unknown): Static<typeof PolicyView> {
  return document as Static<typeof PolicyView>
}
