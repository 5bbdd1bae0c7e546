import { appendAll } from '../audit/audit.ts'
import type { Ctx } from '../kit/world.ts'
import { noteOverdue } from './store.ts'

const AT_ONCE = 500

/** Notes and counts what has become overdue since the last time: whole appeals, and parts of departments. Each is counted once. */
export async function markOverdue(ctx: Ctx): Promise<void> {
  for (let more = true; more;) {
    const late = await ctx.db.transaction().execute(async (tx) => {
      const noted = await noteOverdue(tx, ctx.now, AT_ONCE)
      await appendAll(
        tx,
        ctx,
        noted.map(({ personId, appealId, organisationId }) => ({
          action: 'appeal-overdue' as const,
          subject: personId,
          detail: { appeal: appealId, ...(organisationId !== undefined && { organisation: organisationId }) },
        })),
      )
      return noted
    })
    for (const { organisationId } of late) {
      ctx.metrics.appealsOverdue.inc({ of: organisationId === undefined ? 'appeal' : 'department' })
    }
    more = late.length >= AT_ONCE
  }
}
