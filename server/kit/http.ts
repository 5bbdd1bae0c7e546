import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { PROBLEMS, type Language, type ProblemBody, type ProblemName } from '../../contract/problems.ts'
import type { Actor } from './actor.ts'
import { authorise, isFor, type Permission } from './permissions.ts'
import { Problem, type FieldFault } from './problem.ts'
import type { Ctx, World } from './world.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission
    problems?: readonly ProblemName[]
  }
  interface FastifyRequest {
    actor: Actor
  }
}

/** One way in: what it asks, what can go wrong, and who may. */
interface Way<Body extends TSchema, Answer> {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly permission: Permission
  /** The problems of its own; input-invalid, not-signed-in, not-permitted, busy, unavailable and unexpected go without saying. */
  readonly problems: readonly ProblemName[]
  readonly body?: Body
  readonly bodyLimit?: number
  readonly handle: (ctx: Ctx, call: Call<Static<Body>>) => Promise<Answer>
}

/** A way in that answers JSON of a schema. */
export interface Route<Body extends TSchema, Answer extends TSchema> extends Way<Body, Static<Answer>> {
  readonly answer: Answer
  readonly status?: 200 | 201
}

/** What came with a call. */
export interface Call<Body> {
  readonly body: Body
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | undefined>>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** A picture as it goes out. */
export interface Picture {
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** A file as it goes out, to be kept by whoever asked. */
export interface Download extends Picture {
  readonly fileName: string
  readonly headers: Readonly<Record<string, string>>
}

/** Adds a route that validates, authorises, and answers JSON. */
export function route<Body extends TSchema, Answer extends TSchema>(
  app: FastifyInstance,
  world: World,
  r: Route<Body, Answer>,
): void {
  addWay(app, world, { ...r, schema: { response: { [r.status ?? 200]: r.answer } } }, (reply, answer) =>
    reply.code(r.status ?? 200).send(answer),
  )
}

/** Adds a route that validates, authorises, and answers a picture which can do nothing but be looked at. */
export function imageRoute<Body extends TSchema>(app: FastifyInstance, world: World, r: Way<Body, Picture>): void {
  addWay(app, world, { ...r, schema: {} }, (reply, picture) =>
    reply
      .type(picture.mediaType)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .send(Buffer.from(picture.bytes)),
  )
}

/** Adds a route that validates, authorises, and answers a file. */
export function fileRoute<Body extends TSchema>(app: FastifyInstance, world: World, r: Way<Body, Download>): void {
  addWay(app, world, { ...r, schema: {} }, (reply, { mediaType, fileName, headers, bytes }) =>
    reply
      .type(mediaType)
      .headers({ ...headers, 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}` })
      .send(Buffer.from(bytes)),
  )
}

function addWay<Body extends TSchema, Answer>(
  app: FastifyInstance,
  world: World,
  way: Way<Body, Answer> & { schema: FastifySchema },
  respond: (reply: FastifyReply, answer: Answer) => FastifyReply,
): void {
  app.route({
    method: way.method,
    url: way.url,
    config: { permission: way.permission, problems: way.problems },
    ...(way.bodyLimit === undefined ? {} : { bodyLimit: way.bodyLimit }),
    schema: { ...way.schema, ...(way.body ? { body: way.body } : {}) },
    handler: async (request, reply) => {
      const ctx: Ctx = Object.assign(Object.create(world) as World, { now: world.clock(), actor: request.actor })
      const answer = await way.handle(ctx, {
        body: request.body as Static<Body>,
        params: request.params as Record<string, string>,
        query: request.query as Record<string, string | undefined>,
        request,
        reply,
      })
      return respond(reply.header('cache-control', 'no-store'), answer)
    },
  })
}

/** A way in as it was declared. */
export interface DeclaredWay {
  readonly method: string
  readonly url: string
  readonly permission: Permission
  /** The schema of its answer; undefined of pages, pictures and files. */
  readonly answer: unknown
}

/**
 * Makes an app keep the house rules: every route names its permission, every failure is a problem, no foreign site may write.
 * Answers the ways in, which grow as routes are added.
 */
export function keepHouse(
  app: FastifyInstance,
  house: {
    world: World
    resolveActor: (request: FastifyRequest) => Promise<Actor>
    /** Who signed a request, with its body; absent where no source is heard. */
    resolveSource?: (request: FastifyRequest) => Promise<Actor>
  },
): readonly DeclaredWay[] {
  const ways: DeclaredWay[] = []
  app.decorateRequest('actor')
  app.addHook('onRoute', (options) => {
    const permission = options.config?.permission
    if (permission === undefined) {
      throw new Error(`the route ${String(options.method)} ${options.url} declares no permission`)
    }
    const [answer] = Object.values(options.schema?.response ?? {})
    for (const method of [options.method].flat()) ways.push({ method, url: options.url, permission, answer })
  })
  app.addHook('onRequest', async (request) => {
    const permission = request.routeOptions.config.permission
    request.actor = { kind: 'nobody' }
    if (permission === undefined) return
    if (request.method !== 'GET' && isForeign(request)) throw new Problem('origin-foreign')
    // What a source sends is signed with its body, so who it is shows when that has come.
    if (isFor(permission, 'anyone') || isFor(permission, 'source')) return
    request.actor = await house.resolveActor(request)
    const verdict = authorise(request.actor, permission)
    if (verdict !== 'allowed') throw new Problem(verdict)
  })
  app.addHook('preValidation', async (request) => {
    const permission = request.routeOptions.config.permission
    if (permission === undefined || !isFor(permission, 'source')) return
    request.actor = (await house.resolveSource?.(request)) ?? { kind: 'nobody' }
    const verdict = authorise(request.actor, permission)
    if (verdict !== 'allowed') throw new Problem(verdict)
  })
  app.setNotFoundHandler({}, (request, reply) => sendProblem(request, reply, new Problem('not-found')))
  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error)
    if (problem.problem === 'unexpected') house.world.log.error({ err: withoutValues(error), request: request.id })
    house.world.metrics.refusals.inc({ problem: problem.problem })
    return sendProblem(request, reply, problem)
  })
  return ways
}

/** The language a request asks for; Chinese unless English is preferred. */
function languageOf(request: FastifyRequest): Language {
  const header = request.headers['accept-language']
  return header !== undefined && /^\s*en/i.test(header) ? 'en' : 'zh'
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const language = languageOf(request)
  const kind = PROBLEMS[problem.problem]
  const body: ProblemBody = {
    type: `/problems/${problem.problem}`,
    title: kind[language],
    status: kind.status,
    instance: `urn:request:${request.id}`,
    ...(problem.fields.length === 0
      ? {}
      : { fields: problem.fields.map((fault) => ({ field: fault.field, message: fault[language] })) }),
  }
  return reply
    .code(kind.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body)
}

/** A browser names the site a request comes from; other programs name none, and carry no cookie that could be abused. */
function isForeign(request: FastifyRequest): boolean {
  const origin = request.headers.origin
  if (origin === undefined || origin === 'null') return request.headers['sec-fetch-site'] === 'cross-site'
  return URL.parse(origin)?.host !== request.headers.host
}

interface Fault {
  code?: string
  statusCode?: number
  validation?: readonly SchemaFault[]
}

interface SchemaFault {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
}

const WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  required: { zh: '必填', en: 'is required' },
  additionalProperties: { zh: '多余的字段', en: 'is not expected here' },
  minLength: { zh: '不能为空', en: 'must not be empty' },
  maxLength: { zh: '过长', en: 'is too long' },
  minItems: { zh: '至少填写一项', en: 'needs at least one item' },
  maxItems: { zh: '项数过多', en: 'has too many items' },
  pattern: { zh: '格式不对', en: 'is not written as expected' },
  minimum: { zh: '数值过小', en: 'is too small' },
  maximum: { zh: '数值过大', en: 'is too large' },
}

function inWords(fault: SchemaFault): FieldFault {
  const last = fault.params['missingProperty'] ?? fault.params['additionalProperty']
  const path = fault.instancePath.split('/').slice(1)
  const words = WORDS[fault.keyword] ?? { zh: '内容不对', en: 'is not as expected' }
  return { field: [...path, ...(last === undefined ? [] : [String(last)])].join('.'), ...words }
}

/** The problem that an error is to whoever called; `unexpected` for a bug. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const fault = (typeof error === 'object' && error !== null ? error : {}) as Fault
  if (fault.validation) return new Problem('input-invalid', fault.validation.map(inWords))
  if (fault.statusCode === 413) return new Problem('body-too-large')
  if (fault.statusCode !== undefined && fault.statusCode < 500) return new Problem('input-invalid')
  if (fault.code === '53100' || fault.code === 'ENOSPC') return new Problem('storage-full')
  if (isOutage(fault.code)) return new Problem('unavailable')
  return new Problem('unexpected')
}

/** PostgreSQL is starting, stopping, full of connections or gone: it may well answer in a moment. */
function isOutage(code: string | undefined): boolean {
  if (code === undefined) return false
  return /^(08|57P|53300)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code)
}

/** An error for the log without what PostgreSQL quotes of the data (detail, where, parameters). */
function withoutValues(error: unknown): { message: string; code: string | undefined; stack: string | undefined } {
  if (!(error instanceof Error)) return { message: 'not an error', code: undefined, stack: undefined }
  const code = (error as Fault).code
  const message = code === undefined ? error.message : `failed with ${code}`
  return { message, code, stack: error.stack?.split('\n').slice(1).join('\n') }
}
