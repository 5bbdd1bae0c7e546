import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SECOND } from '../../core/instant.ts'
import { Problem } from './problem.ts'

/** A file is replaced at most once in that time. */
const KEPT_MS = SECOND
/** Three epochs of a city of 25 million have fewer files, of a few kilobytes each. */
const MOST_KEPT = 8_000

interface PublishedFile {
  readonly bytes: Buffer
  readonly etag: string
}

/** How a kind of published file is sent. */
export interface SentAs {
  readonly cache: string
  readonly type: string
}

/** Files that anybody may read, as they lie in a folder. The path is the routes' to check. */
export interface PublishedFiles {
  send(of: { request: FastifyRequest; reply: FastifyReply; path: string }, as: SentAs): Promise<FastifyReply>
}

/** The files of a folder, each read from the disk once a second: at the morning peak a city asks for the same ones. */
export function publishedFiles(folder: string): PublishedFiles {
  const kept = new Map<string, { readonly file: Promise<PublishedFile>; readonly at: number }>()

  function read(path: string): Promise<PublishedFile> {
    const now = performance.now()
    const known = kept.get(path)
    if (known && now - known.at < KEPT_MS) return known.file
    if (kept.size >= MOST_KEPT) kept.clear()
    const file = readPublished(join(folder, path))
    kept.set(path, { file, at: now })
    file.catch(() => kept.delete(path))
    return file
  }

  return {
    async send({ request, reply, path }, { cache, type }) {
      const file = await read(path)
      reply
        .header('cache-control', cache)
        .header('access-control-allow-origin', '*')
        .header('etag', file.etag)
        .type(type)
      if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
      return reply.send(file.bytes)
    },
  }
}

async function readPublished(path: string): Promise<PublishedFile> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? new Problem('not-found') : error
  })
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }
}
