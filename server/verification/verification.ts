import type { VerifyAnswer, VerifyRequest } from '../../contract/doors.ts'
import { hex } from '../../core/bytes.ts'
import { verifyCode, type Verdict } from '../../core/code/verify.ts'
import type { Instant } from '../../core/instant.ts'
import { append, commitEach, type DoneAct } from '../audit/audit.ts'
import { listNumberOf, type Codes } from '../codes/codes.ts'
import { isWithdrawal } from '../codes/withdrawal.ts'
import type { Identified } from '../entries/entries.ts'
import { isNumbered } from '../identity/list-numbers.ts'
import { findPhoto, type Photo } from '../identity/persons.ts'
import { catchUp } from '../risk/follow.ts'
import { openColour } from '../risk/risk.ts'
import { groupCommit, type GroupCommit } from '../kit/group-commit.ts'
import { Problem } from '../kit/problem.ts'
import { personKey } from '../kit/seal.ts'
import type { Ctx, World } from '../kit/world.ts'
import { findDoor, type Door } from '../venues/venues.ts'
import { findHolderAtGate, type HolderAtGateRow } from './views.ts'

/** What verifying keeps at hand: the shuffle of the city, and the record of who was read at a gate. */
export interface Verification {
  readonly codes: Codes
  readonly reads: GroupCommit<DoneAct, void>
}

/** Made once a program. */
export function openVerification(world: World, codes: Codes): Verification {
  return {
    codes,
    reads: groupCommit({
      apartMs: 5,
      most: 1_000,
      lanes: 2,
      async write(done) {
        await commitEach(world.pool, done)
        return done.map(() => undefined)
      },
    }),
  }
}

/**
 * What a code that was scanned at a gate says now. The server's clock judges its freshness, so that a gate with a wrong clock
 * harms nobody while it is on line. Whose colour was read is on record before the answer leaves. Problems: gate-unknown.
 */
export async function verifyAtGate(ctx: Ctx, at: Verification, request: VerifyRequest): Promise<VerifyAnswer> {
  const [door, verdict] = await Promise.all([getOwnDoor(ctx, request.gateId), judge(ctx, request.code, ctx.now)])
  const holder = await holderOf(ctx, at.codes, verdict)
  if (holder) {
    const act = {
      action: 'code-verified',
      subject: holder.person_id,
      purpose: 'door',
      detail: { gate: door.gateId },
    } as const
    await at.reads.add({ ctx, act })
  }
  return { shown: shownOf(ctx, { verdict, holder, door }), serverTime: ctx.now }
}

/** The door of the gate at which the device that asks is enrolled. Problems: gate-unknown. */
async function getOwnDoor(ctx: Ctx, gateId: string): Promise<Door> {
  if (ctx.actor.kind !== 'gate') throw new Problem('not-permitted')
  const { organisationId } = ctx.actor
  const door = gateId === ctx.actor.gateId ? await findDoor(ctx, { gateId, organisationId, at: ctx.now }) : undefined
  if (!door) throw new Problem('gate-unknown')
  return door
}

/** Whether a text is a genuine code of ours at a moment. */
async function judge(ctx: Ctx, text: string, at: Instant): Promise<Verdict> {
  return verifyCode(text, {
    now: at,
    keyOf: (kid) => ctx.issuing.published.find((key) => hex(key.kid) === kid),
    crypto: ctx.crypto,
    acceptsDemo: ctx.settings.demo,
  })
}

/** The person behind a genuine code. */
async function holderOf(ctx: Ctx, codes: Codes, verdict: Verdict): Promise<HolderAtGateRow | undefined> {
  if (verdict.genuine !== true || verdict.kind !== 'presentation') return undefined
  const listNumber = await listNumberOf(codes, verdict.credential)
  if (listNumber === undefined) return undefined
  const asked = { listNumber, keyHash: verdict.phoneKeyHash }
  const row = await findHolderAtGate(ctx.pool, asked)
  if (!row) return undefined
  if (isNumbered(ctx.keys, row)) return (await catchUp(ctx, row)) ? findHolderAtGate(ctx.pool, asked) : row
  // Somebody wrote the number there by hand: whose place it is nobody can tell, and so it is nobody's.
  ctx.log.error({ person: row.person_id }, 'list-number-mac-wrong')
  return undefined
}

function shownOf(
  ctx: Ctx,
  { verdict, holder, door }: { verdict: Verdict; holder: HolderAtGateRow | undefined; door: Door },
): VerifyAnswer['shown'] {
  if (verdict.genuine === 'unknown') return { kind: 'cannot-tell', because: verdict.because }
  if (!verdict.genuine) return { kind: 'not-genuine', because: verdict.because }
  // A sheet of paper carries no colour and its list is not published yet: the guard looks at the document.
  if (!holder || verdict.kind === 'paper') return { kind: 'no-code' }
  if (isWithdrawal(ctx, holder, verdict.phoneKeyHash)) return { kind: 'not-genuine', because: 'withdrawn' }
  const colour = openColour(ctx, holder)?.colour
  if (colour === undefined) throw new Error('no colour with the evaluator’s MAC for this person')
  // Grey is "not known yet" and accuses nobody: as in the colour list it is no colour, and the door falls back to the document.
  if (colour === 'grey') return { kind: 'cannot-tell', because: 'grey' }
  const { maskedName, document } = verdict.credential
  return { kind: 'colour', colour, maskedName, document, photo: door.policy.photo && holder.has_photo }
}

/** Who a scanned code belongs to, for the record of a passage; the moment of the scan judges it. */
export async function identifyHolder(ctx: Ctx, codes: Codes, scan: { code: string; at: Instant }): Promise<Identified> {
  const verdict = await judge(ctx, scan.code, scan.at)
  const holder = await holderOf(ctx, codes, verdict)
  return { by: holder ? 'code' : 'nobody', personId: holder?.person_id }
}

/**
 * The register's photo of whoever shows this code at this gate now, where the door's policy asks for it; the reading is logged.
 * Problems: gate-unknown, photo-not-asked, not-found.
 */
export async function photoAtGate(ctx: Ctx, codes: Codes, request: VerifyRequest): Promise<Photo> {
  const door = await getOwnDoor(ctx, request.gateId)
  if (!door.policy.photo) throw new Problem('photo-not-asked')
  const verdict = await judge(ctx, request.code, ctx.now)
  const holder = await holderOf(ctx, codes, verdict)
  if (!holder || shownOf(ctx, { verdict, holder, door }).kind !== 'colour') throw new Problem('not-found')
  return ctx.db.transaction().execute(async (tx) => {
    const photo = await findPhoto(tx, {
      personId: holder.person_id,
      key: personKey(ctx.keys, holder.person_id, holder.wrapped_key),
    })
    if (!photo) throw new Problem('not-found')
    await append(tx, ctx, { action: 'holder-photo-read', subject: holder.person_id, purpose: 'door' })
    return photo
  })
}
