import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { runTrial } from './adoption.ts'
import { TRY_TABLE } from './trials.ts'

/** Trying tables on the whole city, which may take a minute. */
export function ruleTableJobs(world: World): JobHandlers {
  return {
    [TRY_TABLE]: { long: ({ trialId }: { trialId: string }) => runTrial(systemCtx(world), trialId) },
  }
}
