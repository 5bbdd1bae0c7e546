import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { DEAL, deal } from './deal.ts'
import { COLOUR_ROWS, colourRows } from './take.ts'

/** Reading, weighing, taking and taking back batches, and the colours that follow. */
export function batchJobs(world: World): JobHandlers {
  return {
    [DEAL]: { long: ({ batchId }: { batchId: string }) => deal(systemCtx(world), batchId) },
    [COLOUR_ROWS]: { long: (rows: Parameters<typeof colourRows>[1]) => colourRows(systemCtx(world), rows) },
  }
}
