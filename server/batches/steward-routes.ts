import type { FastifyInstance } from 'fastify'
import {
  BATCH_STATES,
  FactWithdrawn,
  RowResults,
  StewardBatch,
  StewardBatches,
  StewardSources,
} from '../../contract/batches.ts'
import { NEXT_HEADER } from '../../core/source-request.ts'
import { fileRoute, route } from '../kit/http.ts'
import { idIn, oneOf } from '../kit/query.ts'
import type { World } from '../kit/world.ts'
import { idOf, numberOf } from './routes.ts'
import {
  exportReturned,
  getStewardBatch,
  listStewardBatches,
  listStewardSources,
  readStewardRows,
  takeBackBatch,
  takeBackRow,
  type BatchesAsked,
} from './steward.ts'

const BATCH = '/api/batches/:batchId'

/** What the steward of an organisation sees of its sources' deliveries, and takes back of them. */
export function registerStewardRoutes(app: FastifyInstance, world: World): void {
  registerSeeing(app, world)
  registerRows(app, world)
  registerTakingBack(app, world)
}

function registerSeeing(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/sources',
    permission: 'keep-batches',
    problems: [],
    answer: StewardSources,
    handle: (ctx) => listStewardSources(ctx),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/batches',
    permission: 'keep-batches',
    problems: [],
    answer: StewardBatches,
    handle: (ctx, { query }) => listStewardBatches(ctx, askedOf(query)),
  })
  route(app, world, {
    method: 'GET',
    url: BATCH,
    permission: 'keep-batches',
    problems: ['batch-unknown'],
    answer: StewardBatch,
    handle: (ctx, { params }) => getStewardBatch(ctx, idOf(params)),
  })
}

function registerRows(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: `${BATCH}/rows`,
    permission: 'keep-batches',
    problems: ['batch-unknown'],
    answer: RowResults,
    handle: (ctx, { params, query }) =>
      readStewardRows(ctx, idOf(params), {
        after: numberOf(query['after'] ?? '0', 'after'),
        isFaultyOnly: query['faulty'] === 'yes',
      }),
  })
  fileRoute(app, world, {
    method: 'GET',
    url: `${BATCH}/refused`,
    permission: 'keep-batches',
    problems: ['batch-unknown'],
    handle: async (ctx, { params, query }) => {
      const after = numberOf(query['after'] ?? '0', 'after')
      const { next, ...file } = await exportReturned(ctx, idOf(params), after)
      const headers: Record<string, string> = next === undefined ? {} : { [NEXT_HEADER]: String(next) }
      return { ...file, headers }
    },
  })
}

function registerTakingBack(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: `${BATCH}/withdraw`,
    permission: 'keep-batches',
    problems: ['batch-unknown'],
    answer: StewardBatch,
    handle: (ctx, { params }) => takeBackBatch(ctx, idOf(params)),
  })
  route(app, world, {
    method: 'POST',
    url: `${BATCH}/rows/:row/withdraw`,
    permission: 'keep-batches',
    problems: ['batch-unknown', 'batch-closed'],
    answer: FactWithdrawn,
    handle: (ctx, { params }) => takeBackRow(ctx, { batchId: idOf(params), row: numberOf(params['row'], 'row') }),
  })
}

function askedOf({ source, state, after }: Readonly<Record<string, string | undefined>>): BatchesAsked {
  return { sourceId: idIn(source, 'source'), state: oneOf(BATCH_STATES, state, 'state'), after }
}
