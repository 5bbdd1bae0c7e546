import type { FastifyInstance } from 'fastify'
import { DistantEntries } from '../../contract/gates.ts'
import { route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { readDistant } from './distant.ts'

export function registerEntryRoutes(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/operator/distant-entries',
    permission: 'review-entries',
    problems: [],
    answer: DistantEntries,
    handle: (ctx) => readDistant(ctx),
  })
}
