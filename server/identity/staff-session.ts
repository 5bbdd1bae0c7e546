import type pg from 'pg'
import { hex } from '../../core/bytes.ts'
import { after, HOUR, MINUTE, type Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import type { Actor } from '../kit/actor.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import type { MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch } from '../kit/vouch.ts'
import type { Ctx, World } from '../kit/world.ts'
import { hasDesk, type Desk, type StaffRow } from './staff-row.ts'

// A session of staff has its role once he has shown who he is twice: at his provider, and by a passkey. Until then it is that of the
// citizen that he is. It ends after half an hour without a request, since desks are left open, and after half a day.

/** A shift at a desk ends within half a day. */
export const STAFF_SESSION = 12 * HOUR
/** How long a session of staff stays open without a request. */
const STAFF_IDLE = 30 * MINUTE
/** That he is here is written once in so long, so an idle session may end that much sooner. */
const SEEN_EVERY = MINUTE

/** How far somebody has shown that he is the member of staff: at his provider; by a one-time code, too; by his passkey, too. */
export type Standing = 'known' | 'invited' | 'proved'

/** What a session of staff is begun or raised with. */
export interface StaffSession {
  readonly staffId: string
  readonly standing: Standing
}

/** The person of the city that a member of staff is in his session, too. */
interface Citizen {
  readonly accountId: string
  readonly channel: string
  readonly sessionHash: Uint8Array
}

/** A session of an account that names a member of staff. */
export interface StaffSessionRow {
  readonly account_id: string
  readonly staff_id: string
  readonly standing: Standing
  readonly created_at: Date
  readonly seen_at: Date
  readonly session_mac: Uint8Array
  readonly staff: StaffRow
}

/** The columns that make a session one of staff. */
export function staffColumns(
  keys: MasterKeys,
  session: { tokenHash: Uint8Array; accountId: string; createdAt: Instant; staff: StaffSession | undefined },
): { staff_id: string | null; standing: Standing | null; seen_at: Date | null; mac: Uint8Array | null } {
  const { staff, createdAt } = session
  if (!staff) return { staff_id: null, standing: null, seen_at: null, mac: null }
  const mac = vouch(keys, 'staff-session', saidOf({ ...session, ...staff }))
  return { staff_id: staff.staffId, standing: staff.standing, seen_at: toDate(createdAt), mac }
}

/**
 * Who is behind a session that names a member of staff, and whether it is over. That he is here is written down, unless the page says
 * that nobody touches it: lists that refresh themselves keep no desk open that was left.
 */
export async function staffBehind(
  world: Pick<World, 'pool' | 'clock' | 'keys' | 'log'>,
  row: StaffSessionRow & { readonly isAttended: boolean },
  citizen: Citizen,
): Promise<Actor> {
  const { staff, standing } = row
  // Somebody who is no longer staff is still a person of the city, and whoever was written here by hand is no more than that.
  if (!hasDesk(world.keys, staff)) return { kind: 'citizen', ...citizen }
  if (!isOurs(world.keys, row, citizen.sessionHash)) {
    world.log.error('staff-session-not-vouched')
    return { kind: 'citizen', ...citizen }
  }
  if (standing !== 'proved') return { kind: 'citizen', ...citizen, staff: { staffId: staff.staff_id, standing } }
  const now = world.clock()
  if (now >= after(toInstant(row.created_at), STAFF_SESSION)) return { kind: 'nobody' }
  if (now >= after(toInstant(row.seen_at), STAFF_IDLE)) return { kind: 'nobody' }
  if (row.isAttended && now >= after(toInstant(row.seen_at), SEEN_EVERY))
    await noteSeen(world.pool, citizen.sessionHash, now)
  return actorOf(staff, citizen)
}

function actorOf(staff: Desk, citizen: Citizen): Actor {
  const { staff_id: staffId, role, organisation_id: organisationId, division } = staff
  return { kind: 'staff', ...citizen, staffId, role, organisationId, division, venueId: staff.venue_id ?? undefined }
}

/** Records that somebody's session has its role now. */
export async function recordSignIn(tx: Tx, ctx: Ctx, citizen: Citizen, staff: Desk): Promise<void> {
  const actor = actorOf(staff, citizen)
  await append(tx, Object.assign(Object.create(ctx) as Ctx, { actor }), { action: 'staff-signed-in' })
}

/** Makes the caller's session one of a member of staff, or one that has shown more; it begins anew. */
export async function raiseSession(
  tx: Tx,
  ctx: Ctx,
  session: { tokenHash: Uint8Array; accountId: string; staff: StaffSession },
): Promise<void> {
  await tx
    .updateTable('session')
    .set({
      ...staffColumns(ctx.keys, { ...session, createdAt: ctx.now }),
      created_at: toDate(ctx.now),
      expires_at: toDate(after(ctx.now, STAFF_SESSION)),
    })
    .where('session.token_hash', '=', session.tokenHash)
    .execute()
}

/** Keeps the question that a session's passkey is to answer. */
export async function keepChallenge(
  db: Db,
  question: { sessionHash: Uint8Array; challenge: string; until: Instant },
): Promise<void> {
  await db
    .updateTable('session')
    .set({ challenge: question.challenge, challenge_until: toDate(question.until) })
    .where('session.token_hash', '=', question.sessionHash)
    .execute()
}

/** Uses up the question of a session; undefined where none is open. */
export async function takeChallenge(
  tx: Tx,
  asked: { sessionHash: Uint8Array; now: Instant },
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('session')
    .select(['session.challenge', 'session.challenge_until'])
    .where('session.token_hash', '=', asked.sessionHash)
    .forUpdate()
    .executeTakeFirst()
  await tx
    .updateTable('session')
    .set({ challenge: null, challenge_until: null })
    .where('session.token_hash', '=', asked.sessionHash)
    .execute()
  const isOpen = row?.challenge_until && toInstant(row.challenge_until) > asked.now
  return isOpen ? (row.challenge ?? undefined) : undefined
}

function isOurs(keys: MasterKeys, row: StaffSessionRow, tokenHash: Uint8Array): boolean {
  const { account_id: accountId, staff_id: staffId, standing } = row
  const said = saidOf({ tokenHash, accountId, createdAt: toInstant(row.created_at), staffId, standing })
  return isVouched(keys, 'staff-session', { said, mac: row.session_mac })
}

function saidOf(session: { tokenHash: Uint8Array; accountId: string; createdAt: Instant } & StaffSession) {
  return [hex(session.tokenHash), session.accountId, session.staffId, session.standing, session.createdAt]
}

async function noteSeen(pool: pg.Pool, tokenHash: Uint8Array, now: Instant): Promise<void> {
  await pool.query('update session set seen_at = $2 where token_hash = $1 and seen_at < $2', [tokenHash, toDate(now)])
}
