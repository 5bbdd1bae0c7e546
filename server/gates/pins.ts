import { pbkdf2, type BinaryLike } from 'node:crypto'
import { promisify } from 'node:util'
import type { GateDuty, GuardPin, GuardPinRequest, Guards } from '../../contract/gates.ts'
import { base64url } from '../../core/bytes.ts'
import { append } from '../audit/audit.ts'
import { isOnDuty, type StaffRow } from '../identity/staff-row.ts'
import type { Db } from '../kit/db.ts'
import { mayTouch, type Thing } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import { sealJson, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { drawPin } from '../kit/one-time-code.ts'
import { groundsOf } from '../venues/grounds.ts'
import { upsertPin } from './store.ts'
import type { By } from './gates.ts'
import { findGuard, listGuardRows } from './views.ts'

// A guard is known by a PIN, which his gate's device checks without us. We keep the check and not the PIN, sealed for one guard of
// one organisation: what is written, or moved to another guard, without our key does not open.

/** How a demo chooses PINs, so that it can show them: of a guard always the same. */
export type PinOf = (guardId: string) => string

/** What OWASP asks of PBKDF2 with HMAC-SHA-256. A device takes under a second; six digits stay guessable for who has the check. */
const ITERATIONS = 600_000
const SALT_BYTES = 16
const HASH_BYTES = 32
/** Among more names nobody finds his own on a gate's screen. */
const MOST_AT_A_GATE = 500
const AT_ONCE = 100

interface Kept {
  readonly name: string
  readonly pin: GateDuty['guards'][number]['pin']
}

/** Gives a guard a new PIN, which counts from his device's next duty on; the answer alone tells it. Problems: not-found. */
export async function setPin(
  ctx: Ctx,
  by: By,
  told: GuardPinRequest & { guardId: string; pinOf: PinOf | undefined },
): Promise<GuardPin> {
  const { guardId } = told
  // Before the PIN is worked out, which takes a core a fifth of a second.
  await getGuard(ctx.db, ctx, by, guardId)
  const pin = told.pinOf?.(guardId) ?? drawPin(ctx.random)
  const kept: Kept = { name: told.name, pin: await checkOf(pin, ctx.random(SALT_BYTES)) }
  await ctx.db.transaction().execute(async (tx) => {
    const guard = await getGuard(tx, ctx, by, guardId)
    const sealed = sealJson(ctx, ctx.keys.cookie, contextOf(guardId, guard.organisation_id), kept)
    await upsertPin(tx, { guardId, setAt: ctx.now, sealed })
    await append(tx, ctx, { action: 'guard-pin-set', subject: guardId })
  })
  return { guardId, pin }
}

/** The guards of an organisation who can be on duty at its gates: those with a PIN that we gave them. */
export async function guardsOf(
  ctx: Ctx,
  asked: { organisationId: string; pinOf: PinOf | undefined },
): Promise<GateDuty['guards']> {
  const { organisationId, pinOf } = asked
  const whole = { organisationId, division: '', venueId: undefined, limit: MOST_AT_A_GATE }
  const rows = (await listGuardRows(ctx.db, whole)).filter((row) => isOnDuty(ctx.keys, row))
  return rows.flatMap(({ staff_id: guardId, sealed }) => {
    const kept = sealed ? open(ctx, contextOf(guardId, organisationId), sealed) : undefined
    return kept ? [{ guardId, ...kept, ...(pinOf && { demoPin: pinOf(guardId) }) }] : []
  })
}

/** The guards in active service whom somebody runs, by the names under which they were given PINs; at most 100 from `after` on. Problems: not-permitted. */
export async function listOwnGuards(ctx: Ctx, asked: { after?: string | undefined }): Promise<Guards> {
  const rows = await listGuardRows(ctx.db, { ...groundsOf(ctx), ...asked, limit: AT_ONCE + 1 })
  const shown = rows.slice(0, AT_ONCE)
  const guards = shown
    .filter((row) => isOnDuty(ctx.keys, row) && mayTouch(ctx.actor, 'run-doors', thingOf(row)))
    .map((row) => {
      const kept = row.sealed ? open(ctx, contextOf(row.staff_id, row.organisation_id), row.sealed) : undefined
      return { guardId: row.staff_id, ...(kept && { name: kept.name }) }
    })
  return rows.length > AT_ONCE ? { guards, next: shown[AT_ONCE - 1]!.staff_id } : { guards }
}

async function getGuard(db: Db, ctx: Ctx, by: By, guardId: string): Promise<StaffRow> {
  const guard = await findGuard(db, guardId)
  if (!guard || !mayTouch(ctx.actor, by, thingOf(guard)) || !isOnDuty(ctx.keys, guard)) throw new Problem('not-found')
  return guard
}

function thingOf(guard: StaffRow): Thing {
  return {
    organisationId: guard.organisation_id,
    divisionCode: guard.division,
    ...(guard.venue_id !== null && { venueId: guard.venue_id }),
  }
}

function open(ctx: Ctx, context: string, sealed: Uint8Array): Kept | undefined {
  try {
    return unsealJson<Kept>(ctx.keys.cookie, context, sealed)
  } catch {
    // Written by hand or moved: nobody's PIN. The others go on duty all the same.
    ctx.log.error('guard-pin-not-vouched')
    return undefined
  }
}

async function checkOf(pin: string, salt: Uint8Array): Promise<Kept['pin']> {
  const hash = await derive(pin, salt)
  return { salt: base64url(salt), iterations: ITERATIONS, hash: base64url(hash) }
}

function derive(pin: BinaryLike, salt: BinaryLike): Promise<Uint8Array> {
  return promisify(pbkdf2)(pin, salt, ITERATIONS, HASH_BYTES, 'sha256')
}

function contextOf(guardId: string, organisationId: string): string {
  return `guard-pin:${guardId}:${organisationId}`
}
