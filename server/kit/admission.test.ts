import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import type { ProblemBody } from '../../contract/problems.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { admit } from './admission.ts'
import { keepHouse } from './http.ts'

const MOST = 2

let world: TestWorld
let app: FastifyInstance
let url: string
let inside: (() => void)[] = []
before(async () => {
  world = await aWorld()
  app = Fastify()
  admit(app, { random: randomBytes, metrics: world.metrics }, MOST)
  keepHouse(app, {
    world,
    resolveActor: async (request) =>
      request.url === '/door'
        ? { kind: 'operator' }
        : { kind: 'citizen', accountId: '', channel: '', sessionHash: new Uint8Array() },
  })
  app.get(
    '/code',
    { config: { permission: 'fetch-own-code' } },
    () => new Promise((done) => inside.push(() => done('here'))),
  )
  app.get('/door', { config: { permission: 'run-all-gates' } }, async () => 'here')
  await app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
})
after(async () => {
  letOut()
  await app.close()
  await world.close()
})

function letOut(): void {
  for (const out of inside) out()
  inside = []
}

/** As many requests under way as may be, each at its handler. */
async function fill(signal?: AbortSignal): Promise<Promise<Response>[]> {
  const asked = Array.from({ length: MOST }, () => fetch(`${url}/code`, signal ? { signal } : {}))
  while (inside.length < MOST) await new Promise((done) => setTimeout(done, 5))
  return asked
}

test('who comes when the house is full hears at once, with an apology, when to come again, and doors are let in', async () => {
  const asked = await fill()
  const refused = await fetch(`${url}/code`)
  assert.equal(refused.status, 503)
  const again = Number(refused.headers.get('retry-after'))
  assert.ok(again >= 2 && again <= 9, `${again}`)
  const problem = (await refused.json()) as ProblemBody
  assert.equal(problem.type, '/problems/busy')
  assert.match(problem.title, /请稍后再试.*抱歉/)
  assert.equal((await fetch(`${url}/door`)).status, 200)
  letOut()
  for (const response of await Promise.all(asked)) assert.equal(await response.text(), 'here')
  const next = fetch(`${url}/code`)
  while (inside.length === 0) await new Promise((done) => setTimeout(done, 5))
  letOut()
  assert.equal((await next).status, 200)
})

test('whoever goes away while he waits leaves his place to the next', async () => {
  const leaving = new AbortController()
  const asked = await fill(leaving.signal)
  leaving.abort()
  await Promise.allSettled(asked)
  letOut()
  // The server hears of it a moment later.
  for (let tries = 0; ; tries += 1) {
    const next = fetch(`${url}/code`)
    const outcome = await Promise.race([next, new Promise<'inside'>((done) => setTimeout(done, 50, 'inside'))])
    letOut()
    if ((await next).status === 200) break
    assert.ok(outcome === 'inside' || tries < 100, 'the place stays taken')
  }
})

test('while the house is late nobody is let in but at the doors, and a moment after it has caught up everybody is', async () => {
  async function hold(ms: number): Promise<void> {
    for (const end = performance.now() + ms; performance.now() < end;);
    await new Promise((done) => setImmediate(done))
  }
  for (let held = 0; held < 30; held += 1) await hold(100)
  assert.equal((await fetch(`${url}/code`)).status, 503)
  assert.equal((await fetch(`${url}/door`)).status, 200)
  for (let tries = 0; ; tries += 1) {
    const next = fetch(`${url}/code`)
    const outcome = await Promise.race([next, new Promise<'inside'>((done) => setTimeout(done, 100, 'inside'))])
    letOut()
    if ((await next).status === 200) break
    assert.ok(outcome === 'inside' || tries < 100, 'nobody is let in again')
  }
})
