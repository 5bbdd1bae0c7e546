import { REASSESS_LIST } from '../evidence/area-lists.ts'
import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { ORGANISATIONS_CHANGED } from '../signatures/organisations-change.ts'
import { reassessHandFacts } from './hand-facts.ts'
import { REASSESS, reassess, reassessList } from './risk.ts'

/** Evaluating people anew, told upward by whoever learned something. */
export function riskJobs(world: World): JobHandlers {
  return {
    [REASSESS_LIST]: ({ listId }: { listId: string }) => reassessList(systemCtx(world), listId),
    [ORGANISATIONS_CHANGED]: () => reassessHandFacts(systemCtx(world)),
    [REASSESS]: async ({ personIds }: { personIds: readonly string[] }) => {
      const ctx = systemCtx(world)
      await ctx.db.transaction().execute((tx) => reassess(tx, ctx, personIds))
    },
  }
}
