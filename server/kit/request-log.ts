import type { FastifyInstance } from 'fastify'
import type { World } from './world.ts'

/** One log line for a share (0 to 1) of the requests, and for every one that failed on our side; by its route, never its address. */
export function logRequests(app: FastifyInstance, world: Pick<World, 'log' | 'random'>, share: number): void {
  app.addHook('onResponse', async (request, reply) => {
    // Whoever is told to come again has met no failure, and at a peak they are thousands.
    const failed = reply.statusCode >= 500 && !reply.hasHeader('retry-after')
    if (!failed && !isDrawn(world.random, share)) return
    const line = {
      request: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    world.log[failed ? 'warn' : 'info'](line, 'answered')
  })
}

function isDrawn(random: (bytes: number) => Uint8Array, share: number): boolean {
  if (share >= 1) return true
  if (share <= 0) return false
  const [high = 0, low = 0] = random(2)
  return (high * 256 + low) / 65_536 < share
}
