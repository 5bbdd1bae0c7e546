import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import { Type } from 'typebox'
import type { ProblemBody } from '../../contract/problems.ts'
import { call } from '../../test/app.ts'
import { aGate } from '../../test/gates.ts'
import { aPerson, aStaff } from '../../test/people.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { keepHouse, route } from './http.ts'

let world: TestWorld
let city: CityApp

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

test('a route that declares no permission stops the start', () => {
  const app = Fastify()
  keepHouse(app, { world, resolveActor: async () => ({ kind: 'nobody' }) })
  assert.throws(() => app.get('/open-door', async () => 'come in'), /declares no permission/)
})

test('each permission lets in exactly whom it names', async () => {
  const people = {
    nobody: {},
    citizen: { cookie: (await aPerson(world, { serial: 1 })).cookie },
    gate: { cookie: (await aGate(world)).cookie },
    officer: { cookie: (await aStaff(world, { role: 'identity-officer' })).cookie },
    operator: { headers: { authorization: `Bearer ${world.operatorToken}` } },
    impostor: { headers: { authorization: 'Bearer something else' } },
  }
  const expected = {
    '/api/me': { nobody: 401, citizen: 200, gate: 401, officer: 200, operator: 403, impostor: 401 },
    '/api/gate-duty': { nobody: 401, citizen: 403, gate: 200, officer: 403, operator: 403, impostor: 401 },
    '/api/confirmations': { nobody: 401, citizen: 403, gate: 401, officer: 200, operator: 403, impostor: 401 },
    '/api/operator/area-lists': { nobody: 401, citizen: 403, gate: 401, officer: 403, operator: 200, impostor: 401 },
    '/api/held-batches': { nobody: 401, citizen: 403, gate: 401, officer: 403, operator: 403, impostor: 401 },
    // Only a signature tells who a source is.
    '/api/evidence/source': { nobody: 401, citizen: 401, gate: 401, officer: 401, operator: 401, impostor: 401 },
    '/keys': { nobody: 200, citizen: 200, gate: 200, officer: 200, operator: 200, impostor: 200 },
  }
  for (const [url, statuses] of Object.entries(expected)) {
    for (const [who, status] of Object.entries(statuses)) {
      const answer = await call(city, { url, ...people[who as keyof typeof people] })
      assert.equal(answer.status, status, `${who} at ${url}`)
    }
  }
})

test('what an answer’s schema does not name stays here, however much a door hands over', async () => {
  const app = Fastify({ loggerInstance: world.log as FastifyBaseLogger })
  keepHouse(app, { world, resolveActor: async () => ({ kind: 'nobody' }) })
  const told = { name: '王*明', person: { id: 1, secret: 'a document' }, list: [{ id: 2, secret: 'a telephone' }] }
  const Row = Type.Object({ id: Type.Integer() })
  route(app, world, {
    method: 'GET',
    url: '/narrow',
    permission: 'see-what-is-public',
    problems: [],
    answer: Type.Object({ person: Row, list: Type.Array(Row) }),
    handle: async () => told,
  })
  assert.deepEqual((await app.inject('/narrow')).json(), { person: { id: 1 }, list: [{ id: 2 }] })
})

test('no answer is open to what its schema does not name, but for documents that are meant to be whole', async () => {
  await city.app.ready()
  const open = city.ways.filter(({ answer }) => isOpen(answer)).map(({ method, url }) => `${method} ${url}`)
  assert.deepEqual(
    open.filter((way) => !way.startsWith('HEAD')).toSorted(),
    [
      // The rule table or the mapping as its author wrote it.
      'GET /api/evidence/mappings/:name',
      'GET /api/operator/rule-tables/:name/document',
      'GET /api/rule-tables/:hash',
      'POST /api/rule-tables/:hash/approvals',
      'POST /api/rule-tables/:hash/trials/:trialId/approvals',
      'POST /api/rule-tables/readings',
      // What WebAuthn has the browser do.
      'POST /api/passkey/new',
      'POST /api/passkey/question',
    ].toSorted(),
  )
})

/** Whether anything in a schema lets through what it does not name. */
function isOpen(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const node = schema as Record<string, unknown>
  if (node['additionalProperties'] === true || 'patternProperties' in node) return true
  const isUnion = ['anyOf', 'oneOf', 'allOf', '$ref', 'const', 'enum'].some((name) => name in node)
  if (!('type' in node) && !isUnion) return true
  if (node['type'] === 'object' && !('properties' in node)) return true
  const inside = [node['items'], ...['anyOf', 'oneOf', 'allOf'].flatMap((name) => node[name] ?? [])]
  return [...inside, ...Object.values(node['properties'] ?? {})].some((part) => part !== undefined && isOpen(part))
}

test('another site may not write with somebody’s cookie', async () => {
  const { cookie } = await aPerson(world, { serial: 2 })
  const told = { url: '/api/declarations/health', cookie, body: {} }
  const foreign = await call<ProblemBody>(city, { ...told, headers: { origin: 'https://elsewhere.example' } })
  assert.equal(foreign.body.type, '/problems/origin-foreign')
  const fetched = await call<ProblemBody>(city, { ...told, headers: { 'sec-fetch-site': 'cross-site' } })
  assert.equal(fetched.body.type, '/problems/origin-foreign')
  const own = await call<ProblemBody>(city, {
    ...told,
    headers: { origin: 'http://localhost:8080', host: 'localhost:8080' },
  })
  assert.equal(own.body.type, '/problems/input-invalid')
})

test('bad input names each field, in the language that was asked for', async () => {
  const { cookie } = await aPerson(world, { serial: 3 })
  const told = { url: '/api/declarations/health', cookie, body: { symptoms: [] } }
  const chinese = await call<ProblemBody>(city, told)
  assert.deepEqual([chinese.status, chinese.body.fields], [400, [{ field: 'declarationId', message: '必填' }]])
  const english = await call<ProblemBody>(city, { ...told, headers: { 'accept-language': 'en-GB,en;q=0.9' } })
  assert.deepEqual(english.body.fields, [{ field: 'declarationId', message: 'is required' }])
})

test('what is not there is a problem, too', async () => {
  const answer = await call<ProblemBody>(city, { url: '/api/nothing' })
  assert.deepEqual([answer.status, answer.body.type], [404, '/problems/not-found'])
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
})

test('a body that is no JSON, too large, or of another type is refused as input', async () => {
  const { cookie } = await aPerson(world, { serial: 4 })
  const told = { method: 'POST' as const, url: '/api/declarations/health', headers: { cookie } }
  const broken = await city.app.inject({
    ...told,
    headers: { cookie, 'content-type': 'application/json' },
    payload: '{',
  })
  assert.equal(broken.json().type, '/problems/input-invalid')
  const large = await city.app.inject({ ...told, payload: { text: 'x'.repeat(1_100_000) } })
  assert.equal(large.json().type, '/problems/body-too-large')
  const form = await city.app.inject({
    ...told,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'a=b',
  })
  assert.equal(form.json().type, '/problems/input-invalid')
})

test('a program of ours that fails says so without a detail', async () => {
  const { cookie, personId } = await aPerson(world, { serial: 5 })
  await world.pool.query('update person set sealed = $2 where person_id = $1', [personId, Buffer.alloc(60)])
  const answer = await call<ProblemBody>(city, { url: '/api/me', cookie })
  assert.deepEqual(Object.keys(answer.body).toSorted(), ['instance', 'status', 'title', 'type'])
  assert.equal(answer.body.type, '/problems/unexpected')
})

test('metrics and health answer anybody, and name routes but no person', async () => {
  assert.equal((await call<{ status: string }>(city, { url: '/health' })).body.status, 'ok')
  const metrics = await call<string>(city, { url: '/metrics' })
  assert.match(metrics.body, /suishenma_request_seconds_bucket/)
  assert.doesNotMatch(metrics.body, /[0-9a-f]{8}-[0-9a-f]{4}-7/)
})
