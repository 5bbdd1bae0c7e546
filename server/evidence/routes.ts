import type { FastifyInstance } from 'fastify'
import { AreaListResult, AreaLists } from '../../contract/operator.ts'
import { ListedCommunities } from '../../contract/registration.ts'
import { route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { listAreaLists, listedCommunities, takeAreaList } from './area-lists.ts'

// The largest list ever published has 1.8 MB.
const LARGEST_LIST_BYTES = 67_108_864
const LONGEST_FILE_NAME = 200

export function registerEvidenceRoutes(app: FastifyInstance, world: World): void {
  registerUpload(app, world)
  route(app, world, {
    method: 'GET',
    url: '/api/operator/area-lists',
    permission: 'bring-area-lists',
    problems: [],
    answer: AreaLists,
    handle: async (ctx) => ({ lists: await listAreaLists(ctx.db) }),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/listed-communities',
    permission: 'declare',
    problems: ['division-unknown'],
    answer: ListedCommunities,
    handle: async (ctx, { query }) => ({ communities: await listedCommunities(ctx.db, query['division'] ?? '') }),
  })
}

/** A list comes as the file it was published as, so its route reads bodies in its own way. */
function registerUpload(app: FastifyInstance, world: World): void {
  void app.register(async (upload) => {
    upload.removeAllContentTypeParsers()
    upload.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    route(upload, world, {
      method: 'POST',
      url: '/api/operator/area-lists',
      permission: 'bring-area-lists',
      problems: ['area-list-unreadable', 'body-too-large'],
      answer: AreaListResult,
      bodyLimit: LARGEST_LIST_BYTES,
      handle: (ctx, { body, query }) => takeAreaList(ctx, { bytes: fileOf(body), fileName: nameOf(query['fileName']) }),
    })
  })
}

function fileOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array(0)
}

/** The last part of a path, without what a text of PostgreSQL does not hold. */
function nameOf(path: string | undefined): string {
  const name =
    String(path ?? '')
      .toWellFormed()
      .replaceAll('\0', '')
      .split(/[/\\]/)
      .at(-1) ?? ''
  return name === '' ? 'list.json' : name.slice(-LONGEST_FILE_NAME)
}
