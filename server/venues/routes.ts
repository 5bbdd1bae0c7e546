import type { FastifyInstance } from 'fastify'
import {
  DoorPolicies,
  GateName,
  NewGate,
  PolicyChoice,
  VenueCorrection,
  VenueList,
  VenueRegistration,
  VenueView,
} from '../../contract/venues.ts'
import { isUuid } from '../../core/uuid.ts'
import { route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { idIn } from '../kit/query.ts'
import type { World } from '../kit/world.ts'
import { choosePolicy, listPolicies } from './choosing.ts'
import { listVenues } from './listing.ts'
import { addGate, correctVenue, registerVenue, renameGate } from './registering.ts'

/** The venues of whoever runs their doors: registering them, their gates, and by which policy each one works. */
export function registerVenueRoutes(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/venues',
    permission: 'run-doors',
    problems: [],
    answer: VenueList,
    handle: (ctx, { query: { after, division, name } }) =>
      listVenues(ctx, { after: idIn(after, 'after'), division, name }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/venues',
    permission: 'run-doors',
    problems: ['division-unknown', 'beyond-jurisdiction', 'idempotency-conflict'],
    body: VenueRegistration,
    answer: VenueView,
    status: 201,
    handle: (ctx, { body }) => registerVenue(ctx, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/venues/:venueId',
    permission: 'run-doors',
    problems: ['not-found', 'division-unknown', 'beyond-jurisdiction'],
    body: VenueCorrection,
    answer: VenueView,
    handle: (ctx, { params, body }) => correctVenue(ctx, idOf(params['venueId']), body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/venues/:venueId/gates',
    permission: 'run-doors',
    problems: ['not-found', 'idempotency-conflict'],
    body: NewGate,
    answer: VenueView,
    status: 201,
    handle: (ctx, { params, body }) => addGate(ctx, idOf(params['venueId']), body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/gates/:gateId',
    permission: 'run-doors',
    problems: ['not-found'],
    body: GateName,
    answer: VenueView,
    handle: (ctx, { params, body }) => renameGate(ctx, idOf(params['gateId']), body),
  })
  registerPolicyRoutes(app, world)
}

function registerPolicyRoutes(app: FastifyInstance, world: World): void {
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
    handle: (ctx, { params, body }) => choosePolicy(ctx, idOf(params['venueId']), body),
  })
}

function idOf(text: string | undefined): string {
  if (text === undefined || !isUuid(text)) throw new Problem('not-found')
  return text
}
