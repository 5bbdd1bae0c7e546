import type { FastifyInstance } from 'fastify'
import {
  ArrivalDeclaration,
  HealthDeclaration,
  IdentityCheck,
  IdentityCheckResult,
  MyPage,
  Registration,
  StaysDeclaration,
} from '../../contract/registration.ts'
import { citizenOf } from '../identity/citizen.ts'
import { imageRoute, route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { declareMyArrival, declareMyHealth, declareMyStays, myPhoto } from './declarations.ts'
import { myPage } from './my-page.ts'
import { checkIdentity, register } from './registration.ts'

export function registerRegistrationRoutes(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: '/api/registration/check',
    permission: 'citizen',
    problems: ['document-invalid', 'too-many-wrong-attempts'],
    body: IdentityCheck,
    answer: IdentityCheckResult,
    handle: (ctx, { body }) => checkIdentity(ctx, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/registration',
    permission: 'citizen',
    problems: ['document-invalid', 'too-many-wrong-attempts', 'already-registered', 'idempotency-conflict'],
    body: Registration,
    answer: MyPage,
    status: 201,
    handle: (ctx, { body }) => register(ctx, body),
  })
  // GB/T 38961 "query health information".
  route(app, world, {
    method: 'GET',
    url: '/api/me',
    permission: 'citizen',
    problems: [],
    answer: MyPage,
    handle: (ctx) => myPage(ctx, citizenOf(ctx).accountId),
  })
  imageRoute(app, world, {
    method: 'GET',
    url: '/api/me/photo',
    permission: 'citizen',
    problems: ['not-found'],
    handle: (ctx) => myPhoto(ctx),
  })
  // GB/T 38961 "declare health".
  route(app, world, {
    method: 'POST',
    url: '/api/declarations/health',
    permission: 'citizen',
    problems: ['not-registered', 'idempotency-conflict'],
    body: HealthDeclaration,
    answer: MyPage,
    status: 201,
    handle: (ctx, { body }) => declareMyHealth(ctx, body),
  })
  // GB/T 38961 "declare trip".
  route(app, world, {
    method: 'POST',
    url: '/api/declarations/stays',
    permission: 'citizen',
    problems: ['not-registered', 'idempotency-conflict', 'division-unknown', 'stay-outside-14-days'],
    body: StaysDeclaration,
    answer: MyPage,
    status: 201,
    handle: (ctx, { body }) => declareMyStays(ctx, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/declarations/arrival',
    permission: 'citizen',
    problems: ['not-registered', 'idempotency-conflict', 'division-unknown', 'stay-outside-14-days'],
    body: ArrivalDeclaration,
    answer: MyPage,
    status: 201,
    handle: (ctx, { body }) => declareMyArrival(ctx, body),
  })
}
