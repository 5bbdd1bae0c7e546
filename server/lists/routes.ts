import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { SECOND } from '../../core/instant.ts'
import { Problem } from '../kit/problem.ts'

const PUBLIC = { config: { permission: 'see-what-is-public' as const } }
/** A file is replaced at most once in that time. */
const KEPT_MS = SECOND
/** Three epochs of a city of 25 million have fewer files, of a few kilobytes each. */
const MOST_KEPT = 8_000

/** Serves the files of the colour list as they lie there; docs/nginx.conf says the same to nginx. */
export async function registerListRoutes(app: FastifyInstance, listDir: string): Promise<void> {
  await mkdir(listDir, { recursive: true })
  const read = readingFiles(listDir)
  const send = (path: string, kind: { cache: string; type: string }): void => {
    app.get(`/list${path}`, PUBLIC, async (request: FastifyRequest, reply: FastifyReply) => {
      const file = await read(request.url.slice('/list/'.length).split('?')[0]!)
      reply
        .header('cache-control', kind.cache)
        .header('access-control-allow-origin', '*')
        .header('etag', file.etag)
        .type(kind.type)
      if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
      return reply.send(file.bytes)
    })
  }
  const minute = 'public, max-age=60'
  send('/index', { cache: minute, type: 'application/cose' })
  send('/withdrawn', { cache: minute, type: 'application/cose' })
  send('/:epoch(^\\d{1,7}$)/:shard(^\\d{1,5}$)', { cache: minute, type: 'application/statuslist+cwt' })
  send('/:epoch(^\\d{1,7}$)/delta/:range(^\\d{1,16}-\\d{1,16}$)', {
    cache: 'public, max-age=31536000, immutable',
    type: 'application/cose',
  })
}

interface ListFile {
  readonly bytes: Buffer
  readonly etag: string
}

/** Reads files of the list, each from the disk once a second: at the morning peak a city asks for the same ones. */
function readingFiles(listDir: string): (path: string) => Promise<ListFile> {
  const kept = new Map<string, { readonly file: Promise<ListFile>; readonly at: number }>()
  return (path) => {
    const now = performance.now()
    const known = kept.get(path)
    if (known && now - known.at < KEPT_MS) return known.file
    if (kept.size >= MOST_KEPT) kept.clear()
    const file = readListFile(join(listDir, path))
    kept.set(path, { file, at: now })
    file.catch(() => kept.delete(path))
    return file
  }
}

async function readListFile(path: string): Promise<ListFile> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Problem('not-found') : error
  })
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }
}
