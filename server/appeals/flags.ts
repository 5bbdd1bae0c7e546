import { sql } from 'kysely'
import { APPEALS_WITHOUT_FLAG, FLAG_WINDOW, raisesFlag } from '../../core/appeals.ts'
import { after, type Instant } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { toDate, type Tx } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'
import type { Ground } from './grounds.ts'

// Appeals are counted by cause. A batch with too many against it is flagged, and the brake holds the next one of its source; of a rule
// with too many, metric and log tell.

type Suspect =
  | { readonly against: 'batch'; readonly flagged: string; readonly sourceId: string | undefined }
  | { readonly against: 'rule'; readonly flagged: string; readonly sourceId: undefined }

/** Flags the batches and rules behind an appeal that was just kept, where it is one too many. */
export async function flagCauses(tx: Tx, ctx: Ctx, grounds: readonly Ground[]): Promise<void> {
  // Always in the same order: each is locked until the transaction ends.
  for (const suspect of suspectsOf(grounds)) await flag(tx, ctx, suspect)
}

async function flag(tx: Tx, ctx: Ctx, suspect: Suspect): Promise<void> {
  const since = after(ctx.now, -FLAG_WINDOW)
  if (await isFlagged(tx, suspect, since)) return
  // Of two who appeal at the same moment, one sees the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`appeals against ${suspect.flagged}`}, 0))`.execute(tx)
  const appeals = await countAppeals(tx, suspect, since)
  if (!raisesFlag(appeals)) return
  const raised = await tx
    .insertInto('appeal_flag')
    .values({
      against: suspect.against,
      flagged: suspect.flagged,
      source_id: suspect.sourceId ?? null,
      appeals,
      raised_at: toDate(ctx.now),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['against', 'flagged'])
        .doUpdateSet({ appeals, raised_at: toDate(ctx.now) })
        .where('appeal_flag.raised_at', '<=', toDate(since)),
    )
    .executeTakeFirst()
  if (raised.numInsertedOrUpdatedRows === 0n) return
  const { against, flagged } = suspect
  ctx.metrics.appealFlags.inc({ against })
  ctx.log.warn({ [against]: flagged }, 'appeal-flag-raised')
  await append(tx, ctx, {
    action: 'appeal-flag-raised',
    ...(against === 'batch' && { subject: flagged }),
    detail: { against, appeals, ...(against === 'rule' && { rule: flagged }) },
  })
}

async function isFlagged(tx: Tx, { against, flagged }: Suspect, since: Instant): Promise<boolean> {
  const row = await tx
    .selectFrom('appeal_flag')
    .select('appeal_flag.flagged')
    .where('appeal_flag.against', '=', against)
    .where('appeal_flag.flagged', '=', flagged)
    .where('appeal_flag.raised_at', '>', toDate(since))
    .executeTakeFirst()
  return row !== undefined
}

/** How many people have appealed since a moment; counts no further than matters. */
async function countAppeals(tx: Tx, { against, flagged }: Suspect, since: Instant): Promise<number> {
  const cause =
    against === 'batch' ? sql`appeal_ground.batch_id = ${flagged}::uuid` : sql`appeal_ground.rule_id = ${flagged}`
  const { rows } = await sql<{ appeals: number }>`
    select count(*) as appeals from (
      select distinct appeal_ground.person_id from appeal_ground
      where ${cause} and appeal_ground.appealed_at > ${toDate(since)} limit ${APPEALS_WITHOUT_FLAG + 1}
    ) as people`.execute(tx)
  return rows[0]?.appeals ?? 0
}

function suspectsOf(grounds: readonly Ground[]): Suspect[] {
  const suspects = grounds.flatMap(({ ruleId, batch, sourceId }): Suspect[] => [
    { against: 'rule', flagged: ruleId, sourceId: undefined },
    ...(batch ? [{ against: 'batch' as const, flagged: batch.batchId, sourceId }] : []),
  ])
  const byName = new Map(suspects.map((suspect) => [suspect.flagged, suspect]))
  return [...byName.values()].toSorted((a, b) => (a.flagged < b.flagged ? -1 : 1))
}
