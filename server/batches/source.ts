import type { FastifyRequest } from 'fastify'
import { SOURCE_HEADERS, sourceRequestText } from '../../core/source-request.ts'
import { MINUTE } from '../../core/instant.ts'
import type { Actor } from '../kit/actor.ts'
import { Problem } from '../kit/problem.ts'
import { sha256 } from '../kit/seal.ts'
import type { World } from '../kit/world.ts'
import { findKey, isSignedBy } from '../signatures/signatures.ts'
import type { Source } from './batches.ts'
import { signedRequest } from './head.ts'

// A source has no session: each request is signed by its key, with its time and its body.

/** How far a source's clock may be from ours. */
const CLOCK_DRIFT = 5 * MINUTE

interface Asked {
  body?: Uint8Array
  source?: Source
}

const asked = new WeakMap<FastifyRequest, Asked>()

/** Keeps the bytes of a body as they came: they are what was signed. */
export function keepBody(request: FastifyRequest, body: Uint8Array): void {
  asked.set(request, { body })
}

/** The bytes of the body; none where none came. */
export function bodyOf(request: FastifyRequest): Uint8Array {
  return asked.get(request)?.body ?? new Uint8Array(0)
}

/** Who signed a request. Problems: request-expired, key-unknown, signature-invalid. */
export async function resolveSource(world: World, request: FastifyRequest): Promise<Actor> {
  const { headers, method, url: path } = request
  const [keyId, time, base64] = [
    headers[SOURCE_HEADERS.key],
    headers[SOURCE_HEADERS.time],
    headers[SOURCE_HEADERS.signature],
  ].map((header) => String(header ?? '')) as [string, string, string]
  const now = world.clock()
  // Written in full, with its zone: a time that could be meant otherwise is none.
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(time) ? Date.parse(time) : NaN
  if (!(Math.abs(at - now) <= CLOCK_DRIFT)) throw new Problem('request-expired')
  const key = await findKey(world.db, world, keyId, now)
  if (!key?.source) throw new Problem('key-unknown')
  const bodyHash = sha256(bodyOf(request))
  const signature = Buffer.from(base64, 'base64')
  if (!isSignedBy(key, sourceRequestText({ method, path, time, bodyHash }), signature)) {
    throw new Problem('signature-invalid')
  }
  const { organisationId, source: terms } = key
  const sourceId = key.holder.id
  const source: Source = { sourceId, terms, request: signedRequest({ path, time, bodyHash, keyId, signature }) }
  asked.set(request, { ...asked.get(request), source })
  return { kind: 'source', sourceId, organisationId, keyId }
}

/** The source that signed a request. */
export function sourceOf(request: FastifyRequest): Source {
  const source = asked.get(request)?.source
  if (!source) throw new Problem('not-permitted')
  return source
}
