import { fromHex, sameBytes } from '../../core/bytes.ts'
import { standingOfSession, takeOver } from '../identity/session.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { bindPhoneKey, leaveSession, moveToSession, type PhoneKey } from './store.ts'
import { tallyOne } from './tally.ts'
import { withdrawSession } from './withdrawal.ts'

// An account shows its code on one phone. A new sign-in on another takes over: what the former phone has counts no more from the
// moment at which the new key is durable, and its session ends.

/**
 * Binds a key in a session in which the account has not shown its code before, and withdraws what it showed elsewhere.
 * Problems: not-signed-in, signed-in-elsewhere, phone-key-invalid.
 */
export async function takeUpPhone(ctx: Ctx, key: PhoneKey): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const before = await moveToSession(tx, key)
    const standing = await standingOfSession(tx, ctx, key.sessionHash)
    if (standing !== 'open') throw new Problem(standing === 'over' ? 'not-signed-in' : 'signed-in-elsewhere')
    if (!(await bindPhoneKey(tx, key))) throw new Problem('phone-key-invalid')
    await tallyOne(tx, ctx)
    if (!before || sameBytes(before, key.sessionHash)) return
    await withdrawSession(tx, ctx, before)
    await takeOver(tx, ctx, before)
  })
}

/** Withdraws what was shown in a session that ended. Again it changes nothing. */
export async function leavePhone(tx: Tx, ctx: Ctx, ended: { accountId: string; sessionHash: string }): Promise<void> {
  const sessionHash = fromHex(ended.sessionHash)
  if (!sessionHash) return
  await leaveSession(tx, { accountId: ended.accountId, sessionHash })
  await withdrawSession(tx, ctx, sessionHash)
}
