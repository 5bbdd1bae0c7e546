import type { Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { toDate, toInstant, type Db, type Tx } from '../kit/db.ts'
import type { MasterKeys } from '../kit/seal.ts'
import { isVouched, vouch } from '../kit/vouch.ts'
import type { Ctx } from '../kit/world.ts'

/** A phone whose credential counts no more, until it would have expired. */
export interface WithdrawnPhone {
  readonly keyHash: Uint8Array
  readonly expiresAt: Instant
}

/**
 * Withdraws the credential that was bound to a phone's key (the first 16 bytes of its hash). Answers whether there was one that
 * still counted; withdrawing it again changes nothing.
 */
export async function withdraw(tx: Tx, ctx: Ctx, keyHash: Uint8Array): Promise<boolean> {
  const found = await tx
    .selectFrom('phone_key')
    .select(['phone_key.person_id', 'phone_key.expires_at'])
    .where('phone_key.key_hash', '=', keyHash)
    .where('phone_key.expires_at', '>', toDate(ctx.now))
    .executeTakeFirst()
  if (!found) return false
  const { numInsertedOrUpdatedRows: added } = await tx
    .insertInto('withdrawn_phone')
    .values({
      key_hash: keyHash,
      withdrawn_at: toDate(ctx.now),
      expires_at: found.expires_at,
      mac: macOf(ctx.keys, { keyHash, expiresAt: toInstant(found.expires_at) }),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (added === 0n) return false
  await append(tx, ctx, { action: 'phone-withdrawn', subject: found.person_id })
  return true
}

/** Withdraws every credential of a session that still counts, and answers how many those were. */
export async function withdrawSession(tx: Tx, ctx: Ctx, sessionHash: Uint8Array): Promise<number> {
  const phones = await tx
    .selectFrom('phone_key')
    .select('phone_key.key_hash')
    .where('phone_key.session_hash', '=', sessionHash)
    .where('phone_key.expires_at', '>', toDate(ctx.now))
    .orderBy('phone_key.issued_at')
    .limit(1_000)
    .execute()
  let withdrawn = 0
  for (const { key_hash: keyHash } of phones) if (await withdraw(tx, ctx, keyHash)) withdrawn += 1
  return withdrawn
}

/** The phones withdrawn since a moment whose credentials have not expired, as far as the program vouches for them. */
export async function listWithdrawn(
  db: Db,
  ctx: Pick<Ctx, 'keys' | 'log'>,
  asked: { since: Instant; now: Instant; limit: number },
): Promise<WithdrawnPhone[]> {
  const rows = await db
    .selectFrom('withdrawn_phone')
    .select(['withdrawn_phone.key_hash', 'withdrawn_phone.expires_at', 'withdrawn_phone.mac'])
    .where('withdrawn_phone.withdrawn_at', '>=', toDate(asked.since))
    .where('withdrawn_phone.expires_at', '>', toDate(asked.now))
    .orderBy('withdrawn_phone.withdrawn_at')
    .limit(asked.limit)
    .execute()
  const phones = rows.map((row) => ({ keyHash: row.key_hash, expiresAt: toInstant(row.expires_at), mac: row.mac }))
  const believed = phones.filter((phone) =>
    isVouched(ctx.keys, 'withdrawn-phone', { said: saidOf(phone), mac: phone.mac }),
  )
  const forged = phones.length - believed.length
  if (forged > 0) ctx.log.error({ count: forged }, 'withdrawn-phone-mac-wrong')
  return believed
}

/** A withdrawal as it comes with another row; empty where there is none. */
export interface WithdrawalRow {
  readonly withdrawn_until: Date | null
  readonly withdrawn_mac: Uint8Array | null
}

/** Whether a phone's key was withdrawn, as far as the program vouches for it. */
export function isWithdrawal(ctx: Pick<Ctx, 'keys' | 'log'>, row: WithdrawalRow, keyHash: Uint8Array): boolean {
  if (row.withdrawn_until === null || row.withdrawn_mac === null) return false
  const said = saidOf({ keyHash, expiresAt: toInstant(row.withdrawn_until) })
  const believed = isVouched(ctx.keys, 'withdrawn-phone', { said, mac: row.withdrawn_mac })
  if (!believed) ctx.log.error({ count: 1 }, 'withdrawn-phone-mac-wrong')
  return believed
}

/** Deletes withdrawals and phone keys whose credentials have expired. */
export async function forgetExpiredPhones(tx: Tx, now: Instant): Promise<void> {
  await tx.deleteFrom('withdrawn_phone').where('withdrawn_phone.expires_at', '<=', toDate(now)).execute()
  await tx.deleteFrom('phone_key').where('phone_key.expires_at', '<=', toDate(now)).execute()
}

function macOf(keys: MasterKeys, phone: WithdrawnPhone): Uint8Array {
  return vouch(keys, 'withdrawn-phone', saidOf(phone))
}

function saidOf({ keyHash, expiresAt }: WithdrawnPhone): [string, number] {
  return [Buffer.from(keyHash).toString('hex'), expiresAt]
}
