import type { FastifyInstance } from 'fastify'
import { Value } from 'typebox/value'
import { Assignment, ASSIGNED, AssignmentChange } from '../../contract/assignments.ts'
import {
  BatchAnnouncement,
  BatchAnswer,
  BatchApproved,
  BatchView,
  FactWithdrawn,
  HeldBatches,
  MappingDocument,
  MappingSaved,
  RowResults,
  SourceView,
} from '../../contract/batches.ts'
import { SignedApproval } from '../../contract/signatures.ts'
import type { ProblemName } from '../../contract/problems.ts'
import { LARGEST_FILE_AT_ONCE, LARGEST_PART, NEXT_HEADER } from '../../core/source-request.ts'
import { isUuid } from '../../core/uuid.ts'
import { fileRoute, route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { oneOf } from '../kit/query.ts'
import type { World } from '../kit/world.ts'
import {
  announce,
  complete,
  describeSource,
  getBatch,
  getOwn,
  receiveFile,
  receivePart,
  withdraw,
  withdrawFact,
} from './batches.ts'
import { approveBatch, assignHeldBatch, listHeldBatches, refuseBatch } from './held.ts'
import { getMapping, saveMapping } from './mappings.ts'
import { readResults, writeReturned } from './results.ts'
import { bodyOf, keepBody, sourceOf } from './source.ts'

/** Rows whose results come in one answer. */
const RESULTS_AT_ONCE = 1_000

const BATCH = '/api/evidence/batches/:batchId'
const OF_SOURCE: readonly ProblemName[] = ['request-expired', 'key-unknown', 'signature-invalid']
const OF_BATCH: readonly ProblemName[] = [...OF_SOURCE, 'batch-unknown']
const OF_BEGINNING: readonly ProblemName[] = [...OF_BATCH, 'idempotency-conflict', 'mapping-unknown']

/** What sources send and ask, and the batches that wait for officers. */
export function registerBatchRoutes(app: FastifyInstance, world: World): void {
  void app.register(async (scope) => {
    keepBodies(scope)
    registerDelivery(scope, world)
    registerAsking(scope, world)
    registerWithdrawal(scope, world)
    registerSource(scope, world)
  })
  registerHeld(app, world)
}

/** Bodies are signed as they come, so they are kept so. */
function keepBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    keepBody(request, body as Buffer)
    done(null, body)
  })
}

function registerDelivery(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: `${BATCH}/file`,
    permission: 'deliver-evidence',
    problems: [...OF_BEGINNING, 'body-too-large'],
    answer: BatchAnswer,
    bodyLimit: LARGEST_FILE_AT_ONCE,
    handle: (ctx, { params, query, request }) => {
      const announcement = announcementOf(query)
      return receiveFile(ctx, sourceOf(request), { batchId: idOf(params), announcement, bytes: bodyOf(request) })
    },
  })
  route(app, world, {
    method: 'POST',
    url: BATCH,
    permission: 'deliver-evidence',
    problems: OF_BEGINNING,
    answer: BatchView,
    handle: (ctx, { params, query, request }) =>
      announce(ctx, sourceOf(request), { batchId: idOf(params), announcement: announcementOf(query) }),
  })
  route(app, world, {
    method: 'POST',
    url: `${BATCH}/parts/:part`,
    permission: 'deliver-evidence',
    problems: [...OF_BATCH, 'batch-closed', 'idempotency-conflict', 'body-too-large'],
    answer: BatchView,
    bodyLimit: LARGEST_PART,
    handle: (ctx, { params, request }) =>
      receivePart(ctx, sourceOf(request), {
        batchId: idOf(params),
        part: numberOf(params['part'], 'part'),
        bytes: bodyOf(request),
      }),
  })
  route(app, world, {
    method: 'POST',
    url: `${BATCH}/complete`,
    permission: 'deliver-evidence',
    problems: [...OF_BATCH, 'batch-incomplete'],
    answer: BatchView,
    handle: (ctx, { params, query, request }) =>
      complete(ctx, sourceOf(request), { batchId: idOf(params), isTrial: query['dryRun'] === 'yes' }),
  })
}

function registerAsking(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: BATCH,
    permission: 'deliver-evidence',
    problems: OF_BATCH,
    answer: BatchView,
    handle: (ctx, { params, request }) => getBatch(ctx, sourceOf(request), idOf(params)),
  })
  route(app, world, {
    method: 'GET',
    url: `${BATCH}/rows`,
    permission: 'deliver-evidence',
    problems: OF_BATCH,
    answer: RowResults,
    handle: async (ctx, { params, query, request }) => {
      const batch = await getOwn(ctx.db, sourceOf(request).sourceId, idOf(params))
      const after = numberOf(query['after'] ?? '0', 'after')
      const { results, next } = await readResults(ctx.db, ctx, batch, { after, limit: RESULTS_AT_ONCE })
      return next === undefined ? { results } : { results, next }
    },
  })
  fileRoute(app, world, {
    method: 'GET',
    url: `${BATCH}/refused`,
    permission: 'deliver-evidence',
    problems: OF_BATCH,
    handle: async (ctx, { params, query, request }) => {
      const batch = await getOwn(ctx.db, sourceOf(request).sourceId, idOf(params))
      const { next, ...file } = await writeReturned(ctx.db, ctx, batch, numberOf(query['after'] ?? '0', 'after'))
      const headers: Record<string, string> = next === undefined ? {} : { [NEXT_HEADER]: String(next) }
      return { ...file, headers }
    },
  })
}

function registerWithdrawal(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: `${BATCH}/withdraw`,
    permission: 'deliver-evidence',
    problems: OF_BATCH,
    answer: BatchView,
    handle: (ctx, { params, request }) => withdraw(ctx, sourceOf(request), idOf(params)),
  })
  route(app, world, {
    method: 'POST',
    url: `${BATCH}/rows/:row/withdraw`,
    permission: 'deliver-evidence',
    problems: [...OF_BATCH, 'batch-closed'],
    answer: FactWithdrawn,
    handle: (ctx, { params, request }) =>
      withdrawFact(ctx, sourceOf(request), { batchId: idOf(params), row: numberOf(params['row'], 'row') }),
  })
}

function registerSource(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/evidence/source',
    permission: 'deliver-evidence',
    problems: OF_SOURCE,
    answer: SourceView,
    handle: (ctx, { request }) => describeSource(ctx, sourceOf(request)),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/evidence/mappings/:name',
    permission: 'deliver-evidence',
    problems: [...OF_SOURCE, 'mapping-unknown'],
    answer: MappingDocument,
    handle: async (ctx, { params, request }) => ({
      ...(await getMapping(ctx.db, ctx, sourceOf(request).sourceId, params['name'])),
    }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/evidence/mappings/:name',
    permission: 'deliver-evidence',
    problems: OF_SOURCE,
    answer: MappingSaved,
    handle: (ctx, { params, request }) => {
      const document = mappingOf(bodyOf(request))
      return saveMapping(ctx, { sourceId: sourceOf(request).sourceId, name: params['name'] ?? '', document })
    },
  })
}

function registerHeld(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/held-batches',
    permission: 'decide-held-batches',
    problems: [],
    answer: HeldBatches,
    handle: (ctx, { query: { assigned, after } }) =>
      listHeldBatches(ctx, { assigned: oneOf(ASSIGNED, assigned, 'assigned'), after }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/held-batches/:batchId/assignment',
    permission: 'decide-held-batches',
    problems: ['batch-unknown', 'batch-closed', 'case-taken'],
    body: AssignmentChange,
    answer: Assignment,
    handle: (ctx, { params, body }) => assignHeldBatch(ctx, idOf(params), body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/held-batches/:batchId/approve',
    permission: 'decide-held-batches',
    problems: ['batch-unknown', 'batch-closed', 'case-not-taken', 'key-unknown', 'signature-invalid'],
    body: SignedApproval,
    answer: BatchApproved,
    handle: (ctx, { params, body }) => approveBatch(ctx, idOf(params), body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/held-batches/:batchId/refuse',
    permission: 'decide-held-batches',
    problems: ['batch-unknown', 'batch-closed', 'case-not-taken'],
    answer: BatchApproved,
    handle: (ctx, { params }) => refuseBatch(ctx, idOf(params)),
  })
}

function announcementOf(query: Readonly<Record<string, unknown>>): BatchAnnouncement {
  return checked(BatchAnnouncement, { ...query })
}

function mappingOf(body: Uint8Array): MappingDocument {
  let told: unknown
  try {
    told = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    throw new Problem('input-invalid', [{ field: 'body', zh: '应为 JSON', en: 'should be JSON' }])
  }
  return checked(MappingDocument, told)
}

/** What came in another way than as a JSON body, held against its schema. Problems: input-invalid. */
function checked<Schema extends typeof BatchAnnouncement | typeof MappingDocument>(schema: Schema, told: unknown) {
  if (Value.Check(schema, told)) return told
  const faults = [...Value.Errors(schema, told)].map(({ instancePath, message }) => ({
    field: instancePath.slice(1).replaceAll('/', '.'),
    zh: '内容不对',
    en: message,
  }))
  throw new Problem('input-invalid', faults)
}

/** The id of a batch in an address. Problems: input-invalid. */
export function idOf(params: Readonly<Record<string, string>>): string {
  const batchId = params['batchId'] ?? ''
  if (isUuid(batchId)) return batchId
  throw new Problem('input-invalid', [{ field: 'batchId', zh: '应为小写 UUID', en: 'should be a UUID in lower case' }])
}

/** A whole number in an address. Problems: input-invalid. */
export function numberOf(text: string | undefined, field: string): number {
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text)
  throw new Problem('input-invalid', [{ field, zh: '应为非负整数', en: 'should be a whole number' }])
}
