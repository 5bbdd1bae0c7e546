import type { Ctx } from '../kit/world.ts'
import { REASSESS } from './risk.ts'
import { listOfHandFacts } from './views.ts'

/** People for one job. */
const CHUNK = 500

/** Has everybody evaluated anew of whom officers have written by hand, by one job for each 500 of them. */
export async function reassessHandFacts(ctx: Ctx): Promise<void> {
  // All jobs or none: a job that is tried again has left nothing behind.
  await ctx.db.transaction().execute(async (tx) => {
    let personIds = await listOfHandFacts(tx, { after: undefined, limit: CHUNK })
    while (personIds.length > 0) {
      await ctx.jobs.enqueue(tx, REASSESS, { personIds })
      personIds = await listOfHandFacts(tx, { after: personIds.at(-1), limit: CHUNK })
    }
  })
}
