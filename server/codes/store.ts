import type pg from 'pg'
import { hex, sameBytes } from '../../core/bytes.ts'
import { toDate, type Tx } from '../kit/db.ts'
import { groupCommit, type GroupCommit } from '../kit/group-commit.ts'
import { sameSecret, type MasterKeys } from '../kit/seal.ts'
import { vouch } from '../kit/vouch.ts'
import { newId, type World } from '../kit/world.ts'
import type { Instant } from '../../core/instant.ts'

/** A phone key that a credential is about to be bound to. */
export interface PhoneKey {
  readonly keyHash: Uint8Array
  readonly personId: string
  readonly accountId: string
  readonly sessionHash: Uint8Array
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

// Only for the session in which the account shows its code: already, or from now on where it has shown none before. Whoever is
// changing that holds the row, and is not waited for: nobody's code waits for somebody else's phone. First phones are written in
// order and before the keys (so the count), for two groups that wait for each other's rows would both be lost.
const INSERT_PHONE_KEYS = `
  with asked as (
    select * from unnest($1::bytea[], $2::uuid[], $3::bytea[], $4::timestamptz[], $5::timestamptz[], $6::uuid[])
      as asked (key_hash, person_id, session_hash, issued_at, expires_at, account_id)
  ), first as (
    insert into account_phone (account_id, session_hash)
    select asked.account_id, asked.session_hash from asked
    join session on session.token_hash = asked.session_hash
    where session.taken_over_at is null and session.expires_at > $9
      and not exists (select from account_phone where account_phone.account_id = asked.account_id)
    order by asked.account_id
    for share of session skip locked
    on conflict (account_id) do nothing
    returning account_id, session_hash
  ), known as (
    select account_phone.account_id, account_phone.session_hash from asked
    join account_phone on account_phone.account_id = asked.account_id and account_phone.session_hash = asked.session_hash
    for share of account_phone skip locked
  ), shown as (
    select account_id, session_hash from known union select account_id, session_hash from first
  ), bound as (
    insert into phone_key (key_hash, person_id, session_hash, issued_at, expires_at)
    select asked.key_hash, asked.person_id, asked.session_hash, asked.issued_at, asked.expires_at
    from asked join shown on shown.account_id = asked.account_id and shown.session_hash = asked.session_hash
    where (select count(*) from first) >= 0
    on conflict (key_hash) do nothing
    returning key_hash
  ), tallied as (
    insert into credential_tally (tally_id, run_id, count) select $7, $8, count(*) from bound having count(*) > 0
  )
  select key_hash from bound`

/** Binds phone keys in committed groups, and answers which were bound; a credential leaves only after its key is durable. */
export function phoneKeyWriter(world: World): GroupCommit<PhoneKey, boolean> {
  return groupCommit({
    apartMs: 5,
    most: 1_000,
    lanes: 2,
    async write(keys) {
      const { rows } = await world.pool.query<{ key_hash: Uint8Array }>({
        name: 'insert-phone-keys',
        text: INSERT_PHONE_KEYS,
        values: [
          keys.map((key) => key.keyHash),
          keys.map((key) => key.personId),
          keys.map((key) => key.sessionHash),
          keys.map((key) => toDate(key.issuedAt)),
          keys.map((key) => toDate(key.expiresAt)),
          keys.map((key) => key.accountId),
          newId({ now: world.clock(), random: world.random }),
          world.issuing.signed.runId,
          toDate(world.clock()),
        ],
      })
      const bound = new Set(rows.map((row) => hex(row.key_hash)))
      return keys.map((key) => bound.has(hex(key.keyHash)))
    },
  })
}

/** Has an account show its code in a session, and answers in which it did so before; nobody else changes that meanwhile. */
export async function moveToSession(
  tx: Tx,
  of: { accountId: string; sessionHash: Uint8Array },
): Promise<Uint8Array | undefined> {
  const row = { account_id: of.accountId, session_hash: of.sessionHash }
  const added = await tx
    .insertInto('account_phone')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_phone.account_id')
    .executeTakeFirst()
  if (added) return undefined
  const before = await tx
    .selectFrom('account_phone')
    .select('account_phone.session_hash')
    .where('account_phone.account_id', '=', of.accountId)
    .forUpdate()
    .executeTakeFirst()
  // Gone between the two: its session ended, and whoever asks asks again.
  if (!before) return moveToSession(tx, of)
  await tx.updateTable('account_phone').set(row).where('account_phone.account_id', '=', of.accountId).execute()
  return before.session_hash
}

/** Forgets that an account shows its code in a session. */
export async function leaveSession(tx: Tx, of: { accountId: string; sessionHash: Uint8Array }): Promise<void> {
  await tx
    .deleteFrom('account_phone')
    .where('account_phone.account_id', '=', of.accountId)
    .where('account_phone.session_hash', '=', of.sessionHash)
    .execute()
}

/** Binds one phone key; false when it is another session's already, so that somebody offers a key that he has only seen. */
export async function bindPhoneKey(tx: Tx, key: PhoneKey): Promise<boolean> {
  const added = await tx
    .insertInto('phone_key')
    .values({
      key_hash: key.keyHash,
      person_id: key.personId,
      session_hash: key.sessionHash,
      issued_at: toDate(key.issuedAt),
      expires_at: toDate(key.expiresAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('phone_key.key_hash')
    .executeTakeFirst()
  if (added) return true
  const row = await tx
    .selectFrom('phone_key')
    .select('phone_key.session_hash')
    .where('phone_key.key_hash', '=', key.keyHash)
    .executeTakeFirst()
  return row !== undefined && sameBytes(row.session_hash, key.sessionHash)
}

/** Keeps which issuing keys were published; answers whether they are others than before. */
export async function writeKeysSeen(tx: Tx, digest: Uint8Array): Promise<boolean> {
  const written = await tx
    .insertInto('issuing_keys_seen')
    .values({ digest })
    .onConflict((conflict) =>
      conflict.column('only_row').doUpdateSet({ digest }).where('issuing_keys_seen.digest', '<>', digest),
    )
    .returning('issuing_keys_seen.only_row')
    .executeTakeFirst()
  return written !== undefined
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
