import { mkdir } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { CompareAnswer, CompareRequest, LogRecordOpened, LogRecordReading, LogRecords } from '../../contract/log.ts'
import { parseDay } from '../../core/instant.ts'
import { isUuid } from '../../core/uuid.ts'
import { route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { idIn } from '../kit/query.ts'
import { publishedFiles, type SentAs } from '../kit/published-files.ts'
import type { World } from '../kit/world.ts'
import { compareWithFolder } from './log.ts'
import { listRecords, readRecord, type RecordsAsked } from './records.ts'

const PUBLIC = { config: { permission: 'see-what-is-public' as const } }
const TILE = /^(entries|\d|[1-5]\d|6[0-3])\/(x\d{3}\/){0,5}\d{3}(\.p\/\d{1,3})?$/

/** Serves the files of the log as they lie there (docs/log.md says what they are), and compares them with the database. */
export async function registerLogRoutes(app: FastifyInstance, world: World, logDir: string): Promise<void> {
  await mkdir(logDir, { recursive: true })
  route(app, world, {
    method: 'POST',
    url: '/api/operator/log/compare',
    permission: 'compare-the-log',
    problems: [],
    body: CompareRequest,
    answer: CompareAnswer,
    handle: (ctx, { body }) => compareWithFolder(ctx, logDir, body),
  })
  registerRecords(app, world)
  const files = publishedFiles(logDir)
  const send = (route: string, as: SentAs, isPath: (path: string) => boolean = () => true): void => {
    app.get(`/log/${route}`, PUBLIC, (request, reply) => {
      const path = request.url.slice('/log/'.length).split('?')[0]!
      if (!isPath(path)) throw new Problem('not-found')
      return files.send({ request, reply, path }, as)
    })
  }
  const soon = 'public, max-age=5'
  send('checkpoint', { cache: soon, type: 'text/plain; charset=utf-8' })
  send('key', { cache: soon, type: 'text/plain; charset=utf-8' })
  const immutable = 'public, max-age=31536000, immutable'
  send('tile/*', { cache: immutable, type: 'application/octet-stream' }, (path) =>
    TILE.test(path.slice('tile/'.length)),
  )
}

function registerRecords(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/log-records',
    permission: 'read-the-log',
    problems: [],
    answer: LogRecords,
    handle: (ctx, { query }) => listRecords(ctx, askedOf(query)),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/log-records/:recordId/read',
    permission: 'read-the-log',
    problems: ['not-found'],
    body: LogRecordReading,
    answer: LogRecordOpened,
    handle: (ctx, { params, body }) => {
      const id = params['recordId'] ?? ''
      if (!isUuid(id)) throw new Problem('not-found')
      return readRecord(ctx, id, body.purpose)
    },
  })
}

/** What an address asks for; what nobody gives out finds nothing. */
function askedOf({ kind, until, after }: Readonly<Record<string, string | undefined>>): RecordsAsked {
  return {
    ...(kind !== undefined && kind !== '' && { kind }),
    until: parseDay(until ?? ''),
    after: idIn(after, 'after'),
  }
}
