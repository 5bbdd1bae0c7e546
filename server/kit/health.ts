import { performance } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import type { World } from './world.ts'

const PROBE_LIMIT_MS = 2_000

/** `/health` for whoever restarts us, `/metrics` for Prometheus. No label names a person or holds an id. */
export function registerHealthRoutes(app: FastifyInstance, world: World): void {
  const { registry, requestSeconds, failures, connections } = world.metrics
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    requestSeconds.observe({ route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1_000)
    if (reply.statusCode >= 500) failures.inc({ route })
  })

  app.get('/health', { config: { permission: 'see-what-is-public' } }, async (_request, reply) => {
    const started = performance.now()
    const answered = await Promise.race([
      world.pool.query('select 1').then(
        () => true,
        () => false,
      ),
      new Promise<boolean>((resolve) => setTimeout(resolve, PROBE_LIMIT_MS, false).unref()),
    ])
    const body = {
      status: answered ? 'ok' : 'database-unreachable',
      databaseMs: Math.round(performance.now() - started),
    }
    return reply
      .code(answered ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(body)
  })
  app.get('/metrics', { config: { permission: 'see-what-is-public' } }, async (_request, reply) => {
    connections.set({ state: 'open' }, world.pool.totalCount)
    connections.set({ state: 'idle' }, world.pool.idleCount)
    connections.set({ state: 'awaited' }, world.pool.waitingCount)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
