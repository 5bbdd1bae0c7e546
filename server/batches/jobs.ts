import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { DEAL, deal } from './deal.ts'

/** Reading, weighing, taking and taking back batches. */
export function batchJobs(world: World): JobHandlers {
  return { [DEAL]: { long: ({ batchId }: { batchId: string }) => deal(systemCtx(world), batchId) } }
}
