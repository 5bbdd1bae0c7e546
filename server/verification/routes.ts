import type { FastifyInstance } from 'fastify'
import { EntriesResult, EntriesUpload, VerifyAnswer, VerifyRequest } from '../../contract/doors.ts'
import { imageRoute, route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { recordEntries, type Entries } from '../entries/entries.ts'
import { identifyHolder, photoAtGate, verifyAtGate, type Verification } from './verification.ts'

export function registerVerificationRoutes(
  app: FastifyInstance,
  world: World,
  doors: { verification: Verification; entries: Entries },
): void {
  const { verification, entries } = doors
  const { codes } = verification
  // GB/T 38961 "verify code".
  route(app, world, {
    method: 'POST',
    url: '/api/verify',
    permission: 'check-a-code',
    problems: ['gate-unknown'],
    body: VerifyRequest,
    answer: VerifyAnswer,
    handle: (ctx, { body }) => verifyAtGate(ctx, verification, body),
  })
  imageRoute(app, world, {
    method: 'POST',
    url: '/api/holder-photo',
    permission: 'check-a-code',
    problems: ['gate-unknown', 'photo-not-asked', 'not-found'],
    body: VerifyRequest,
    handle: (ctx, { body }) => photoAtGate(ctx, codes, body),
  })
  // The record of a passage names its person by the code, which only this feature can read; so its route stands here.
  route(app, world, {
    method: 'POST',
    url: '/api/entries',
    permission: 'record-entries',
    problems: [],
    body: EntriesUpload,
    answer: EntriesResult,
    status: 201,
    bodyLimit: 4_194_304,
    handle: (ctx, { body }) =>
      recordEntries(ctx, { entries, identify: (by, code, at) => identifyHolder(by, codes, { code, at }) }, body),
  })
}
