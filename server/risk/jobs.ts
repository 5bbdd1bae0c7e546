import { REASSESS_LIST } from '../evidence/area-lists.ts'
import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { REASSESS, reassess, reassessList } from './risk.ts'

/** Evaluating people anew, told upward by whoever learned something. */
export function riskJobs(world: World): JobHandlers {
  return {
    [REASSESS_LIST]: ({ listId }: { listId: string }) => reassessList(systemCtx(world), listId),
    [REASSESS]: async ({ personIds }: { personIds: readonly string[] }) => {
      const ctx = systemCtx(world)
      await ctx.db.transaction().execute((tx) => reassess(tx, ctx, personIds))
    },
  }
}
