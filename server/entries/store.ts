import type pg from 'pg'
import { CompiledQuery } from 'kysely'
import { dayOf, formatDay, startOfDay, day, type Day, type Instant } from '../../core/instant.ts'
import { ADVISORY_LOCK } from '../kit/advisory-locks.ts'
import { toDate, type Tx } from '../kit/db.ts'

/** A passage through a door, as it is kept. */
export interface EntryRow {
  readonly entryId: string
  readonly venueBucket: number
  readonly retentionClass: RetentionClass
  readonly at: Instant
  readonly venueId: string
  readonly gateId: string
  readonly policyId: string
  readonly personId: string | undefined
  readonly identifiedBy: 'code' | 'paper' | 'document' | 'nobody'
  readonly direction: 'in' | 'out'
  readonly receivedAt: Instant
  readonly celsius: number | undefined
  readonly shown: string
  readonly decision: 'admitted' | 'refused'
  readonly reason: string
  readonly guardId: string
}

/** How long an entry is kept; fixed at the scan. 28 days is the upper end of comparable systems. */
export type RetentionClass = 'days-28'

const INSERT_ENTRIES = `
  insert into entry (venue_bucket, retention_class, at, entry_id, venue_id, gate_id, policy_id, person_id, identified_by,
    direction, received_at, celsius, shown, decision, reason, guard_id)
  select * from unnest($1::smallint[], $2::text[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[],
    $8::uuid[], $9::text[], $10::text[], $11::timestamptz[], $12::numeric[], $13::text[], $14::text[], $15::text[], $16::uuid[])
  on conflict do nothing`

/** Writes entries in one statement; those that were written before stay as they are. */
export async function insertEntries(tx: Tx, rows: readonly EntryRow[]): Promise<void> {
  const columns = [
    rows.map((row) => row.venueBucket),
    rows.map((row) => row.retentionClass),
    rows.map((row) => toDate(row.at)),
    rows.map((row) => row.entryId),
    rows.map((row) => row.venueId),
    rows.map((row) => row.gateId),
    rows.map((row) => row.policyId),
    rows.map((row) => row.personId ?? null),
    rows.map((row) => row.identifiedBy),
    rows.map((row) => row.direction),
    rows.map((row) => toDate(row.receivedAt)),
    rows.map((row) => row.celsius ?? null),
    rows.map((row) => row.shown),
    rows.map((row) => row.decision),
    rows.map((row) => row.reason),
    rows.map((row) => row.guardId),
  ]
  await tx.executeQuery(CompiledQuery.raw(INSERT_ENTRIES, columns))
}

/** Keeps an entry that cannot be placed, whole and sealed. */
export async function insertHeld(
  tx: Tx,
  held: {
    entryId: string
    gateId: string
    guardId: string
    at: Instant
    receivedAt: Instant
    why: string
    sealed: Uint8Array
  },
): Promise<void> {
  await tx
    .insertInto('entry_held')
    .values({
      entry_id: held.entryId,
      gate_id: held.gateId,
      guard_id: held.guardId,
      at: toDate(held.at),
      received_at: toDate(held.receivedAt),
      why: held.why,
      sealed: held.sealed,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The venue's bucket of 256: what Citus will one day shard by. FNV-1a over the id's text. */
export function bucketOf(venueId: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < venueId.length; at += 1) hash = Math.imul(hash ^ venueId.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % 256
}

/**
 * Sees to it that a retention class has its partitions for the days of these rows and the day after; made once a day and class,
 * ahead of need, so that dropping a day later is dropping a table.
 */
export function partitionKeeper(pool: pg.Pool): (rows: readonly EntryRow[]) => Promise<void> {
  const known = new Set<string>()
  return async (rows) => {
    const needed = new Set<string>()
    for (const row of rows) {
      const today = dayOf(row.at)
      for (const on of [today, day(today + 1)]) {
        const name = partitionName(row.retentionClass, on)
        if (known.has(name) || needed.has(name)) continue
        needed.add(name)
        await makePartition(pool, row.retentionClass, on)
      }
    }
    for (const name of needed) known.add(name)
  }
}

function partitionName(retentionClass: RetentionClass, of: Day): string {
  return `entry_${retentionClass.replace('-', '_')}_${formatDay(of).replaceAll('-', '')}`
}

async function makePartition(pool: pg.Pool, retentionClass: RetentionClass, of: Day): Promise<void> {
  const from = toDate(startOfDay(of)).toISOString()
  const to = toDate(startOfDay(day(of + 1))).toISOString()
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK.partition])
    await client.query(
      `create table if not exists ${partitionName(retentionClass, of)} partition of entry
       for values from ('${retentionClass}', '${from}') to ('${retentionClass}', '${to}')`,
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
