import type { FastifyInstance } from 'fastify'
import { DutyVenues } from '../../contract/doors.ts'
import { route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { listDutyVenues } from './venues.ts'

export function registerVenueRoutes(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/duty-venues',
    permission: 'guard',
    problems: [],
    answer: DutyVenues,
    handle: (ctx) => listDutyVenues(ctx.db, ctx),
  })
}
