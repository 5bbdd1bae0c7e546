import type { FastifyReply, FastifyRequest } from 'fastify'
import { base64url, fromBase64url } from '../../core/bytes.ts'
import { after, DAY_LENGTH, HOUR, type Instant } from '../../core/instant.ts'
import type { Actor, StaffRole } from '../kit/actor.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { pointRead } from '../kit/point-read.ts'
import { sameSecret, sha256 } from '../kit/seal.ts'
import type { Ctx, World } from '../kit/world.ts'
import { clearCookie, setCookie } from './cookies.ts'

// Who calls: a browser by its session cookie, the operator's programs by their token. The database knows hashes only.

const SESSION_COOKIE = { name: 'session', path: '/' }

// A code is opened for weeks without signing in again; a shift at a door or a desk ends within half a day.
const CITIZEN_SESSION = 30 * DAY_LENGTH
const STAFF_SESSION = 12 * HOUR

// Somebody who is no longer staff is still a person of the city: the session stays, the role goes.
const SESSION_BY_TOKEN = `
  select asked.place, session.account_id, account.channel, staff.staff_id, staff.role, staff.organisation_id
  from unnest($1::bytea[], $2::timestamptz[]) with ordinality as asked (token_hash, at, place)
  join session on session.token_hash = asked.token_hash and session.expires_at > asked.at
  join account on account.account_id = session.account_id
  left join staff on staff.staff_id = session.staff_id and staff.active`

interface SessionRow {
  readonly account_id: string
  readonly channel: string
  readonly staff_id: string | null
  readonly role: StaffRole
  readonly organisation_id: string
}

const findSession = pointRead<SessionRow>({ name: 'session-by-token', text: SESSION_BY_TOKEN })

/** On whose behalf a request comes; a session that is over or unknown is nobody's. */
export async function resolveActor(
  world: Pick<World, 'pool' | 'clock' | 'operatorToken'>,
  request: Pick<FastifyRequest, 'headers' | 'cookies'>,
): Promise<Actor> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token !== undefined) {
    // Hashed, so that a token of another length takes the same time.
    return sameSecret(sha256(token), sha256(world.operatorToken)) ? { kind: 'operator' } : { kind: 'nobody' }
  }
  const sessionHash = findSessionHash(request)
  if (sessionHash === undefined) return { kind: 'nobody' }
  const row = await findSession(world.pool, [sessionHash, toDate(world.clock())])
  if (!row) return { kind: 'nobody' }
  const citizen = { accountId: row.account_id, channel: row.channel, sessionHash }
  if (row.staff_id === null) return { kind: 'citizen', ...citizen }
  return { kind: 'staff', ...citizen, staffId: row.staff_id, role: row.role, organisationId: row.organisation_id }
}

/** The hash under which the browser's session stands in the database, if it sent a token at all. */
export function findSessionHash(request: Pick<FastifyRequest, 'cookies'>): Uint8Array | undefined {
  const token = fromBase64url(request.cookies[SESSION_COOKIE.name] ?? '')
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
  session: { accountId: string; staffId: string | undefined },
): Promise<NewSession> {
  const token = ctx.random(32)
  const expiresAt = after(ctx.now, session.staffId === undefined ? CITIZEN_SESSION : STAFF_SESSION)
  await tx
    .insertInto('session')
    .values({
      token_hash: sha256(token),
      account_id: session.accountId,
      staff_id: session.staffId ?? null,
      created_at: toDate(ctx.now),
      expires_at: toDate(expiresAt),
    })
    .execute()
  return { token: base64url(token), expiresAt }
}

/** Ends a session; ending it again changes nothing. */
export async function endSession(tx: Tx, sessionHash: Uint8Array): Promise<void> {
  await tx.deleteFrom('session').where('session.token_hash', '=', sessionHash).execute()
}

/** Has the browser keep its new session. */
export function keepSession(reply: FastifyReply, ctx: Ctx, session: NewSession): void {
  const maxAgeSeconds = Math.floor((session.expiresAt - ctx.now) / 1_000)
  setCookie(reply, ctx.settings, { ...SESSION_COOKIE, value: session.token, maxAgeSeconds })
}

/** Has the browser forget its session. */
export function forgetSession(reply: FastifyReply, ctx: Ctx): void {
  clearCookie(reply, ctx.settings, SESSION_COOKIE)
}
