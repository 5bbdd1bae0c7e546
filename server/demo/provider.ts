import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { base64url } from '../../core/bytes.ts'
import type { ChannelSetting, World } from '../kit/world.ts'
import { findHandle, handleOf } from './handles.ts'
import { demoPerson } from './people.ts'
import { PROVIDER_PATH, startEngine } from './provider-engine.ts'
import { cardPage, errorPage, handlesPage } from './provider-pages.ts'

/** The demo's way to sign in, a provider that this program serves itself; its secret is made anew at each start. */
export function demoChannel(world: { publicUrl: string; random: (bytes: number) => Uint8Array }): ChannelSetting {
  return {
    id: 'demo',
    name: { zh: '演示登录', en: 'Demo sign-in' },
    issuer: `${world.publicUrl}${PROVIDER_PATH}`,
    clientId: 'city',
    clientSecret: base64url(world.random(32)),
  }
}

/** The provider of the demo channel, and the page on which people choose whom to be. */
export function demoProvider(world: World, seed: string): { mount(app: FastifyInstance): void } {
  let starting: Promise<Provider> | undefined
  const engine = () => (starting ??= startEngine(world, seed))

  return {
    mount(app) {
      app.register(async (scope) => mountPages(scope, { engine, seed }))
      app.register(async (scope) => mountEngine(scope, world, engine))
    },
  }
}

type Engine = () => Promise<Provider>

const PUBLIC = { config: { permission: 'see-what-is-public' } } as const

function mountPages(app: FastifyInstance, { engine, seed }: { engine: Engine; seed: string }): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })

  app.get<{ Params: { uid: string } }>(`${PROVIDER_PATH}/hello/:uid`, PUBLIC, async (request, reply) => {
    if (!(await isUnderWay(await engine(), request, reply))) return sendPage(reply.code(400), errorPage())
    return sendPage(reply, handlesPage(request.url, false))
  })

  app.post<{ Params: { uid: string }; Body: { handle?: string; typed?: string; seen?: string } }>(
    `${PROVIDER_PATH}/hello/:uid`,
    PUBLIC,
    async (request, reply) => {
      const provider = await engine()
      if (!(await isUnderWay(provider, request, reply))) return sendPage(reply.code(400), errorPage())
      const { handle, typed, seen } = request.body
      const index = findHandle(handle ?? typed ?? '')
      if (index === undefined) return sendPage(reply, handlesPage(request.url, true))
      const person = demoPerson(seed, index)
      if (person.standing === 'unregistered' && seen === undefined)
        return sendPage(reply, cardPage(person, request.url))
      const login = { accountId: handleOf(index), remember: false }
      return reply.redirect(await provider.interactionResult(request.raw, reply.raw, { login }), 303)
    },
  )

  app.get<{ Params: { handle: string } }>(`${PROVIDER_PATH}/card/:handle`, PUBLIC, async (request, reply) => {
    const index = findHandle(request.params.handle)
    if (index === undefined) return sendPage(reply.code(404), errorPage())
    return sendPage(reply, cardPage(demoPerson(seed, index), undefined))
  })
}

function mountEngine(app: FastifyInstance, world: World, engine: Engine): void {
  // The engine reads the body itself, whatever its type.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  const { host, protocol } = new URL(world.settings.publicUrl)

  app.route({
    method: ['GET', 'POST'],
    url: `${PROVIDER_PATH}/*`,
    ...PUBLIC,
    async handler(request, reply) {
      const provider = await engine()
      reply.hijack()
      const { raw } = request
      // The engine knows itself by the public address, also behind a proxy that ends HTTPS.
      Object.assign(raw.headers, { 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1) })
      Object.assign(raw, { originalUrl: raw.url, url: raw.url!.slice(PROVIDER_PATH.length) })
      await provider.callback()(raw, reply.raw)
    },
  })
}

async function isUnderWay(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  try {
    const { uid } = await provider.interactionDetails(request.raw, reply.raw)
    return uid === (request.params as { uid: string }).uid
  } catch {
    // The engine throws for a page that was left open too long, or opened in another browser.
    return false
  }
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    )
    .send(html)
}
