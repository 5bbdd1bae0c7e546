import { mkdir } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { publishedFiles, type SentAs } from '../kit/published-files.ts'

const PUBLIC = { config: { permission: 'see-what-is-public' as const } }

/** Serves the files of the colour list as they lie there; docs/nginx.conf says the same to nginx. */
export async function registerListRoutes(app: FastifyInstance, listDir: string): Promise<void> {
  await mkdir(listDir, { recursive: true })
  const files = publishedFiles(listDir)
  const send = (path: string, as: SentAs): void => {
    app.get(`/list${path}`, PUBLIC, (request, reply) => {
      return files.send({ request, reply, path: request.url.slice('/list/'.length).split('?')[0]! }, as)
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
