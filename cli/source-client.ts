import { createPrivateKey, createPublicKey, hash, sign, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Instant } from '../core/instant.ts'
import { SOURCE_HEADERS, sourceRequestText } from '../core/source-request.ts'
import { addressOf, answerOf, noServer, refusalOf } from './server.ts'
import { Refusal, type Language } from './terminal.ts'

/** A server that is asked as a source: every request is signed by the source's key. */
export interface SourceClient {
  readonly url: string
  readonly language: Language
  readonly now: () => Instant
  readonly key: KeyObject
}

/** A request that did not come through, or met a server that cannot answer just now, is sent again after so long. */
const PAUSES_MS = [1_000, 4_000, 10_000]

/** The key of a PEM file. Throws `Refusal`. */
export async function readSourceKey(path: string): Promise<KeyObject> {
  const pem = await readFile(path).catch((cause: unknown) => {
    throw new Refusal(`读不到密钥文件 ${path}。`, `The key file ${path} cannot be read.`, { cause })
  })
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch {
    // OpenSSL's sentence says less than ours.
  }
  throw new Refusal(
    `${path} 不是 P-256 私钥（PEM）；可用 openssl ecparam -name prime256v1 -genkey -noout 生成。`,
    `${path} is no private key on P-256 (PEM); openssl ecparam -name prime256v1 -genkey -noout makes one.`,
  )
}

/** What the server answers a source in JSON. Throws as `ask`. */
export async function askSource<Answer>(client: SourceClient, request: SourceCall): Promise<Answer> {
  return answerOf<Answer>(client.url, await sendAsSource(client, request))
}

/** A file that the server answers a source, and a header of it. Throws as `ask`. */
export async function fetchAsSource(
  client: SourceClient,
  path: string,
  header: string,
): Promise<{ bytes: Uint8Array; header: string | null }> {
  const answer = await sendAsSource(client, { path })
  if (!answer.ok) throw await refusalOf(client.url, answer)
  return { bytes: new Uint8Array(await answer.arrayBuffer()), header: answer.headers.get(header) }
}

/** A request: with bytes (none are bytes, too) it is a POST. `path` has its query. */
export interface SourceCall {
  readonly path: string
  readonly bytes?: Uint8Array<ArrayBuffer>
}

async function sendAsSource(client: SourceClient, call: SourceCall): Promise<Response> {
  for (const wait of PAUSES_MS) {
    const answer = await sendOnce(client, call).catch(() => undefined)
    if (answer !== undefined && answer.status !== 503) return answer
    await pause(wait)
  }
  return sendOnce(client, call).catch((cause: unknown) => {
    throw noServer(client.url, cause)
  })
}

function sendOnce(client: SourceClient, { path, bytes }: SourceCall): Promise<Response> {
  const method = bytes === undefined ? 'GET' : 'POST'
  const time = new Date(client.now()).toISOString()
  const bodyHash = hash('sha256', bytes ?? new Uint8Array(0), 'buffer')
  const text = sourceRequestText({ method, path, time, bodyHash })
  return fetch(addressOf(client.url, path), {
    method,
    ...(bytes !== undefined && { body: bytes }),
    headers: {
      'accept-language': client.language,
      ...(bytes !== undefined && { 'content-type': 'application/octet-stream' }),
      [SOURCE_HEADERS.key]: keyIdOf(client.key),
      [SOURCE_HEADERS.time]: time,
      [SOURCE_HEADERS.signature]: sign('sha256', text, client.key).toString('base64'),
    },
  })
}

/** The name of a key: SHA-256 of its SubjectPublicKeyInfo in hexadecimal. */
function keyIdOf(key: KeyObject): string {
  return hash('sha256', createPublicKey(key).export({ format: 'der', type: 'spki' }), 'hex')
}
