import { REASSESS_LIST } from '../evidence/area-lists.ts'
import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { ORGANISATIONS_CHANGED } from '../signatures/organisations-change.ts'
import { reassessHandFacts } from './hand-facts.ts'
import { BUILD_CHUNK, buildChunk } from './city-columns.ts'
import { REASSESS, reassess, reassessList } from './risk.ts'
import { SWITCH_CHUNK, switchChunk, type ChunkSwitch } from './switch.ts'
import { getTable } from './table.ts'

/** Evaluating people anew, told upward by whoever learned something, and the columns by which it is done for a whole city. */
export function riskJobs(world: World): JobHandlers {
  return {
    [REASSESS_LIST]: ({ listId }: { listId: string }) => reassessList(systemCtx(world), listId),
    [ORGANISATIONS_CHANGED]: () => reassessHandFacts(systemCtx(world)),
    [REASSESS]: async ({ personIds }: { personIds: readonly string[] }) => {
      const ctx = systemCtx(world)
      await ctx.db.transaction().execute((tx) => reassess(tx, ctx, personIds))
    },
    [BUILD_CHUNK]: { long: ({ chunk }: { chunk: number }) => buildChunk(systemCtx(world), chunk) },
    [SWITCH_CHUNK]: (told: ChunkSwitch) =>
      switchChunk(systemCtx(world), told, { from: getTable(told.from), to: getTable(told.to) }),
  }
}
