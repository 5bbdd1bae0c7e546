import type { FastifyInstance } from 'fastify'
import { CodeRequest, IssuedCode, KeyList } from '../../contract/codes.ts'
import { publishKey } from '../../core/code/published-key.ts'
import { route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { issueCode, type Codes } from './codes.ts'

export function registerCodeRoutes(app: FastifyInstance, world: World, codes: Codes): void {
  // GB/T 38961 "apply for code".
  route(app, world, {
    method: 'POST',
    url: '/api/code',
    permission: 'citizen',
    problems: ['not-registered', 'identity-not-confirmed', 'arrival-not-declared', 'phone-key-invalid'],
    body: CodeRequest,
    answer: IssuedCode,
    handle: (ctx, { body }) => issueCode(ctx, codes, body),
  })
  route(app, world, {
    method: 'GET',
    url: '/keys',
    permission: 'anyone',
    problems: [],
    answer: KeyList,
    handle: async (ctx) => ({ keys: ctx.issuing.published.map(publishKey) }),
  })
}
