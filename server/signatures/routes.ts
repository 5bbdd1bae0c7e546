import type { FastifyInstance } from 'fastify'
import {
  KeyEnrolment,
  KeyRequest,
  Organisations,
  OwnKey,
  OwnKeys,
  SigningKeys,
  SigningKeyView,
} from '../../contract/signatures.ts'
import { route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import type { World } from '../kit/world.ts'
import { findOrganisationName, listKeys, listOwnKeys, requestKey, standingOf, type KeyStanding } from './own-keys.ts'
import { keyIdOf } from './p256.ts'
import { enrolKey } from './signatures.ts'

/** The signature of an organisation's root key under an enrolment, where this program holds that key: in a demo only. */
export type SignEnrolment = (organisationId: string, enrolment: string) => Uint8Array | undefined

/** An officer's own keys, and what the operator does with everybody's. */
export function registerSignatureRoutes(
  app: FastifyInstance,
  world: World,
  options: { signEnrolment?: SignEnrolment | undefined } = {},
): void {
  registerOwnKeys(app, world, options.signEnrolment ?? (() => undefined))
  registerOperatorKeys(app, world)
}

function registerOwnKeys(app: FastifyInstance, world: World, signEnrolment: SignEnrolment): void {
  route(app, world, {
    method: 'GET',
    url: '/api/signing-keys',
    permission: 'hold-signing-keys',
    problems: [],
    answer: OwnKeys,
    handle: async (ctx) => {
      if (ctx.actor.kind !== 'staff') throw new Problem('not-permitted')
      const { staffId, organisationId } = ctx.actor
      const organisation = findOrganisationName(ctx, organisationId)
      const keys = (await listOwnKeys(ctx.db, ctx, staffId)).map(ownView)
      return organisation ? { keys, organisation } : { keys }
    },
  })
  route(app, world, {
    method: 'POST',
    url: '/api/signing-keys',
    permission: 'hold-signing-keys',
    problems: [],
    body: KeyRequest,
    answer: OwnKey,
    handle: (ctx, { body }) =>
      ctx.db.transaction().execute(async (tx) => {
        const publicKey = bytesOf(body.publicKey)
        const asked = await requestKey(tx, ctx, publicKey)
        if (asked.state !== 'waiting') return ownView(asked)
        const signature = signEnrolment(asked.key.organisationId, asked.enrolment)
        if (!signature) return ownView(asked)
        await enrolKey(tx, ctx, { document: asked.enrolment, signature })
        return ownView(await requestKey(tx, ctx, publicKey))
      }),
  })
}

function registerOperatorKeys(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/operator/organisations',
    permission: 'enrol-signing-keys',
    problems: [],
    answer: Organisations,
    handle: async ({ roots }) => ({
      organisations: roots.list().map(({ organisationId, nameZh, nameEn, rootKey, revoked, demo }) => ({
        organisationId,
        name: { zh: nameZh, en: nameEn },
        rootKeyId: keyIdOf(rootKey),
        revoked: revoked.size,
        demo: demo === true,
      })),
    }),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/operator/signing-keys',
    permission: 'enrol-signing-keys',
    problems: [],
    answer: SigningKeys,
    handle: async (ctx) => ({ keys: (await listKeys(ctx.db, ctx)).map(operatorView) }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/operator/signing-keys',
    permission: 'enrol-signing-keys',
    problems: ['enrolment-invalid'],
    body: KeyEnrolment,
    answer: SigningKeyView,
    handle: (ctx, { body }) =>
      ctx.db.transaction().execute(async (tx) => {
        const key = await enrolKey(tx, ctx, { document: body.document, signature: bytesOf(body.signature) })
        return operatorView(standingOf(ctx, key))
      }),
  })
}

function ownView(standing: KeyStanding): OwnKey {
  const { key, state } = standing
  const view = { keyId: key.keyId, state, ...key.valid }
  return standing.state === 'waiting' ? { ...view, enrolment: standing.enrolment } : view
}

function operatorView(standing: KeyStanding): SigningKeyView {
  const { organisationId, holder, source } = standing.key
  if (!source) return { ...ownView(standing), organisationId, holder }
  const { nameZh, nameEn, kinds, longestValidityDays, brakePeoplePerHour, contact } = source
  const terms = {
    name: { zh: nameZh, en: nameEn },
    kinds: [...kinds],
    longestValidityDays,
    brakePeoplePerHour,
    contact,
  }
  return { ...ownView(standing), organisationId, holder, source: terms }
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
