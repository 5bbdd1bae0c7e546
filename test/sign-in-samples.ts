import type { StaffRole } from '../core/staff-role.ts'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { aWorld, seededRandom, type TestWorld } from './world.ts'
import { registerIdentityRoutes } from '../server/identity/routes.ts'
import { resolveActor } from '../server/identity/session.ts'
import { keepHouse } from '../server/kit/http.ts'
import { newId, type ChannelSetting } from '../server/kit/world.ts'
import { findHandle } from '../server/demo/handles.ts'
import { demoChannel, demoProvider } from '../server/demo/provider.ts'
import { demoSubject } from '../server/demo/residents.ts'
import { registerStaffRoutes } from '../server/staff/routes.ts'
import { insertStaff } from '../server/staff/store.ts'
import { aStaffRow } from './people.ts'

/** The seed of the made-up people in tests. */
export const SEED = 'seed of a test'

/** A city that listens, with the demo's provider and further channels, to sign in to over real HTTP. */
export async function aListeningCity(channels: readonly ChannelSetting[] = []): Promise<{
  world: TestWorld
  app: FastifyInstance
  url: string
  close(): Promise<void>
}> {
  const port = await aFreePort()
  const url = `http://localhost:${port}`
  const demo = demoChannel({ publicUrl: url, random: seededRandom('secret') })
  const world = await aWorld({ settings: { publicUrl: url, channels: [demo, ...channels] } })
  const app = Fastify({ loggerInstance: world.log as FastifyBaseLogger })
  await app.register(cookie)
  keepHouse(app, { world, resolveActor: (request) => resolveActor(world, request) })
  registerIdentityRoutes(app, world)
  registerStaffRoutes(app, world)
  demoProvider(world, SEED).mount(app)
  await app.listen({ port, host: 'localhost' })
  return {
    world,
    app,
    url,
    async close() {
      await app.close()
      await world.close()
    },
  }
}

/** Makes the account behind a handle staff, and answers the id of that. */
export async function makeStaff(
  city: { world: TestWorld },
  handle: string,
  role: 'guard' | StaffRole,
): Promise<string> {
  const ctx = city.world.system()
  const staffId = newId(ctx)
  const subject = demoSubject(ctx, findHandle(handle)!)
  const row = { ...aStaffRow({ staffId, role, organisationId: newId(ctx) }), subject_hash: subject }
  await ctx.db.transaction().execute((tx) => insertStaff(tx, ctx.keys, [row]))
  return staffId
}

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
  readonly host: string
}

/** A browser as far as signing in needs one: cookies by host and path, and redirects one by one. */
export interface Browser {
  readonly cookies: Cookie[]
  get(url: string): Promise<Response>
  post(url: string, form?: Readonly<Record<string, string>>): Promise<Response>
  /** Follows redirects, to a page that is none or to the first address that has `until` in it, which is not fetched. */
  follow(answer: Response, until?: string): Promise<Response>
}

const MOST_REDIRECTS = 10

/** A browser without any cookie. */
export function aBrowser(): Browser {
  const cookies: Cookie[] = []

  async function send(url: string, init: RequestInit): Promise<Response> {
    const { hostname, pathname, origin } = new URL(url)
    const sent = cookies.filter(({ host, path }) => host === hostname && pathname.startsWith(path))
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { origin, cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') },
    })
    for (const line of answer.headers.getSetCookie()) keep(line, hostname)
    Object.defineProperty(answer, 'url', { value: url })
    return answer
  }

  function keep(line: string, host: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/)
    const [name = '', value = ''] = pair.split('=')
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/'
    const place = cookies.findIndex((one) => one.name === name && one.path === path && one.host === host)
    if (place >= 0) cookies.splice(place, 1)
    const over = attributes.some((one) => /^(max-age=0$|expires=Thu, 01 Jan 1970)/i.test(one))
    if (!over) cookies.push({ name, value, path, host })
  }

  async function follow(first: Response, until?: string): Promise<Response> {
    let answer = first
    for (let step = 0; step < MOST_REDIRECTS; step += 1) {
      const location = answer.headers.get('location')
      if (location === null || (until !== undefined && location.includes(until))) return answer
      await answer.text()
      answer = await send(new URL(location, answer.url).href, {})
    }
    throw new Error(`redirected without end at ${new URL(answer.url).pathname}`)
  }

  return {
    cookies,
    get: (url) => send(url, {}),
    post: (url, form) => send(url, { method: 'POST', body: form ? new URLSearchParams(form) : null }),
    follow,
  }
}

/** Signs in under a handle of the demo, up to the provider's answer; gives the address at which we take it. */
export async function walkToCallback(
  browser: Browser,
  city: { url: string },
  asked: { handle: string; returnTo?: string; meanwhile?: () => void },
): Promise<string> {
  const begin = `${city.url}/sign-in/demo?return=${encodeURIComponent(asked.returnTo ?? '/')}`
  const page = await browser.follow(await browser.get(begin))
  asked.meanwhile?.()
  const answer = await browser.follow(await browser.post(page.url, { handle: asked.handle, seen: 'yes' }), '/callback')
  return answer.headers.get('location') ?? `no redirect but ${answer.status} ${await answer.text()}`
}

/** Signs in under a handle of the demo; gives the last answer, which sets the session and leads on. */
export async function signIn(
  browser: Browser,
  city: { url: string },
  asked: { handle: string; returnTo?: string; meanwhile?: () => void },
): Promise<Response> {
  return browser.get(await walkToCallback(browser, city, asked))
}
