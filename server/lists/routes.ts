import { mkdir } from 'node:fs/promises'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const ANYONE = { config: { permission: 'anyone' as const } }

/** Serves the files of the colour list as they lie there; docs/nginx.conf says the same to nginx. */
export async function registerListRoutes(app: FastifyInstance, listDir: string): Promise<void> {
  await mkdir(listDir, { recursive: true })
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root: listDir,
      serve: false,
      preCompressed: false,
      cacheControl: false,
      etag: true,
      lastModified: false,
      contentType: false,
      acceptRanges: false,
    })
    const send = (path: string, kind: { cache: string; type: string }): void => {
      scope.get(`/list${path}`, ANYONE, (request, reply) =>
        reply
          .header('cache-control', kind.cache)
          .header('access-control-allow-origin', '*')
          .type(kind.type)
          .sendFile(request.url.slice('/list/'.length).split('?')[0]!),
      )
    }
    const minute = 'public, max-age=60'
    send('/index', { cache: minute, type: 'application/cose' })
    send('/withdrawn', { cache: minute, type: 'application/cose' })
    send('/:epoch(^\\d{1,7}$)/:shard(^\\d{1,5}$)', { cache: minute, type: 'application/statuslist+cwt' })
    send('/:epoch(^\\d{1,7}$)/delta/:range(^\\d{1,16}-\\d{1,16}$)', {
      cache: 'public, max-age=31536000, immutable',
      type: 'application/cose',
    })
  })
}
