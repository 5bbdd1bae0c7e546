import type { FastifyInstance } from 'fastify'
import { ASSIGNED, AssignmentChange } from '../../contract/assignments.ts'
import {
  AddedText,
  AppealAnswer,
  AppealDetail,
  AppealList,
  AppealProofs,
  AppealReading,
  AppealRow,
  APPEAL_KINDS,
  MyAppeal,
  MyAppeals,
  NewAppeal,
  QuestionAnswer,
  QuestionDetail,
  QuestionList,
  ProofTicket,
  QuestionRow,
} from '../../contract/appeals.ts'
import { LARGEST_PROOF_BYTES } from '../../core/proof.ts'
import { route } from '../kit/http.ts'
import { oneOf } from '../kit/query.ts'
import { Problem } from '../kit/problem.ts'
import type { World } from '../kit/world.ts'
import { answerAppeal, assignAppeal, listAppeals, readAppeal } from './answering.ts'
import { addText, appeal, myAppeals, withdraw } from './appeals.ts'
import { addProof, myProofs } from './proofs.ts'
import { answerQuestion, assignQuestion, listAsked, readQuestion } from './questions.ts'
import { registerProofOrigin } from './proof-origin.ts'
import { departmentTicket, officerTicket, ownTicket } from './tickets.ts'

/** 我要申诉: the citizen's way in, the appeal officers' work list, and what departments are asked. */
export function registerAppealRoutes(app: FastifyInstance, world: World): void {
  registerCitizen(app, world)
  registerProofs(app, world)
  registerTickets(app, world)
  registerProofOrigin(app, world)
  registerOfficer(app, world)
  registerDepartment(app, world)
}

function registerCitizen(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/me/appeals',
    permission: 'appeal',
    problems: ['not-registered', 'identity-not-confirmed'],
    answer: MyAppeals,
    handle: (ctx) => myAppeals(ctx),
  })
  // GB/T 38961 "correct information".
  route(app, world, {
    method: 'POST',
    url: '/api/me/appeals',
    permission: 'appeal',
    problems: ['not-registered', 'identity-not-confirmed', 'appeal-open', 'idempotency-conflict'],
    body: NewAppeal,
    answer: MyAppeal,
    status: 201,
    handle: (ctx, { body }) => appeal(ctx, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/me/appeals/:appealId/texts',
    permission: 'appeal',
    problems: ['not-registered', 'identity-not-confirmed', 'not-found', 'appeal-closed', 'idempotency-conflict'],
    body: AddedText,
    answer: MyAppeal,
    handle: (ctx, { params, body }) => addText(ctx, params['appealId']!, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/me/appeals/:appealId/withdrawal',
    permission: 'appeal',
    problems: ['not-registered', 'identity-not-confirmed', 'not-found', 'appeal-closed'],
    answer: MyAppeal,
    handle: (ctx, { params }) => withdraw(ctx, params['appealId']!),
  })
}

function registerProofs(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/me/appeals/:appealId/proofs',
    permission: 'appeal',
    problems: ['not-registered', 'identity-not-confirmed', 'not-found'],
    answer: AppealProofs,
    handle: (ctx, { params }) => myProofs(ctx, params['appealId']!),
  })
  // What a file is, its bytes say: whatever the header calls it, it comes as it is.
  void app.register(async (upload) => {
    upload.removeAllContentTypeParsers()
    upload.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    // Told by its length before it is read, or while it comes: no more than the limit is ever held.
    upload.setErrorHandler((error: { statusCode?: number }) => {
      throw error.statusCode === 413 ? new Problem('proof-too-large') : error
    })
    route(upload, world, {
      method: 'POST',
      url: '/api/me/appeals/:appealId/proofs/:proofId',
      permission: 'appeal',
      problems: [
        'not-registered',
        'identity-not-confirmed',
        'not-found',
        'appeal-closed',
        'proof-too-large',
        'proof-kind',
        'proof-unreadable',
        'proofs-enough',
        'idempotency-conflict',
      ],
      bodyLimit: LARGEST_PROOF_BYTES,
      answer: AppealProofs,
      handle: (ctx, { params, request }) =>
        addProof(
          ctx,
          { appealId: params['appealId']!, proofId: params['proofId']! },
          request.body instanceof Uint8Array ? request.body : new Uint8Array(),
        ),
    })
  })
}

/** Ways to a proof: each answers where it can be saved from, for a minute. */
function registerTickets(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: '/api/me/appeals/:appealId/proofs/:proofId/ticket',
    permission: 'appeal',
    problems: ['not-registered', 'identity-not-confirmed', 'not-found', 'proofs-unserved'],
    answer: ProofTicket,
    handle: (ctx, { params }) => ownTicket(ctx, proofIn(params)),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeals/:appealId/proofs/:proofId/ticket',
    permission: 'hear-appeals',
    problems: ['not-found', 'proofs-unserved'],
    body: AppealReading,
    answer: ProofTicket,
    handle: (ctx, { params, body }) => officerTicket(ctx, proofIn(params), body.purpose),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeal-questions/:appealId/proofs/:proofId/ticket',
    permission: 'answer-for-a-department',
    problems: ['not-found', 'proofs-unserved'],
    body: AppealReading,
    answer: ProofTicket,
    handle: (ctx, { params, body }) => departmentTicket(ctx, proofIn(params), body.purpose),
  })
}

function proofIn(params: Readonly<Record<string, string>>): { appealId: string; proofId: string } {
  return { appealId: params['appealId'] ?? '', proofId: params['proofId'] ?? '' }
}

function registerOfficer(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/appeals',
    permission: 'hear-appeals',
    problems: [],
    answer: AppealList,
    handle: (ctx, { query }) => listAppeals(ctx, askedIn(query)),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeals/:appealId/read',
    permission: 'hear-appeals',
    problems: ['not-found'],
    body: AppealReading,
    answer: AppealDetail,
    handle: (ctx, { params, body }) => readAppeal(ctx, params['appealId']!, body.purpose),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeals/:appealId/assignment',
    permission: 'hear-appeals',
    problems: ['not-found', 'appeal-closed', 'case-taken'],
    body: AssignmentChange,
    answer: AppealRow,
    handle: (ctx, { params, body }) => assignAppeal(ctx, params['appealId']!, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeals/:appealId/answer',
    permission: 'hear-appeals',
    problems: ['not-found', 'appeal-closed', 'case-not-taken', 'appeal-unanswered', 'evidence-unchanged'],
    body: AppealAnswer,
    answer: AppealRow,
    handle: (ctx, { params, body }) => answerAppeal(ctx, params['appealId']!, body),
  })
}

function registerDepartment(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/appeal-questions',
    permission: 'answer-for-a-department',
    problems: [],
    answer: QuestionList,
    handle: (ctx, { query }) => listAsked(ctx, askedIn(query)),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeal-questions/:appealId/read',
    permission: 'answer-for-a-department',
    problems: ['not-found'],
    body: AppealReading,
    answer: QuestionDetail,
    handle: (ctx, { params, body }) => readQuestion(ctx, params['appealId']!, body.purpose),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeal-questions/:appealId/assignment',
    permission: 'answer-for-a-department',
    problems: ['not-found', 'appeal-closed', 'case-taken'],
    body: AssignmentChange,
    answer: QuestionRow,
    handle: (ctx, { params, body }) => assignQuestion(ctx, params['appealId']!, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeal-questions/:appealId/answer',
    permission: 'answer-for-a-department',
    problems: ['not-found', 'appeal-closed', 'case-not-taken', 'evidence-unchanged'],
    body: QuestionAnswer,
    answer: QuestionRow,
    handle: (ctx, { params, body }) => answerQuestion(ctx, params['appealId']!, body),
  })
}

function askedIn({ kind, assigned, after }: Readonly<Record<string, string | undefined>>) {
  return { kind: oneOf(APPEAL_KINDS, kind, 'kind'), assigned: oneOf(ASSIGNED, assigned, 'assigned'), after }
}
