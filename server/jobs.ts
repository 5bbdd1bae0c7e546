import { batchJobs } from './batches/jobs.ts'
import { codeJobs } from './codes/jobs.ts'
import { handFactJobs } from './hand-facts/jobs.ts'
import type { JobHandlers } from './kit/jobs.ts'
import type { World } from './kit/world.ts'
import { listJobs } from './lists/jobs.ts'
import { riskJobs } from './risk/jobs.ts'
import { ruleTableJobs } from './rule-tables/jobs.ts'

/** Every job there is: its name, and the front door that does it. */
export function allJobs(world: World): JobHandlers {
  return {
    ...riskJobs(world),
    ...batchJobs(world),
    ...codeJobs(world),
    ...handFactJobs(world),
    ...ruleTableJobs(world),
    ...listJobs(world),
  }
}
