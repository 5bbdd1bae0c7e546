import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'

/** The account on whose behalf a citizen acts. */
interface CitizenAccount {
  readonly accountId: string
  readonly channel: string
}

/** Whoever is signed in, as a citizen; staff are citizens too. Problems: not-signed-in. */
export function citizenOf(ctx: Ctx): CitizenAccount {
  if (ctx.actor.kind === 'citizen' || ctx.actor.kind === 'staff') return ctx.actor
  throw new Problem('not-signed-in')
}
