import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { announceChanges } from '../risk/changes.ts'
import { makeSure } from '../risk/risk.ts'

/** The job that evaluates people whose row could not be believed, and has them published whatever comes of it: `{ personIds }`. */
export const RECHECK = 'lists.recheck'

/** Making sure of colours that are published otherwise than the database says. */
export function listJobs(world: World): JobHandlers {
  return {
    [RECHECK]: async ({ personIds }: { personIds: readonly string[] }) => {
      const ctx = systemCtx(world)
      await ctx.db.transaction().execute(async (tx) => {
        await makeSure(tx, ctx, personIds)
        await announceChanges(tx, ctx, personIds)
      })
    },
  }
}
