import type { FastifyInstance } from 'fastify'
import {
  AddedText,
  AppealAnswer,
  AppealDetail,
  AppealList,
  AppealReading,
  AppealRow,
  MyAppeal,
  MyAppeals,
  NewAppeal,
  QuestionAnswer,
  QuestionDetail,
  QuestionList,
  QuestionRow,
} from '../../contract/appeals.ts'
import { route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { answerAppeal, listAppeals, readAppeal, takeOn } from './answering.ts'
import { addText, appeal, myAppeals, withdraw } from './appeals.ts'
import { answerQuestion, listAsked, readQuestion } from './questions.ts'

/** 我要申诉: the citizen's way in, the appeal officers' work list, and what departments are asked. */
export function registerAppealRoutes(app: FastifyInstance, world: World): void {
  registerCitizen(app, world)
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

function registerOfficer(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/appeals',
    permission: 'hear-appeals',
    problems: [],
    answer: AppealList,
    handle: (ctx) => listAppeals(ctx),
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
    problems: ['not-found', 'appeal-closed', 'appeal-taken'],
    answer: AppealRow,
    handle: (ctx, { params }) => takeOn(ctx, params['appealId']!),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/appeals/:appealId/answer',
    permission: 'hear-appeals',
    problems: ['not-found', 'appeal-closed', 'appeal-not-assigned', 'appeal-unanswered', 'evidence-unchanged'],
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
    handle: (ctx) => listAsked(ctx),
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
    url: '/api/appeal-questions/:appealId/answer',
    permission: 'answer-for-a-department',
    problems: ['not-found', 'appeal-closed', 'evidence-unchanged'],
    body: QuestionAnswer,
    answer: QuestionRow,
    handle: (ctx, { params, body }) => answerQuestion(ctx, params['appealId']!, body),
  })
}
