import type { FastifyInstance } from 'fastify'
import { HealthFigures } from '../../contract/health-figures.ts'
import { KeysAndLists } from '../../contract/keys-and-lists.ts'
import { route, type DeclaredWay } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { openHealth } from './health.ts'
import { seeKeysAndLists } from './keys-and-lists.ts'
import { openPulse } from './pulse.ts'

/** What the administrator of the city sees of the installation: what is published, and how it is. */
export function registerSystemRoutes(
  app: FastifyInstance,
  world: World,
  told: {
    /** Every way in; it may still grow. */
    readonly ways: readonly DeclaredWay[]
    readonly listDir: string | undefined
    readonly logDir: string | undefined
    readonly dataDir: string | undefined
  },
): void {
  const health = openHealth(openPulse(app, world, told.ways), told.dataDir)
  route(app, world, {
    method: 'GET',
    url: '/api/keys-and-lists',
    permission: 'see-keys-and-lists',
    problems: ['not-found'],
    answer: KeysAndLists,
    handle: (ctx) => seeKeysAndLists(ctx, told),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/health-figures',
    permission: 'see-health',
    problems: ['not-found'],
    answer: HealthFigures,
    handle: (ctx) => health.see(ctx),
  })
}
