import { SESSION_ENDED } from '../identity/session.ts'
import type { JobHandlers } from '../kit/jobs.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { leavePhone } from './phones.ts'

/** What was shown in a session that ended, withdrawn. */
export function codeJobs(world: World): JobHandlers {
  return {
    [SESSION_ENDED]: async (ended: { accountId: string; sessionHash: string }) => {
      const ctx = systemCtx(world)
      await ctx.db.transaction().execute((tx) => leavePhone(tx, ctx, ended))
    },
  }
}
