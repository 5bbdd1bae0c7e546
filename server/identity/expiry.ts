import { after, DAY_LENGTH } from '../../core/instant.ts'
import { toDate } from '../kit/db.ts'
import type { Ctx } from '../kit/world.ts'

/** Deletes what counts no more: sessions that are over, sign-ins that nobody finished, wrong attempts older than a day. */
export async function forgetExpired(ctx: Ctx): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await tx.deleteFrom('session').where('session.expires_at', '<=', toDate(ctx.now)).execute()
    await tx.deleteFrom('sign_in').where('sign_in.expires_at', '<=', toDate(ctx.now)).execute()
    await tx
      .deleteFrom('wrong_attempt')
      .where('wrong_attempt.at', '<=', toDate(after(ctx.now, -DAY_LENGTH)))
      .execute()
  })
}
