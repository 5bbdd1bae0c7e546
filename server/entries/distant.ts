import { sql } from 'kysely'
import type { DistantEntries } from '../../contract/gates.ts'
import { after, DAY_LENGTH, MINUTE, type Instant } from '../../core/instant.ts'
import { append, appendAll } from '../audit/audit.ts'
import { toDate, toInstant, type Tx } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'

// One code in two hands shows as one person in two places. Nobody is refused for it: a clock may be wrong, a guard may have typed a
// document. It is recorded for somebody to look at.

/** Nobody is at doors of two districts within this time; exactly so long apart still counts. */
const WITHIN_MS = 10 * MINUTE
/** An entry has its time of receipt before it is committed; no commit takes so long. */
const OVERLAP_MS = MINUTE
/** As long as entries are kept. */
const KEPT_MS = 28 * DAY_LENGTH
const MOST_READ = 200

/**
 * Looks at the entries received since the last time for others of the same person at a venue of another district, and records each
 * such pair once. Answers how many were new. Again it changes nothing.
 */
export async function sweepDistant(ctx: Ctx): Promise<number> {
  const found = await ctx.db.transaction().execute(async (tx) => {
    const since = await moveMark(tx, ctx.now)
    const received = await timesOf(tx, { since, until: ctx.now })
    const count = received ? await insertPairs(tx, ctx, { since, ...received }) : 0
    if (count > 0) await append(tx, ctx, { action: 'distant-entries-found', detail: { count } })
    return count
  })
  ctx.metrics.distantEntries.inc(found)
  return found
}

/** The pairs that were found, the latest first; at most 200. Whose they are is recorded as read. */
export async function readDistant(ctx: Ctx): Promise<DistantEntries> {
  return ctx.db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('entry_distant')
      .selectAll()
      .orderBy('entry_distant.found_at', 'desc')
      .orderBy('entry_distant.later_id')
      .limit(MOST_READ)
      .execute()
    const people = [...new Set(rows.map((row) => row.person_id))]
    const purpose = 'distant-entries'
    await appendAll(
      tx,
      ctx,
      people.map((subject) => ({ action: 'distant-entries-read', subject, purpose })),
    )
    return {
      pairs: rows.map((row) => ({
        personId: row.person_id,
        earlier: { entryId: row.earlier_id, gateId: row.earlier_gate_id, at: toInstant(row.earlier_at) },
        later: { entryId: row.later_id, gateId: row.later_gate_id, at: toInstant(row.later_at) },
        foundAt: toInstant(row.found_at),
      })),
    }
  })
}

/** Deletes pairs when their entries are no longer kept. */
export async function forgetDistant(tx: Tx, now: Instant): Promise<void> {
  await tx
    .deleteFrom('entry_distant')
    .where('entry_distant.found_at', '<', toDate(after(now, -KEPT_MS)))
    .execute()
}

/** From when on receipts have to be looked at; nobody else looks meanwhile. */
async function moveMark(tx: Tx, now: Instant): Promise<Instant> {
  await tx
    .insertInto('entry_sweep')
    .values({ received_until: toDate(now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const mark = await tx
    .selectFrom('entry_sweep')
    .select('entry_sweep.received_until')
    .forUpdate()
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('entry_sweep')
    .set({ received_until: toDate(now) })
    .execute()
  return after(toInstant(mark.received_until), -OVERLAP_MS)
}

/** Between which times of scans the entries lie that were received; told to PostgreSQL, they spare it the other days' partitions. */
async function timesOf(
  tx: Tx,
  received: { since: Instant; until: Instant },
): Promise<{ first: Date; last: Date } | undefined> {
  const row = await tx
    .selectFrom('entry')
    .select(({ fn }) => [fn.min('entry.at').as('first'), fn.max('entry.at').as('last')])
    .where('entry.received_at', '>=', toDate(received.since))
    .where('entry.received_at', '<=', toDate(received.until))
    .executeTakeFirst()
  return row?.first && row.last ? { first: row.first, last: row.last } : undefined
}

async function insertPairs(tx: Tx, ctx: Ctx, of: { since: Instant; first: Date; last: Date }): Promise<number> {
  const within = sql`${WITHIN_MS} * interval '1 millisecond'`
  const isEarlier = sql`(fresh.at, fresh.entry_id) < (other.at, other.entry_id)`
  const { numAffectedRows } = await sql`
    insert into entry_distant
      (earlier_id, later_id, person_id, earlier_at, later_at, earlier_gate_id, later_gate_id, found_at)
    select case when ${isEarlier} then fresh.entry_id else other.entry_id end,
      case when ${isEarlier} then other.entry_id else fresh.entry_id end,
      fresh.person_id, least(fresh.at, other.at), greatest(fresh.at, other.at),
      case when ${isEarlier} then fresh.gate_id else other.gate_id end,
      case when ${isEarlier} then other.gate_id else fresh.gate_id end,
      ${toDate(ctx.now)}
    from entry as fresh
    join venue as fresh_venue on fresh_venue.venue_id = fresh.venue_id
    join entry as other on other.person_id = fresh.person_id and other.entry_id <> fresh.entry_id
      and other.at >= fresh.at - ${within} and other.at <= fresh.at + ${within}
    join venue as other_venue on other_venue.venue_id = other.venue_id
      and left(other_venue.division_code, 6) <> left(fresh_venue.division_code, 6)
    where fresh.received_at >= ${toDate(of.since)} and fresh.received_at <= ${toDate(ctx.now)}
      and fresh.at >= ${of.first} and fresh.at <= ${of.last}
      and other.at >= ${of.first}::timestamptz - ${within} and other.at <= ${of.last}::timestamptz + ${within}
    on conflict do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
