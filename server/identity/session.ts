import type { FastifyReply, FastifyRequest } from 'fastify'
import { base64url, fromBase64url, hex } from '../../core/bytes.ts'
import { after, DAY_LENGTH, type Instant } from '../../core/instant.ts'
import type { Actor } from '../kit/actor.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { isFor, type Permission } from '../kit/permissions.ts'
import { pointRead } from '../kit/point-read.ts'
import { sameSecret, sha256, type MasterKeys } from '../kit/seal.ts'
import type { Ctx, World } from '../kit/world.ts'
import { clearCookie, setCookie } from './cookies.ts'
import { isEnrolled, type DeviceRow } from './gate-device.ts'
import type { StaffRow } from './staff-row.ts'
import { STAFF_SESSION, staffBehind, staffColumns, type StaffSession, type StaffSessionRow } from './staff-session.ts'

// Who calls: a browser by its session cookie, the operator's programs by their token. The database knows hashes only.

// Two cookies, so that one browser can be a person's and a gate's: on a laptop that shows both, neither signs the other out.
const SESSION_COOKIE = { name: 'session', path: '/' }
const GATE_COOKIE = { name: 'gate', path: '/' }

// A code is opened for weeks without signing in again.
const CITIZEN_SESSION = 30 * DAY_LENGTH

const SESSION_BY_TOKEN = `
  select asked.place, session.account_id, session.taken_over_at, account.channel,
    session.standing, session.created_at, session.seen_at, session.mac as session_mac,
    staff.staff_id, staff.channel as staff_channel, staff.subject_hash, staff.role, staff.organisation_id, staff.division,
    staff.venue_id as staff_venue_id, staff.office, staff.active, staff.mac as staff_mac,
    gate_device.device_id, gate_device.gate_id, gate_device.device_key, gate_device.enrolled_at, gate_device.off_at,
    gate_device.mac, venue.venue_id, venue.organisation_id as venue_organisation_id
  from unnest($1::bytea[], $2::timestamptz[]) with ordinality as asked (token_hash, at, place)
  join session on session.token_hash = asked.token_hash and session.expires_at > asked.at
  left join account on account.account_id = session.account_id
  left join staff on staff.staff_id = session.staff_id and session.standing is not null
  left join gate_device on gate_device.device_id = session.device_id
  left join gate on gate.gate_id = gate_device.gate_id
  left join venue on venue.venue_id = gate.venue_id`

/** The row of an account's session, and of the member of staff that it names, if it names one. */
interface SessionRow
  extends Omit<StaffSessionRow, 'account_id' | 'staff_id' | 'staff'>, Omit<StaffRow, 'staff_id' | 'mac'> {
  readonly account_id: string | null
  readonly taken_over_at: Date | null
  readonly channel: string
  readonly staff_id: string | null
  readonly staff_channel: string | null
  readonly staff_venue_id: string | null
  readonly staff_mac: Uint8Array
}

/** The row of a device's session. */
interface GateSessionRow extends DeviceRow {
  readonly venue_id: string
  readonly venue_organisation_id: string
}

const findSession = pointRead<SessionRow & GateSessionRow>({ name: 'session-by-token', text: SESSION_BY_TOKEN })

/** On whose behalf a request comes, for an act of some kind; a session that is over or unknown is nobody's. */
export async function resolveActor(
  world: Pick<World, 'pool' | 'clock' | 'operatorToken' | 'keys' | 'log'>,
  request: Pick<FastifyRequest, 'headers' | 'cookies'>,
  permission?: Permission,
): Promise<Actor> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token !== undefined) {
    // Hashed, so that a token of another length takes the same time.
    return sameSecret(sha256(token), sha256(world.operatorToken)) ? { kind: 'operator' } : { kind: 'nobody' }
  }
  const isGates = permission !== undefined && isFor(permission, 'gate')
  const sessionHash = (isGates ? hashIn(request, GATE_COOKIE) : undefined) ?? findSessionHash(request)
  if (sessionHash === undefined) return { kind: 'nobody' }
  const row = await findSession(world.pool, [sessionHash, toDate(world.clock())])
  if (!row) return { kind: 'nobody' }
  if (row.account_id === null) return gateOf(world.keys, row, sessionHash)
  if (row.taken_over_at !== null) return { kind: 'nobody', because: 'signed-in-elsewhere' }
  const citizen = { accountId: row.account_id, channel: row.channel, sessionHash }
  if (row.staff_id === null) return { kind: 'citizen', ...citizen }
  const { staff_channel, staff_venue_id, staff_mac, ...named } = { ...row, staff_id: row.staff_id }
  const staff = { ...named, channel: staff_channel, venue_id: staff_venue_id, mac: staff_mac }
  const isAttended = request.headers['x-unattended'] === undefined
  return staffBehind(world, { ...named, account_id: row.account_id, staff, isAttended }, citizen)
}

/** The device behind a session, if the program enrolled it, its gate is there, and nobody switched it off. */
function gateOf(keys: MasterKeys, row: GateSessionRow, sessionHash: Uint8Array): Actor {
  if (row.device_id === null || row.venue_id === null || !isEnrolled(keys, row)) return { kind: 'nobody' }
  return {
    kind: 'gate',
    deviceId: row.device_id,
    gateId: row.gate_id,
    venueId: row.venue_id,
    organisationId: row.venue_organisation_id,
    sessionHash,
  }
}

/** The hash under which the browser's session stands in the database, if it sent a token at all. */
export function findSessionHash(request: Pick<FastifyRequest, 'cookies'>): Uint8Array | undefined {
  return hashIn(request, SESSION_COOKIE)
}

function hashIn(request: Pick<FastifyRequest, 'cookies'>, cookie: { name: string }): Uint8Array | undefined {
  const token = fromBase64url(request.cookies[cookie.name] ?? '')
  return token?.length === 32 ? sha256(token) : undefined
}

/** A session that has begun; `token` goes to the browser and nowhere else. */
export interface NewSession {
  readonly token: string
  readonly expiresAt: Instant
}

/** Begins a session: 30 days for a citizen, 12 hours for staff. */
export async function startSession(
  tx: Tx,
  ctx: Ctx,
  session: { accountId: string; staff: StaffSession | undefined },
): Promise<NewSession> {
  const token = ctx.random(32)
  const { accountId, staff } = session
  const columns = staffColumns(ctx.keys, { tokenHash: sha256(token), accountId, createdAt: ctx.now, staff })
  const whose = { account_id: accountId, ...columns }
  return begin(tx, ctx, { token, whose, lifeMs: staff ? STAFF_SESSION : CITIZEN_SESSION })
}

/** Begins a session of a gate's device, which ends the one that it had. */
export async function startDeviceSession(
  tx: Tx,
  ctx: Ctx,
  device: { deviceId: string; lifeMs: number },
): Promise<NewSession> {
  await endDeviceSessions(tx, device.deviceId)
  return begin(tx, ctx, { token: ctx.random(32), whose: { device_id: device.deviceId }, lifeMs: device.lifeMs })
}

async function begin(
  tx: Tx,
  ctx: Ctx,
  session: {
    token: Uint8Array
    whose: ({ account_id: string } & ReturnType<typeof staffColumns>) | { device_id: string }
    lifeMs: number
  },
): Promise<NewSession> {
  const { token } = session
  const expiresAt = after(ctx.now, session.lifeMs)
  await tx
    .insertInto('session')
    .values({
      ...session.whose,
      token_hash: sha256(token),
      created_at: toDate(ctx.now),
      expires_at: toDate(expiresAt),
    })
    .execute()
  return { token: base64url(token), expiresAt }
}

/** The job that withdraws what was shown in a session that ended: `{ accountId, sessionHash }`, the hash in hexadecimal. */
export const SESSION_ENDED = 'codes.session-ended'

/** Ends a session, and with it the code on its phone; ending it again changes nothing. */
export async function endSession(tx: Tx, ctx: Ctx, sessionHash: Uint8Array): Promise<void> {
  const ended = await tx
    .deleteFrom('session')
    .where('session.token_hash', '=', sessionHash)
    .returning('session.account_id')
    .executeTakeFirst()
  const accountId = ended?.account_id
  if (accountId) await ctx.jobs.enqueue(tx, SESSION_ENDED, { accountId, sessionHash: hex(sessionHash) })
}

/** Ends the sessions of a member of staff: what he may do has changed, and he signs in anew. */
export async function endStaffSessions(tx: Tx, ctx: Ctx, staffId: string): Promise<void> {
  const sessions = await tx
    .selectFrom('session')
    .select('session.token_hash')
    .where('session.staff_id', '=', staffId)
    .orderBy('session.token_hash')
    .limit(1_000)
    .execute()
  for (const { token_hash } of sessions) await endSession(tx, ctx, token_hash)
}

/** Ends the sessions of a gate's device. */
export async function endDeviceSessions(tx: Tx, deviceId: string): Promise<void> {
  await tx.deleteFrom('session').where('session.device_id', '=', deviceId).execute()
}

/** How a session of an account stands, kept so until the end of the transaction. */
export async function standingOfSession(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  sessionHash: Uint8Array,
): Promise<'open' | 'taken-over' | 'over'> {
  const row = await tx
    .selectFrom('session')
    .select('session.taken_over_at')
    .where('session.token_hash', '=', sessionHash)
    .where('session.expires_at', '>', toDate(ctx.now))
    .forShare()
    .executeTakeFirst()
  if (!row) return 'over'
  return row.taken_over_at === null ? 'open' : 'taken-over'
}

/** Closes a session whose account shows its code on another phone now; it stays, so that its browser hears why. */
export async function takeOver(tx: Tx, ctx: Pick<Ctx, 'now'>, sessionHash: Uint8Array): Promise<void> {
  await tx
    .updateTable('session')
    .set({ taken_over_at: toDate(ctx.now) })
    .where('session.token_hash', '=', sessionHash)
    .execute()
}

/** Has the browser keep its new session, a person's or a gate's. */
export function keepSession(reply: FastifyReply, ctx: Ctx, session: NewSession, whose: 'person' | 'gate'): void {
  const maxAgeSeconds = Math.floor((session.expiresAt - ctx.now) / 1_000)
  const cookie = whose === 'gate' ? GATE_COOKIE : SESSION_COOKIE
  setCookie(reply, ctx.settings, { ...cookie, value: session.token, maxAgeSeconds })
}

/** Has the browser forget its session. */
export function forgetSession(reply: FastifyReply, ctx: Ctx): void {
  clearCookie(reply, ctx.settings, SESSION_COOKIE)
}
