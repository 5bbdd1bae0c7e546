import type pg from 'pg'
import { hex, sameBytes } from '../../core/bytes.ts'
import { toDate, type Db } from '../kit/db.ts'
import { groupCommit, type GroupCommit } from '../kit/group-commit.ts'
import type { Instant } from '../../core/instant.ts'

/** A phone key that a credential is about to be bound to. */
export interface PhoneKey {
  readonly keyHash: Uint8Array
  readonly personId: string
  readonly sessionHash: Uint8Array
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

const INSERT_PHONE_KEYS = `
  insert into phone_key (key_hash, person_id, session_hash, issued_at, expires_at)
  select * from unnest($1::bytea[], $2::uuid[], $3::bytea[], $4::timestamptz[], $5::timestamptz[])
  on conflict (key_hash) do nothing
  returning key_hash`

/** `foreign`: the key belongs to another session already, so somebody offers a key that he has only seen. */
export type PhoneKeyOutcome = 'bound' | 'foreign'

/** Binds phone keys in committed groups; a credential leaves only after its key is durable. */
export function phoneKeyWriter(pool: pg.Pool): GroupCommit<PhoneKey, PhoneKeyOutcome> {
  return groupCommit({
    lingerMs: 5,
    most: 1_000,
    lanes: 2,
    async write(keys) {
      const written = await pool.query<{ key_hash: Uint8Array }>({
        name: 'insert-phone-keys',
        text: INSERT_PHONE_KEYS,
        values: [
          keys.map((key) => key.keyHash),
          keys.map((key) => key.personId),
          keys.map((key) => key.sessionHash),
          keys.map((key) => toDate(key.issuedAt)),
          keys.map((key) => toDate(key.expiresAt)),
        ],
      })
      if (written.rows.length === keys.length) return keys.map(() => 'bound')
      return outcomesOf(pool, keys)
    },
  })
}

/** A key that was there before is bound when the same session sent it again, and foreign otherwise. */
async function outcomesOf(pool: pg.Pool, keys: readonly PhoneKey[]): Promise<PhoneKeyOutcome[]> {
  const result = await pool.query<{ key_hash: Uint8Array; session_hash: Uint8Array }>(
    'select phone_key.key_hash, phone_key.session_hash from phone_key where phone_key.key_hash = any($1::bytea[])',
    [keys.map((key) => key.keyHash)],
  )
  const sessions = new Map(result.rows.map((row) => [hex(row.key_hash), row.session_hash]))
  return keys.map((key) => (sameBytes(sessions.get(hex(key.keyHash))!, key.sessionHash) ? 'bound' : 'foreign'))
}

/** The segments of an epoch's domain, in order. */
export async function listSegments(db: Db, epoch: number): Promise<{ first: number; size: number }[]> {
  const rows = await db
    .selectFrom('epoch_segment')
    .select(['epoch_segment.first_number', 'epoch_segment.size'])
    .where('epoch_segment.epoch', '=', epoch)
    .orderBy('epoch_segment.segment')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({ first: row.first_number, size: row.size }))
}

/** Adds a segment unless another process was quicker; what then stands is read again. */
export async function addSegment(
  db: Db,
  segment: { epoch: number; segment: number; first: number; size: number },
): Promise<void> {
  await db
    .insertInto('epoch_segment')
    .values({
      epoch: segment.epoch,
      segment: segment.segment,
      first_number: segment.first,
      size: segment.size,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The highest list number handed out so far, or 0. */
export async function highestListNumber(pool: pg.Pool): Promise<number> {
  const result = await pool.query<{ last_value: number }>('select last_value from list_number')
  return result.rows[0]?.last_value ?? 0
}
