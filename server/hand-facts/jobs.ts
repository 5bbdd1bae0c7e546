import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { EXPIRE, expireDraft } from './hand-facts.ts'

/** Closing drafts that nobody approved in time. */
export function handFactJobs(world: World): JobHandlers {
  return { [EXPIRE]: ({ factId }: { factId: string }) => expireDraft(systemCtx(world), factId) }
}
