import type { FastifyInstance, FastifyReply } from 'fastify'
import { ASSIGNED, AssignmentChange } from '../../contract/assignments.ts'
import {
  Channels as ChannelsAnswer,
  CONFIRMATION_REASONS,
  ConfirmationDecision,
  ConfirmationDetail,
  ConfirmationList,
  ConfirmationReading,
  ConfirmationRow,
  Contact,
  SessionView,
} from '../../contract/identity.ts'
import { asProblem, route } from '../kit/http.ts'
import { oneOf } from '../kit/query.ts'
import type { Ctx, World } from '../kit/world.ts'
import { openChannels, originOf, type Channels } from './channels.ts'
import { assignConfirmation, decideConfirmation, listConfirmations, readConfirmation } from './confirmations.ts'
import { clearCookie, setCookie } from './cookies.ts'
import { endSession, findSessionHash, forgetSession, keepSession, resolveActor } from './session.ts'
import { sessionView } from './session-view.ts'
import { beginSignIn, completeSignIn, samePath, SIGN_IN_WITHIN } from './sign-in.ts'

const SIGN_IN_COOKIE = { name: 'sign-in', path: '/sign-in' }

/** Sign-in, session, and the staff page for confirmations. */
export function registerIdentityRoutes(app: FastifyInstance, world: World): void {
  registerSignIn(
    app,
    world,
    openChannels(world, (request) => answerInside(app, request)),
  )
  registerSession(app, world)
  registerConfirmations(app, world)
}

// People follow these by navigation: they answer redirects, and a problem is shown by the sign-in page.
function registerSignIn(app: FastifyInstance, world: World, channels: Channels): void {
  app.get<{ Params: { channel: string }; Querystring: { return?: string | string[] } }>(
    '/sign-in/:channel',
    { config: { permission: 'sign-in' } },
    (request, reply) => {
      const returnTo = String(request.query.return ?? '/')
      return redirectProblems(reply, returnTo, async () => {
        const begun = await beginSignIn(nobodyNow(world), channels, {
          channelId: request.params.channel,
          returnTo,
          origin: originOf(world.settings, request.headers.host),
          browser: request.cookies[SIGN_IN_COOKIE.name],
        })
        setCookie(reply, world.settings, {
          ...SIGN_IN_COOKIE,
          value: begun.browser,
          maxAgeSeconds: SIGN_IN_WITHIN / 1_000,
        })
        return begun.location
      })
    },
  )
  app.get<{ Params: { channel: string } }>(
    '/sign-in/:channel/callback',
    { config: { permission: 'sign-in' } },
    (request, reply) =>
      redirectProblems(reply, undefined, async () => {
        const ctx = nobodyNow(world)
        const search = request.url.slice(request.url.indexOf('?') + 1)
        if (new URLSearchParams(search).get('error') === 'access_denied') return '/sign-in'
        const { session, returnTo } = await completeSignIn(ctx, channels, {
          channelId: request.params.channel,
          search,
          browser: request.cookies[SIGN_IN_COOKIE.name],
          oldSession: findSessionHash(request),
        })
        keepSession(reply, ctx, session, 'person')
        clearCookie(reply, world.settings, SIGN_IN_COOKIE)
        return returnTo
      }),
  )
}

function registerSession(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/channels',
    permission: 'see-what-is-public',
    problems: [],
    answer: ChannelsAnswer,
    handle: async ({ settings }) => ({
      channels: settings.channels.map(({ id, name }) => ({ id, name })),
      demo: settings.demo,
    }),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/contact',
    permission: 'see-what-is-public',
    problems: [],
    answer: Contact,
    handle: async ({ settings }) => ({ telephone: settings.helpline, where: settings.servicePoint }),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/session',
    permission: 'sign-in',
    problems: [],
    answer: SessionView,
    handle: async (ctx, { request }) => sessionView(ctx, await resolveActor(world, request)),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/sign-out',
    permission: 'sign-in',
    problems: [],
    answer: SessionView,
    handle: async (ctx, { request, reply }) => {
      const sessionHash = findSessionHash(request)
      if (sessionHash) await ctx.db.transaction().execute((tx) => endSession(tx, ctx, sessionHash))
      forgetSession(reply, ctx)
      return sessionView(ctx, { kind: 'nobody' })
    },
  })
}

function registerConfirmations(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/confirmations',
    permission: 'confirm-identity',
    problems: [],
    answer: ConfirmationList,
    handle: (ctx, { query: { reason, assigned, after } }) =>
      listConfirmations(ctx, {
        reason: oneOf(CONFIRMATION_REASONS, reason, 'reason'),
        assigned: oneOf(ASSIGNED, assigned, 'assigned'),
        after,
      }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/confirmations/:confirmationId/read',
    permission: 'confirm-identity',
    problems: ['not-found'],
    body: ConfirmationReading,
    answer: ConfirmationDetail,
    handle: (ctx, { params, body }) => readConfirmation(ctx, params['confirmationId']!, body.purpose),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/confirmations/:confirmationId/assignment',
    permission: 'confirm-identity',
    problems: ['not-found', 'confirmation-closed', 'case-taken'],
    body: AssignmentChange,
    answer: ConfirmationRow,
    handle: (ctx, { params, body }) => assignConfirmation(ctx, params['confirmationId']!, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/confirmations/:confirmationId/decision',
    permission: 'confirm-identity',
    problems: ['not-found', 'confirmation-closed', 'case-not-taken'],
    body: ConfirmationDecision,
    answer: ConfirmationRow,
    handle: (ctx, { params, body }) => decideConfirmation(ctx, params['confirmationId']!, body.outcome),
  })
}

function nobodyNow(world: World): Ctx {
  return Object.assign(Object.create(world) as World, { now: world.clock(), actor: { kind: 'nobody' } as const })
}

async function redirectProblems(
  reply: FastifyReply,
  returnTo: string | undefined,
  act: () => Promise<string>,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store')
  try {
    return reply.redirect(await act())
  } catch (error) {
    const { problem } = asProblem(error)
    if (problem === 'unexpected') throw error
    const wayBack = returnTo === undefined ? '' : `&return=${encodeURIComponent(samePath(returnTo))}`
    return reply.redirect(`/sign-in?problem=${problem}${wayBack}`)
  }
}

// A provider that is part of this program is asked without the network: our public address need not be reachable or
// trusted from here (behind a proxy, with a certificate authority of our own).
async function answerInside(app: FastifyInstance, request: Request): Promise<Response> {
  const { host, pathname, search } = new URL(request.url)
  const answer = await app.inject({
    method: request.method as 'GET' | 'POST',
    url: `${pathname}${search}`,
    headers: { ...Object.fromEntries(request.headers), host },
    payload: await request.text(),
  })
  return new Response(answer.body, {
    status: answer.statusCode,
    headers: { 'content-type': String(answer.headers['content-type']) },
  })
}
