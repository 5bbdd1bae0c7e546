import type { FastifyInstance } from 'fastify'
import { Problem } from '../kit/problem.ts'
import { systemCtx, type World } from '../kit/world.ts'
import { openTicket, PROOF_PATH } from './tickets.ts'

const FILE_NAMES = { 'image/jpeg': 'proof.jpg', 'application/pdf': 'proof.pdf' } as const

/**
 * Keeps the origin that proofs are saved from apart: nothing else is there, no page, no interface and nobody's session, and proofs are
 * nowhere else. Whatever a file would do in a browser, it does to an empty house. To be called before anything else looks at requests.
 */
export function keepProofsApart(app: FastifyInstance, { settings }: Pick<World, 'settings'>): void {
  if (settings.proofOrigin === undefined) return
  const { host } = new URL(settings.proofOrigin)
  app.addHook('onRequest', async (request) => {
    if ((request.host === host) !== request.url.startsWith(PROOF_PATH)) throw new Problem('not-found')
  })
}

/** Serves proofs to whoever has a ticket. */
export function registerProofOrigin(app: FastifyInstance, world: World): void {
  app.get(`${PROOF_PATH}*`, { config: { permission: 'see-what-is-public' } }, async (request, reply) => {
    const { '*': ticket } = request.params as { '*': string }
    const file = await openTicket(systemCtx(world), ticket)
    if (!file) throw new Problem('not-found')
    return reply
      .type(file.type)
      .headers({
        'content-disposition': `attachment; filename="${FILE_NAMES[file.type]}"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      .send(Buffer.from(file.bytes))
  })
}
