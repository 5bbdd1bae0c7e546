import type pg from 'pg'
import { hex, sameBytes } from '../../core/bytes.ts'
import { toDate } from '../kit/db.ts'
import { groupCommit, type GroupCommit } from '../kit/group-commit.ts'
import { sameSecret, type MasterKeys } from '../kit/seal.ts'
import { vouch } from '../kit/vouch.ts'
import type { World } from '../kit/world.ts'
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

interface SegmentRow {
  readonly epoch: number
  readonly segment: number
  readonly first: number
  readonly size: number
}

function vouchForSegment(keys: MasterKeys, { epoch, segment, first, size }: SegmentRow): Uint8Array {
  return vouch(keys, 'epoch-segment', [epoch, segment, first, size])
}

/** The segments of an epoch's domain, in order, up to the first that the program does not vouch for. */
export async function listSegments(
  world: Pick<World, 'db' | 'keys' | 'log'>,
  epoch: number,
): Promise<{ first: number; size: number }[]> {
  const rows = await world.db
    .selectFrom('epoch_segment')
    .select(['epoch_segment.segment', 'epoch_segment.first_number', 'epoch_segment.size', 'epoch_segment.mac'])
    .where('epoch_segment.epoch', '=', epoch)
    .orderBy('epoch_segment.segment')
    .limit(1_000)
    .execute()
  const segments = rows.map((row) => ({ segment: row.segment, first: row.first_number, size: row.size, mac: row.mac }))
  const broken = segments.findIndex(
    (row, place) => row.segment !== place || !sameSecret(row.mac, vouchForSegment(world.keys, { epoch, ...row })),
  )
  if (broken >= 0) world.log.error({ count: rows.length - broken }, 'segment-mac-wrong')
  return (broken < 0 ? segments : segments.slice(0, broken)).map(({ first, size }) => ({ first, size }))
}

/** Adds a segment unless another process was quicker; what then stands is read again. A row that nobody vouches for gives way. */
export async function addSegment(
  world: Pick<World, 'db' | 'keys'>,
  { epoch, segment, first, size }: SegmentRow,
): Promise<void> {
  const row = { first_number: first, size, mac: vouchForSegment(world.keys, { epoch, segment, first, size }) }
  await world.db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows: added } = await tx
      .insertInto('epoch_segment')
      .values({ epoch, segment, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (added !== 0n) return
    const found = await tx
      .selectFrom('epoch_segment')
      .select(['epoch_segment.first_number', 'epoch_segment.size', 'epoch_segment.mac'])
      .where('epoch_segment.epoch', '=', epoch)
      .where('epoch_segment.segment', '=', segment)
      .forUpdate()
      .executeTakeFirst()
    if (!found) return
    const said = vouchForSegment(world.keys, { epoch, segment, first: found.first_number, size: found.size })
    if (sameSecret(found.mac, said)) return
    await tx
      .updateTable('epoch_segment')
      .set(row)
      .where('epoch_segment.epoch', '=', epoch)
      .where('epoch_segment.segment', '=', segment)
      .execute()
  })
}

/** The highest list number handed out so far, or 0. */
export async function highestListNumber(pool: pg.Pool): Promise<number> {
  const result = await pool.query<{ last_value: number }>('select last_value from list_number')
  return result.rows[0]?.last_value ?? 0
}
