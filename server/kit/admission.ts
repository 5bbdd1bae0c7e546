import type { FastifyInstance } from 'fastify'
import { isFor } from './permissions.ts'
import { Problem } from './problem.ts'
import type { World } from './world.ts'

// At the morning peak more may come than can be answered. Who is let in is answered as fast as ever; whoever comes when the house is
// full hears at once that he is to try again, instead of waiting with everybody for an answer that comes too late for all. Doors,
// officers and sources are always let in: they are few, and people stand before the doors.

/**
 * Requests of citizens at a time. Two cores answer over a thousand a second: who is let in waits for half a second of others' work,
 * and nobody is turned back because something held the house up for a moment.
 */
const MOST_AT_ONCE = 512
/**
 * How late the house may be in general, in milliseconds. Behind that, connections wait to be taken up, and who waits outside hears
 * nothing: then nobody is let in until it has caught up. A single hold-up of a second does not reach it.
 */
export const MOST_LATE_MS = 60
const LOOK_MS = 20
const WEIGHT_OF_LATEST = 0.05
/** The page tries again after so many seconds, some sooner and some later, so that not all come back at once. */
const AGAIN_SECONDS = { least: 2, most: 9 }

/** Lets in as many requests of citizens at a time as can be answered soon, and refuses the others before anything is done for them. */
export function admit(app: FastifyInstance, world: Pick<World, 'random' | 'metrics'>, most = MOST_AT_ONCE): void {
  const lateness = watchLateness(app, world)
  let inside = 0
  app.addHook('onRequest', async (request, reply) => {
    const { permission } = request.routeOptions.config
    // A member of staff is a citizen like others until he has shown who he is.
    if (permission === undefined || permission === 'prove-to-be-staff' || !isFor(permission, 'citizen')) return
    if (inside >= most || lateness() > MOST_LATE_MS) {
      reply.header('retry-after', againAfter(world.random))
      throw new Problem('busy')
    }
    inside += 1
    // Whether it was answered or broken off.
    reply.raw.once('close', () => (inside -= 1))
  })
}

/**
 * By how much timers have come too late lately: as long as whoever comes waits for others' work before he is seen at all. Before the
 * house is open nobody waits outside.
 */
function watchLateness(app: FastifyInstance, { metrics }: Pick<World, 'metrics'>): () => number {
  let late = 0
  let look: NodeJS.Timeout | undefined
  app.addHook('onListen', async () => {
    let due = performance.now() + LOOK_MS
    look = setInterval(() => {
      const now = performance.now()
      late += (Math.max(0, now - due) - late) * WEIGHT_OF_LATEST
      due = now + LOOK_MS
      metrics.lateness.set(late / 1_000)
    }, LOOK_MS).unref()
  })
  app.addHook('onClose', async () => clearInterval(look))
  return () => late
}

function againAfter(random: (bytes: number) => Uint8Array): number {
  const [drawn = 0] = random(1)
  return AGAIN_SECONDS.least + (drawn % (AGAIN_SECONDS.most - AGAIN_SECONDS.least + 1))
}
