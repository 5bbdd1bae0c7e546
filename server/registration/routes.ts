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
import { Readings } from '../../contract/readings.ts'
import { isUuid } from '../../core/uuid.ts'
import { citizenOf } from '../identity/citizen.ts'
import { imageRoute, route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import type { World } from '../kit/world.ts'
import { declareMyArrival, declareMyHealth, declareMyStays, myPhoto } from './declarations.ts'
import { myPage } from './my-page.ts'
import { myReadings } from './readings.ts'
import { checkIdentity, register } from './registration.ts'

export function registerRegistrationRoutes(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: '/api/registration/check',
    permission: 'register',
    problems: ['document-invalid', 'too-many-wrong-attempts'],
    body: IdentityCheck,
    answer: IdentityCheckResult,
    handle: (ctx, { body }) => checkIdentity(ctx, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/registration',
    permission: 'register',
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
    permission: 'see-own-page',
    problems: [],
    answer: MyPage,
    handle: (ctx) => myPage(ctx, citizenOf(ctx).accountId),
  })
  imageRoute(app, world, {
    method: 'GET',
    url: '/api/me/photo',
    permission: 'see-own-page',
    problems: ['not-found'],
    handle: (ctx) => myPhoto(ctx),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/me/readings',
    permission: 'see-own-page',
    problems: [],
    answer: Readings,
    handle: (ctx, { query }) => {
      const { before } = query
      if (before === undefined || isUuid(before)) return myReadings(ctx, { before })
      throw new Problem('input-invalid', [{ field: 'before', zh: '应为编号', en: 'should be an id' }])
    },
  })
  // GB/T 38961 "declare health".
  route(app, world, {
    method: 'POST',
    url: '/api/declarations/health',
    permission: 'declare',
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
    permission: 'declare',
    problems: ['not-registered', 'idempotency-conflict', 'division-unknown', 'stay-outside-14-days'],
    body: StaysDeclaration,
    answer: MyPage,
    status: 201,
    handle: (ctx, { body }) => declareMyStays(ctx, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/declarations/arrival',
    permission: 'declare',
    problems: ['not-registered', 'idempotency-conflict', 'division-unknown', 'stay-outside-14-days'],
    body: ArrivalDeclaration,
    answer: MyPage,
    status: 201,
    handle: (ctx, { body }) => declareMyArrival(ctx, body),
  })
}
