import { sql } from 'kysely'
import type { IdentityDocument } from '../../core/document.ts'
import { after, DAY_LENGTH } from '../../core/instant.ts'
import { toDate, type Db, type Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { blindIndex } from '../kit/seal.ts'
import { newId, type Ctx } from '../kit/world.ts'

// Guessing names for a number is limited, and nothing else is: each account and each document has a count of its own,
// so that nobody waits for anybody else. Right attempts leave no trace.

const MOST_WRONG_ATTEMPTS = 5
const WINDOW = DAY_LENGTH

/** A name and number typed under an account. */
export interface Attempt {
  readonly accountId: string
  readonly document: IdentityDocument
}

/** Counts an attempt that did not match, once for the account and once for the document. */
export async function recordWrongAttempt(tx: Tx, ctx: Ctx, attempt: Attempt): Promise<void> {
  const hashes = subjectHashes(ctx, attempt)
  await tx
    .deleteFrom('wrong_attempt')
    .where('wrong_attempt.subject_hash', 'in', hashes)
    .where('wrong_attempt.at', '<=', windowStart(ctx))
    .execute()
  await tx
    .insertInto('wrong_attempt')
    .values(hashes.map((subject_hash) => ({ attempt_id: newId(ctx), subject_hash, at: toDate(ctx.now) })))
    .execute()
}

/**
 * Refuses when the account or the document had 5 wrong attempts in the last 24 hours. Called in the transaction that
 * then records, it makes attempts of the same account or document wait for one another, so that sending many at once
 * gains nothing. Problems: too-many-wrong-attempts.
 */
export async function refuseTooMany(db: Db, ctx: Ctx, attempt: Attempt): Promise<void> {
  const hashes = subjectHashes(ctx, attempt)
  // Before the count and not with it: a statement that had waited for a lock would see the counts as they were before it waited.
  await sql`select pg_advisory_xact_lock(number) from unnest(${hashes.map(lockNumber)}::bigint[]) as number`.execute(db)
  const full = await db
    .selectFrom('wrong_attempt')
    .select('wrong_attempt.subject_hash')
    .where('wrong_attempt.subject_hash', 'in', hashes)
    .where('wrong_attempt.at', '>', windowStart(ctx))
    .groupBy('wrong_attempt.subject_hash')
    .having((eb) => eb.fn.countAll(), '>=', MOST_WRONG_ATTEMPTS)
    .limit(1)
    .executeTakeFirst()
  if (full) throw new Problem('too-many-wrong-attempts')
}

// In a namespace of their own, so that the counts cannot be joined to persons or accounts without the key; sorted,
// because two transactions that lock in the same order never wait for each other in a ring.
function subjectHashes(ctx: Ctx, attempt: Attempt): Uint8Array[] {
  const { type, number } = attempt.document
  const account = blindIndex(ctx.keys, 'subject', `attempt:${attempt.accountId}`)
  const document = blindIndex(ctx.keys, 'document', `attempt:${type}:${number}`)
  return [account, document].sort((a, b) => Buffer.compare(a, b))
}

function lockNumber(hash: Uint8Array): string {
  return Buffer.from(hash).readBigInt64BE().toString()
}

function windowStart(ctx: Ctx): Date {
  return toDate(after(ctx.now, -WINDOW))
}
