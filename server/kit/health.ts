import { performance } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { World } from './world.ts'

const PROBE_LIMIT_MS = 2_000

/** `/health` for whoever restarts us, `/metrics` for Prometheus. No label names a person or holds an id. */
export function registerHealthRoutes(app: FastifyInstance, world: World): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'suishenma_request_seconds',
    help: 'Time from the request to its answer, by route and status class',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const problems = new Counter({
    name: 'suishenma_problems_total',
    help: 'Answers that were a failure on our side, by route',
    labelNames: ['route'],
    registers: [registry],
  })
  const connections = new Gauge({
    name: 'suishenma_database_connections',
    help: 'Connections of the pool by state',
    labelNames: ['state'],
    registers: [registry],
  })

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1_000)
    if (reply.statusCode >= 500) problems.inc({ route })
  })

  app.get('/health', { config: { permission: 'anyone' } }, async (_request, reply) => {
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
  app.get('/metrics', { config: { permission: 'anyone' } }, async (_request, reply) => {
    connections.set({ state: 'open' }, world.pool.totalCount)
    connections.set({ state: 'idle' }, world.pool.idleCount)
    connections.set({ state: 'awaited' }, world.pool.waitingCount)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
