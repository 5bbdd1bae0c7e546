import type { FastifyInstance } from 'fastify'
import { DoorPolicies, PolicyChoice, VenueList, VenueView } from '../../contract/venues.ts'
import { isUuid } from '../../core/uuid.ts'
import { route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { idIn } from '../kit/query.ts'
import type { World } from '../kit/world.ts'
import { choosePolicy, listPolicies, listVenues } from './choosing.ts'

/** The venues of whoever runs their doors, and by which policy each one works. */
export function registerVenueRoutes(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/venues',
    permission: 'run-doors',
    problems: [],
    answer: VenueList,
    handle: (ctx, { query }) => listVenues(ctx, { after: idIn(query['after'], 'after') }),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/door-policies',
    permission: 'run-doors',
    problems: [],
    answer: DoorPolicies,
    handle: async () => listPolicies(),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/venues/:venueId/policy',
    permission: 'run-doors',
    problems: ['not-found'],
    body: PolicyChoice,
    answer: VenueView,
    handle: (ctx, { params, body }) => {
      const { venueId } = params
      if (venueId === undefined || !isUuid(venueId)) throw new Problem('not-found')
      return choosePolicy(ctx, venueId, body)
    },
  })
}
