import { sql } from 'kysely'
import type { Db, Tx } from '../kit/db.ts'
import { newId, type Ctx } from '../kit/world.ts'

// What was issued, by the database's count. The hot path adds a row a committed group; here they are added up and held against what
// the signer has counted outside the database. A row that somebody writes or deletes by hand makes the two disagree.

/** A count of the signer's that is not the database's. */
export interface CountFault {
  readonly runId: string
  readonly what: 'credentials-not-recorded' | 'credentials-not-signed'
}

/** What was recorded when this program looked last: by now all of it is signed. */
export interface LastLook {
  recorded: number
}

/** Counts a credential that was recorded by itself and not in a group. */
export async function tallyOne(tx: Tx, ctx: Ctx): Promise<void> {
  await tx
    .insertInto('credential_tally')
    .values({ tally_id: newId(ctx), run_id: ctx.issuing.signed.runId, count: 1 })
    .execute()
}

/**
 * Holds what the signer counted against what the database recorded, for this run of the program and for those before it; says what
 * disagrees, and forgets runs that ended and agree.
 */
export async function reconcileCredentials(ctx: Ctx, last: LastLook): Promise<CountFault[]> {
  const { signed: counts } = ctx.issuing
  const faults: CountFault[] = []
  // Each credential is recorded before it is signed: what was signed by now, the database has.
  const signed = counts.signed
  const recorded = await addUp(ctx, counts.runId)
  if (signed > recorded) faults.push({ runId: counts.runId, what: 'credentials-not-recorded' })
  if (last.recorded > signed) faults.push({ runId: counts.runId, what: 'credentials-not-signed' })
  last.recorded = recorded
  counts.keep()
  for (const run of counts.others()) {
    const then = await countRecorded(ctx.db, run.runId)
    if (run.signed > then) faults.push({ runId: run.runId, what: 'credentials-not-recorded' })
    else if (run.ended && run.signed < then) faults.push({ runId: run.runId, what: 'credentials-not-signed' })
    else if (run.ended) await forgetRun(ctx, run.runId)
  }
  for (const { what } of faults) {
    ctx.log.error(what)
    ctx.metrics.logFaults.inc({ what })
  }
  return faults
}

/** Makes one row of a run's rows, and answers what it says. */
async function addUp(ctx: Ctx, runId: string): Promise<number> {
  return ctx.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ count: number }>`
      with gone as (delete from credential_tally where credential_tally.run_id = ${runId}::uuid returning credential_tally.count)
      insert into credential_tally (tally_id, run_id, count)
      select ${newId(ctx)}::uuid, ${runId}::uuid, sum(gone.count)::bigint from gone having count(*) > 0
      returning credential_tally.count`.execute(tx)
    return rows[0]?.count ?? 0
  })
}

async function countRecorded(db: Db, runId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(credential_tally.count), 0)::bigint as count from credential_tally
    where credential_tally.run_id = ${runId}::uuid`.execute(db)
  return rows[0]?.count ?? 0
}

/** The file first: rows without one are another machine's, and nobody asks about them. */
async function forgetRun(ctx: Ctx, runId: string): Promise<void> {
  ctx.issuing.signed.forget(runId)
  await ctx.db.transaction().execute(async (tx) => {
    await tx.deleteFrom('credential_tally').where('credential_tally.run_id', '=', runId).execute()
  })
}
