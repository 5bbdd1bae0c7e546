import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { PolicyView } from '../../contract/doors.ts'
import type { GateDevices, GateDuty } from '../../contract/gates.ts'
import { after, type Instant } from '../../core/instant.ts'
import { GATE_CERTIFICATE_LIFE } from '../../core/code/gate-certificate.ts'
import { isOurs, type DeviceRow } from '../identity/gate-device.ts'
import { STAFF_ROW, type StaffRow } from '../identity/staff-row.ts'
import { toDate, toInstant, type Db } from '../kit/db.ts'
import { liesIn } from '../kit/lies-in.ts'
import { placeText, readPlace } from '../kit/list-place.ts'
import type { Thing } from '../kit/permissions.ts'
import { groundsOf, isOnGrounds, type Grounds } from '../venues/grounds.ts'
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

/** The guards in active service on somebody's grounds, in the order of their ids. A row written by hand is nobody's: `isOnDuty` tells. */
export async function listGuardRows(
  db: Db,
  {
    organisationId,
    division,
    venueId,
    ...asked
  }: Grounds & { readonly after?: string | undefined; readonly limit: number },
): Promise<GuardRow[]> {
  let query = db
    .selectFrom('staff')
    .leftJoin('guard_pin', 'guard_pin.staff_id', 'staff.staff_id')
    .select(STAFF_ROW)
    .select('guard_pin.sealed')
    .where('staff.organisation_id', '=', organisationId)
    // As the index of guards says it.
    .where(sql<boolean>`staff.role = 'guard' and staff.active`)
    .where(liesIn('staff.division', division))
    .orderBy('staff.staff_id')
    .limit(asked.limit)
  if (venueId !== undefined) query = query.where('staff.venue_id', '=', venueId)
  if (asked.after !== undefined) query = query.where('staff.staff_id', '>', asked.after)
  return query.execute()
}

const DEVICES_AT_ONCE = 100

/** Which devices are asked for. */
export interface DevicesAsked {
  readonly state?: 'on' | 'off' | undefined
  readonly after?: string | undefined
}

/** The devices that we ever enrolled at the gates that somebody runs, newest first; at most 100. Rows written by hand are none, and the log says so. */
export async function listDevices(
  ctx: Ctx,
  by: 'run-doors' | 'run-all-gates',
  asked: DevicesAsked = {},
): Promise<GateDevices> {
  const place = readPlace(asked.after)
  const within = by === 'run-doors' ? groundsOf(ctx) : undefined
  let query = ctx.db
    .selectFrom('gate_device')
    .innerJoin('gate', 'gate.gate_id', 'gate_device.gate_id')
    .innerJoin('venue', 'venue.venue_id', 'gate.venue_id')
    .selectAll('gate_device')
    .select(['gate.name as gate_name', 'venue.venue_id', 'venue.name as venue_name'])
    .orderBy('gate_device.enrolled_at', 'desc')
    .orderBy('gate_device.device_id', 'desc')
    .limit(DEVICES_AT_ONCE + 1)
  if (within) query = query.where(isOnGrounds(within))
  if (asked.state !== undefined) query = query.where('gate_device.off_at', asked.state === 'on' ? 'is' : 'is not', null)
  if (place) {
    query = query.where(
      sql<boolean>`(gate_device.enrolled_at, gate_device.device_id) < (${toDate(place.at)}::timestamptz, ${place.id}::uuid)`,
    )
  }
  const rows = await query.execute()
  const shown = rows.slice(0, DEVICES_AT_ONCE)
  const ours = shown.filter((row) => isOurs(ctx.keys, row))
  if (ours.length < shown.length) ctx.log.error({ count: shown.length - ours.length }, 'gate-device-not-vouched')
  const devices = viewsOf(ours, ctx.now)
  const last = shown.at(-1)
  if (rows.length <= DEVICES_AT_ONCE || !last) return { devices }
  return { devices, next: placeText({ at: toInstant(last.enrolled_at), id: last.device_id }) }
}

type ListedDevice = DeviceRow & { readonly gate_name: string; readonly venue_id: string; readonly venue_name: string }

function viewsOf(rows: readonly ListedDevice[], now: Instant): GateDevices['devices'] {
  return rows.map((row) => {
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
