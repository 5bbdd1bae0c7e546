import { SOURCE_HEADERS, sourceRequestText } from '../core/source-request.ts'
import type { CityApp } from '../server/app.ts'
import { sha256 } from '../server/kit/seal.ts'
import { newId, type Ctx, type World } from '../server/kit/world.ts'
import { call, type Answer } from './app.ts'
import { derSignature, type KeyPair } from './signers.ts'

// What a source sends, signed as docs/evidence.md says.

/** One that delivers: its key, and what it asks for. */
export interface Asking {
  readonly key: KeyPair
  readonly path: string
  readonly method?: 'GET' | 'POST'
  readonly body?: Uint8Array | string
  /** The moment of sending; now if left out. */
  readonly at?: number
  /** Another signature than the right one. */
  readonly signature?: Uint8Array
}

/** The headers of a source's request. */
export function signedHeaders({ clock }: Pick<World, 'clock'>, asking: Asking): Record<string, string> {
  const { key, path, method = 'POST', body = '' } = asking
  const time = new Date(asking.at ?? clock()).toISOString()
  const text = sourceRequestText({ method, path, time, bodyHash: sha256(body) })
  return {
    [SOURCE_HEADERS.key]: key.keyId,
    [SOURCE_HEADERS.time]: time,
    [SOURCE_HEADERS.signature]: Buffer.from(asking.signature ?? derSignature(key, text)).toString('base64'),
  }
}

/** Calls a route on behalf of a source. */
export function ask<Body = Record<string, unknown>>(
  city: CityApp,
  world: Pick<World, 'clock'>,
  asking: Asking,
): Promise<Answer<Body>> {
  const { path: url, method = 'POST', body } = asking
  const headers = {
    ...signedHeaders(world, asking),
    ...(body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
  }
  return call<Body>(city, { method, url, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) })
}

/** The address of a new batch, and of what belongs to it. */
export function aBatch(world: { system(): Ctx }): { batchId: string; path: string } {
  const batchId = newId(world.system())
  return { batchId, path: `/api/evidence/batches/${batchId}` }
}

/** A file of rows in CSV by our names of columns. */
export function csvOf(rows: readonly Readonly<Record<string, string>>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('')
}
