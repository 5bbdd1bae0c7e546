import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { PROBLEMS, type ProblemName } from '../contract/problems.ts'
import { Problem } from './kit/problem.ts'

/** Which built page stands behind which addresses. The pages are the same for everybody: nothing personal is in their HTML. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'citizen/index.html': [
    '/',
    '/register',
    '/declare/health',
    '/declare/stays',
    '/declare/arrival',
    '/appeal',
    '/help',
    '/hand-facts',
    '/readings',
    '/sign-in',
  ],
  'guard/index.html': ['/guard', '/guard/'],
  'staff/index.html': ['/staff', '/staff/'],
  'console/index.html': ['/console', '/console/'],
}

/** What is served as pages. */
export interface Pages {
  /** The folder in which they were built. */
  readonly dist: URL
  /** Where phones and gates read the colour list: an address, or a path of this site. */
  readonly listUrl: string
}

const FRESH_FILES = ['sw.js', 'guard/sw.js', 'manifest.webmanifest', 'guard/manifest.webmanifest']
/** Folders of files that are the same for a day. */
const DAY_FOLDERS = ['divisions', 'icons']

const PUBLIC = { config: { permission: 'see-what-is-public' as const } }

/** Serves the built pages, their files, and a sentence for each problem. */
export async function registerPages(app: FastifyInstance, { dist, listUrl }: Pages): Promise<void> {
  await app.register(fastifyStatic, {
    root: fileURLToPath(dist),
    serve: false,
    preCompressed: true,
    cacheControl: false,
    // The tag alone tells one version from another; no page asks for a part of a file.
    etag: true,
    lastModified: false,
    acceptRanges: false,
  })
  for (const [file, addresses] of Object.entries(PAGES)) {
    const policy = await contentPolicy(new URL(file, dist), listUrl)
    for (const address of addresses) {
      app.get(address, PUBLIC, (_request, reply) =>
        guardPage(reply, policy).header('cache-control', 'no-cache').sendFile(file),
      )
    }
  }
  // What has a hash in its name never changes; the workers and the rest are asked for again each time.
  app.get('/assets/*', PUBLIC, (request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .sendFile(`assets/${(request.params as { '*': string })['*']}`),
  )
  for (const folder of DAY_FOLDERS) {
    app.get(`/${folder}/*`, PUBLIC, (request, reply) =>
      reply
        .header('cache-control', 'public, max-age=86400')
        .sendFile(`${folder}/${(request.params as { '*': string })['*']}`),
    )
  }
  for (const file of FRESH_FILES) {
    app.get(`/${file}`, PUBLIC, (_request, reply) =>
      // The guard's worker also stands for `/guard` itself, a step above its folder.
      reply.header('cache-control', 'no-cache').header('service-worker-allowed', '/').sendFile(file),
    )
  }
  app.get('/problems/:name', PUBLIC, async (request, reply) => {
    const kind = PROBLEMS[(request.params as { name: string }).name as ProblemName]
    if (!kind) throw new Problem('not-found')
    return reply.type('text/plain; charset=utf-8').send(`${kind.status}\n${kind.zh}\n${kind.en}\n`)
  })
}

function guardPage(reply: FastifyReply, policy: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin')
    .header('permissions-policy', 'camera=(self), geolocation=(), microphone=()')
}

/**
 * Scripts run from our own files and, on the code page, the two inline ones whose hashes stand here; nothing else. Pages ask our own
 * server, and whoever spreads the colour list.
 */
async function contentPolicy(page: URL, listUrl: string): Promise<string> {
  const html = await readFile(page, 'utf8')
  const hashes = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script ?? '')
        .digest('base64')}'`,
  )
  return [
    "default-src 'self'",
    `script-src 'self' ${hashes.join(' ')}`.trim(),
    `connect-src 'self' ${originOf(listUrl)}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}

/** The origin of an address; nothing for a path of this site. */
function originOf(address: string): string {
  return address.startsWith('/') ? '' : new URL(address).origin
}
