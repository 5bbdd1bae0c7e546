import type { FastifyInstance } from 'fastify'
import { ASSIGNED, AssignmentChange } from '../../contract/assignments.ts'
import {
  HAND_FACT_LISTS,
  HandFactCounts,
  HandFactDetail,
  HandFactDraft,
  HandFactList,
  HandFactReading,
  HandFactRejection,
  HandFactRow,
  Nothing,
  TakingBackDraft,
} from '../../contract/hand-facts.ts'
import { SignedApproval } from '../../contract/signatures.ts'
import { imageRoute, route } from '../kit/http.ts'
import { oneOf } from '../kit/query.ts'
import type { World } from '../kit/world.ts'
import { approveDraft, assignDraft, rejectDraft } from './approval.ts'
import { openCounts } from './counts.ts'
import { draftFact, draftTakingBack, signDraft, withdrawDraft } from './hand-facts.ts'
import { listDrafts, readAttachment, readDraft } from './reading.ts'

// The largest document in base64, and what is typed beside it.
const DRAFT_BYTES = 7_100_000

export function registerHandFactRoutes(app: FastifyInstance, world: World): void {
  registerDrafting(app, world)
  registerReading(app, world)
  registerDeciding(app, world)
}

function registerDrafting(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: '/api/hand-facts',
    permission: 'write-facts-by-hand',
    problems: ['document-invalid', 'attachment-invalid', 'body-too-large', 'idempotency-conflict'],
    body: HandFactDraft,
    bodyLimit: DRAFT_BYTES,
    answer: HandFactRow,
    status: 201,
    handle: (ctx, { body }) => draftFact(ctx, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/hand-facts/:factId/taking-back',
    permission: 'write-facts-by-hand',
    problems: [
      'not-found',
      'hand-fact-changed',
      'already-taken-back',
      'attachment-invalid',
      'body-too-large',
      'idempotency-conflict',
    ],
    body: TakingBackDraft,
    bodyLimit: DRAFT_BYTES,
    answer: HandFactRow,
    status: 201,
    handle: (ctx, { params, body }) => draftTakingBack(ctx, params['factId']!, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/hand-facts/:factId/signature',
    permission: 'write-facts-by-hand',
    problems: ['not-found', 'hand-fact-closed', 'hand-fact-changed', 'key-unknown', 'signature-invalid'],
    body: SignedApproval,
    answer: HandFactRow,
    handle: (ctx, { params, body }) => signDraft(ctx, params['factId']!, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/hand-facts/:factId/withdrawal',
    permission: 'write-facts-by-hand',
    problems: ['not-found', 'hand-fact-closed', 'hand-fact-changed'],
    body: Nothing,
    answer: HandFactRow,
    handle: (ctx, { params }) => withdrawDraft(ctx, params['factId']!),
  })
}

function registerReading(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/hand-facts',
    permission: 'write-facts-by-hand',
    problems: [],
    answer: HandFactList,
    handle: (ctx, { query: { list, assigned, after } }) =>
      listDrafts(ctx, {
        list: oneOf(HAND_FACT_LISTS, list, 'list'),
        assigned: oneOf(ASSIGNED, assigned, 'assigned'),
        after,
      }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/hand-facts/:factId/read',
    permission: 'write-facts-by-hand',
    problems: ['not-found', 'hand-fact-changed'],
    body: HandFactReading,
    answer: HandFactDetail,
    handle: (ctx, { params, body }) => readDraft(ctx, params['factId']!, body.purpose),
  })
  imageRoute(app, world, {
    method: 'POST',
    url: '/api/hand-facts/:factId/document',
    permission: 'write-facts-by-hand',
    problems: ['not-found', 'hand-fact-changed'],
    body: HandFactReading,
    handle: (ctx, { params, body, reply }) => {
      // Whatever it is, no browser may take it for anything else, nor open it by itself.
      void reply.header('x-content-type-options', 'nosniff').header('content-disposition', 'attachment')
      return readAttachment(ctx, params['factId']!, body.purpose)
    },
  })
  const counts = openCounts(world)
  route(app, world, {
    method: 'GET',
    url: '/api/hand-fact-counts',
    permission: 'see-what-is-public',
    problems: [],
    answer: HandFactCounts,
    handle: () => counts(),
  })
}

function registerDeciding(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: '/api/hand-facts/:factId/assignment',
    permission: 'write-facts-by-hand',
    problems: ['not-found', 'own-approval', 'same-organisation', 'hand-fact-closed', 'hand-fact-changed', 'case-taken'],
    body: AssignmentChange,
    answer: HandFactRow,
    handle: (ctx, { params, body }) => assignDraft(ctx, params['factId']!, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/hand-facts/:factId/approval',
    permission: 'write-facts-by-hand',
    problems: [
      'not-found',
      'own-approval',
      'same-organisation',
      'hand-fact-closed',
      'hand-fact-changed',
      'case-not-taken',
      'author-key-void',
      'already-taken-back',
      'key-unknown',
      'signature-invalid',
    ],
    body: SignedApproval,
    answer: HandFactRow,
    handle: (ctx, { params, body }) => approveDraft(ctx, params['factId']!, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/hand-facts/:factId/rejection',
    permission: 'write-facts-by-hand',
    problems: [
      'not-found',
      'own-approval',
      'same-organisation',
      'hand-fact-closed',
      'hand-fact-changed',
      'case-not-taken',
    ],
    body: HandFactRejection,
    answer: HandFactRow,
    handle: (ctx, { params, body }) => rejectDraft(ctx, params['factId']!, body.reason),
  })
}
