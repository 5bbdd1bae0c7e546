import type { Ctx } from '../kit/world.ts'
import { FIRST_ID, listColourActs } from './views.ts'

/** Where the walk over the city's colours stands; it begins again at its end. */
export interface ColourWalk {
  after: string
}

/** Begins a walk. */
export function newColourWalk(): ColourWalk {
  return { after: FIRST_ID }
}

/** Colours that one turn looks at: a city of 25 million is gone through in two days, and it costs a look-up by index for each. */
const AT_ONCE = 10_000

/**
 * Looks of the next colours whether the act that each names is there as it was, and has its place in the log or waits for one.
 * Answers whose is not.
 */
export async function checkColourActs(ctx: Ctx, walk: ColourWalk): Promise<string[]> {
  const colours = await listColourActs(ctx.db, { after: walk.after, limit: AT_ONCE })
  walk.after = colours.length < AT_ONCE ? FIRST_ID : colours.at(-1)!.personId
  const lost = colours.filter(({ acted, logged }) => !acted || !logged).map(({ personId }) => personId)
  for (const person of lost) ctx.log.error({ person }, 'colour-act-not-logged')
  if (lost.length > 0) ctx.metrics.logFaults.inc({ what: 'colour-act-not-logged' }, lost.length)
  return lost
}
