import { compressPoint } from '../core/code/p256.ts'
import { gateRequestText, type GateRequest } from '../core/gate-request.ts'
import { base64url } from '../core/bytes.ts'
import { HOUR } from '../core/instant.ts'
import { insertDevice } from '../server/gates/store.ts'
import { startDeviceSession } from '../server/identity/session.ts'
import { newId, systemCtx, type World } from '../server/kit/world.ts'
import type { ShippedPolicy } from '../server/venues/venues.ts'
import { insertStaff } from '../server/staff/store.ts'
import { anOrganisation, aStaffRow } from './people.ts'
import { aVenue } from './venues.ts'

/** A gate whose device has a session, and a guard who may be on duty there. */
export interface TestGate {
  readonly organisationId: string
  readonly venueId: string
  readonly gateId: string
  readonly deviceId: string
  readonly guardId: string
  /** The value of the device's `cookie` header. */
  readonly cookie: string
}

/** A venue with one gate, its device and its guard; without an organisation, one of its own. */
export async function aGate(
  world: World,
  told: { organisationId?: string; policy?: ShippedPolicy; divisionCode?: string } = {},
): Promise<TestGate> {
  const ctx = systemCtx(world)
  const organisationId = told.organisationId ?? (await anOrganisation(world))
  const venue = await aVenue(world, { ...told, organisationId })
  const guardId = await aGuard(world, organisationId)
  const deviceId = newId(ctx)
  const { deviceKey } = await aDevice()
  const session = await world.db.transaction().execute(async (tx) => {
    const { gateId } = venue
    await insertDevice(tx, ctx.keys, { deviceId, gateId, deviceKey, enrolledAt: ctx.now, signedAt: 0 })
    return startDeviceSession(tx, ctx, { deviceId, lifeMs: 72 * HOUR })
  })
  return { ...venue, organisationId, deviceId, guardId, cookie: `gate=${session.token}` }
}

/** A guard of an organisation, without a PIN. */
export async function aGuard(world: World, organisationId: string): Promise<string> {
  const ctx = systemCtx(world)
  const guardId = newId(ctx)
  const row = aStaffRow({ staffId: guardId, role: 'guard', organisationId })
  await world.db.transaction().execute((tx) => insertStaff(tx, ctx.keys, [row]))
  return guardId
}

/** A device as far as the server sees one: its key, and what it signs. */
export interface TestDevice {
  readonly deviceKey: Uint8Array
  /** The part of a request that shows who signs it, at a time of the device's own. */
  sign(request: GateRequest, time: number): Promise<{ time: number; signature: string }>
}

/** A device with a key of its own. */
export async function aDevice(): Promise<TestDevice> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return {
    deviceKey: compressPoint(point),
    async sign(request, time) {
      const text = new Uint8Array(gateRequestText(request, time))
      const signature = new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, text))
      return { time, signature: base64url(signature) }
    },
  }
}
