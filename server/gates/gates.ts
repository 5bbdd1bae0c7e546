import { setTimeout as pause } from 'node:timers/promises'
import type { GateCode, GateDeviceOff, GateDuty, GateEnrolment, GateSessionRequest } from '../../contract/gates.ts'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { GATE_CERTIFICATE_LIFE, issueGateCertificate } from '../../core/code/gate-certificate.ts'
import { gateRequestText, type GateRequest } from '../../core/gate-request.ts'
import { after, DAY_LENGTH, instant, SECOND } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { isEnrolled, type DeviceRow } from '../identity/gate-device.ts'
import { endDeviceSessions, startDeviceSession, type NewSession } from '../identity/session.ts'
import { toInstant, type Tx } from '../kit/db.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'
import { isHeldOpen } from '../venues/open-gates.ts'
import { guardsOf, type PinOf } from './pins.ts'
import { drawCode, readCode } from '../kit/one-time-code.ts'
import { insertCode, insertDevice, lockDevice, lockDevicesOfKey, markOff, noteSigned, takeCode } from './store.ts'
import { findDevice, findPost, findThingOfDevice, listPolicies } from './views.ts'

// A gate is a device. An operator's one-time code enrols it; from then on its key lets it in, and a certificate says off line that
// it is a gate's. Who stands at it is another matter: see pins.ts.

const CODE_LIFE = DAY_LENGTH
/** Who guesses waits; nobody else is made to, for nothing is limited by address. */
const WRONG_CODE_PAUSE_MS = 300

/** A device that was let in: what it works with, and its session. */
export interface LetIn {
  readonly duty: GateDuty
  readonly session: NewSession
}

/** Who runs gates: whoever runs the doors of a venue, the operator, and in a demo anybody. */
export type By = 'run-doors' | 'run-all-gates' | 'play-the-demo'

/** A code by which one device can be enrolled for a gate, once, within 24 hours. Problems: not-found, gate-closed. */
export async function makeCode(ctx: Ctx, by: By, gateId: string): Promise<GateCode> {
  const code = drawCode(ctx.random)
  const expiresAt = after(ctx.now, CODE_LIFE)
  await ctx.db.transaction().execute(async (tx) => {
    const post = await findPost(tx, gateId)
    if (!post || !mayTouch(ctx.actor, by, post.thing)) throw new Problem('not-found')
    if (!(await isHeldOpen(tx, gateId))) throw new Problem('gate-closed')
    await insertCode(tx, ctx.keys, { codeHash: hashOf(ctx, code), gateId, expiresAt })
    await append(tx, ctx, { action: 'gate-code-made', subject: gateId })
  })
  return { code, expiresAt }
}

/**
 * Makes a device the one that a code was made for; where it was another gate's before, it is that no more. Unknown, used and
 * expired codes are answered alike. Problems: signature-invalid, gate-code-void.
 */
export async function enrolDevice(ctx: Ctx, request: GateEnrolment, pinOf: PinOf | undefined): Promise<LetIn> {
  const { code, deviceKey: key, time, signature } = request
  const deviceKey = fromBase64url(key)
  if (!deviceKey) throw new Problem('signature-invalid')
  await checkSignature(ctx, deviceKey, { request: { asks: 'enrolment', code, deviceKey: key }, time, signature })
  const deviceId = newId(ctx)
  const session = await ctx.db.transaction().execute(async (tx) => {
    const gateId = await takeCode(tx, ctx.keys, { codeHash: hashOf(ctx, code), now: ctx.now })
    if (gateId === undefined) return undefined
    for (const row of await lockDevicesOfKey(tx, deviceKey)) await endDevice(tx, ctx, row)
    await insertDevice(tx, ctx.keys, { deviceId, gateId, deviceKey, enrolledAt: ctx.now, signedAt: time })
    await append(tx, ctx, { action: 'gate-device-enrolled', subject: deviceId, detail: { gate: gateId } })
    return startDeviceSession(tx, ctx, { deviceId, lifeMs: GATE_CERTIFICATE_LIFE })
  })
  if (!session) {
    await pause(WRONG_CODE_PAUSE_MS)
    throw new Problem('gate-code-void')
  }
  return { session, duty: await dutyOf(ctx, deviceId, pinOf) }
}

/**
 * Lets an enrolled device in by its key, with whatever clock: what it signed counts once, since its time must be greater than any
 * before. Problems: gate-device-off, signature-invalid, gate-time-used.
 */
export async function letIn(ctx: Ctx, request: GateSessionRequest, pinOf: PinOf | undefined): Promise<LetIn> {
  const { deviceId, time, signature } = request
  const session = await ctx.db.transaction().execute(async (tx) => {
    const row = await lockDevice(tx, deviceId)
    if (!row || !isEnrolled(ctx.keys, row)) throw new Problem('gate-device-off')
    await checkSignature(ctx, row.device_key, { request: { asks: 'session', deviceId }, time, signature })
    if (time <= row.signed_at) throw new Problem('gate-time-used')
    await noteSigned(tx, deviceId, time)
    return startDeviceSession(tx, ctx, { deviceId, lifeMs: GATE_CERTIFICATE_LIFE })
  })
  return { session, duty: await dutyOf(ctx, deviceId, pinOf) }
}

/** What the device that asks works with, under a new certificate. Problems: gate-device-off. */
export async function myDuty(ctx: Ctx, pinOf: PinOf | undefined): Promise<GateDuty> {
  if (ctx.actor.kind !== 'gate') throw new Problem('not-permitted')
  return dutyOf(ctx, ctx.actor.deviceId, pinOf)
}

/** Switches a device off: on line at once, off line when its certificate ends. Again it changes nothing. Problems: not-found. */
export async function switchOff(ctx: Ctx, by: By, deviceId: string): Promise<GateDeviceOff> {
  const offAt = await ctx.db.transaction().execute(async (tx) => {
    // Looked at before it is locked: of another's device he hears the same, after the same work, as of one that is not there.
    const thing = await findThingOfDevice(tx, deviceId)
    if (!thing || !mayTouch(ctx.actor, by, thing)) throw new Problem('not-found')
    const row = await lockDevice(tx, deviceId)
    if (!row) throw new Problem('not-found')
    if (row.off_at !== null) return toInstant(row.off_at)
    await endDevice(tx, ctx, row)
    return ctx.now
  })
  return { deviceId, offAt, refusedEverywhereAt: after(offAt, GATE_CERTIFICATE_LIFE) }
}

/** Switches a device off, whose row is locked, and ends its session. */
export async function endDevice(tx: Tx, ctx: Ctx, row: DeviceRow): Promise<void> {
  await markOff(tx, ctx.keys, { row, offAt: ctx.now })
  await endDeviceSessions(tx, row.device_id)
  await append(tx, ctx, { action: 'gate-device-off', subject: row.device_id })
}

async function dutyOf(ctx: Ctx, deviceId: string, pinOf: PinOf | undefined): Promise<GateDuty> {
  const row = await findDevice(ctx.db, deviceId)
  const post = row && isEnrolled(ctx.keys, row) ? await findPost(ctx.db, row.gate_id) : undefined
  if (!row || !post) throw new Problem('gate-device-off')
  const { gate, venue, organisationId } = post
  const [policies, guards] = await Promise.all([
    listPolicies(ctx.db, venue.venueId, ctx.now),
    guardsOf(ctx, { organisationId, pinOf }),
  ])
  return {
    deviceId,
    certificate: await certificateOf(ctx, row),
    gate,
    venue,
    policies,
    guards,
    listUrl: ctx.settings.listUrl,
    demo: ctx.settings.demo,
    serverTime: ctx.now,
  }
}

async function certificateOf(ctx: Ctx, row: DeviceRow): Promise<string> {
  // The claims of a CWT are whole seconds.
  const issuedAt = instant(Math.floor(ctx.now / SECOND) * SECOND)
  const certificate = await issueGateCertificate(
    {
      issuer: ctx.settings.issuer,
      deviceId: row.device_id,
      gateId: row.gate_id,
      deviceKey: row.device_key,
      issuedAt,
      expires: after(issuedAt, GATE_CERTIFICATE_LIFE),
    },
    ctx.issuing.signer,
  )
  return base64url(certificate)
}

async function checkSignature(
  ctx: Ctx,
  deviceKey: Uint8Array,
  signed: { request: GateRequest; time: number; signature: string },
): Promise<void> {
  const point = ctx.crypto.expandPoint(deviceKey)
  const signature = fromBase64url(signed.signature)
  const text = gateRequestText(signed.request, signed.time)
  const right = point && signature && (await ctx.crypto.verify('ES256', point, signature, text))
  if (!right) throw new Problem('signature-invalid')
}

/** A code that nobody can have been given has a hash, too: it is looked for like any other. */
function hashOf(ctx: Ctx, code: string): Uint8Array {
  return blindIndex(ctx.keys, 'gate-code', readCode(code) ?? '')
}
