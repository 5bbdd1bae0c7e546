import type { FastifyInstance } from 'fastify'
import { CodeRequest, IssuedCode, KeyList, KeyWithdrawal, KeyWithdrawn } from '../../contract/codes.ts'
import { base64url } from '../../core/bytes.ts'
import { publishKey } from '../../core/code/published-key.ts'
import { route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { issueCode, withdrawIssuingKey, type Codes } from './codes.ts'

export function registerCodeRoutes(app: FastifyInstance, world: World, codes: Codes): void {
  // GB/T 38961 "apply for code".
  route(app, world, {
    method: 'POST',
    url: '/api/code',
    permission: 'fetch-own-code',
    problems: ['not-registered', 'identity-not-confirmed', 'arrival-not-declared', 'phone-key-invalid'],
    body: CodeRequest,
    answer: IssuedCode,
    handle: (ctx, { body }) => issueCode(ctx, codes, body),
  })
  route(app, world, {
    method: 'GET',
    url: '/keys',
    permission: 'see-what-is-public',
    problems: [],
    answer: KeyList,
    handle: async ({ issuing }) => ({
      keys: issuing.published.map(publishKey),
      root: publishKey(issuing.root),
      document: base64url(await issuing.document()),
    }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/operator/issuing-keys/withdraw',
    permission: 'withdraw-issuing-keys',
    problems: [],
    body: KeyWithdrawal,
    answer: KeyWithdrawn,
    handle: (ctx, { body }) => withdrawIssuingKey(ctx, body.keyId),
  })
}
