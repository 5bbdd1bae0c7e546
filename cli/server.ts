import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal, saidSo, type Language, type Terminal } from './terminal.ts'

/** A server that is asked, as the operator or as anybody. */
export interface Server {
  readonly url: string
  readonly language: Language
  /** Undefined: asked as anybody. */
  readonly token: Token | undefined
}

/** The operator's token and the file it was read from. */
interface Token {
  readonly value: string
  readonly path: string
}

/** The largest lists take seconds; a server that is silent for this long is gone. */
const LONGEST_WAIT_MS = 120_000

/** The server of the options, asked with the operator's token. Throws `Refusal`. */
export async function operatorsServer(
  terminal: Terminal,
  options: { url: string; tokenFile: string | undefined; language: Language },
): Promise<Server> {
  const dataDir = terminal.env['DATA_DIR'] || join(import.meta.dirname, '..', 'data')
  const path = options.tokenFile ?? join(dataDir, 'operator.token')
  const value = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Refusal(
      `读不到操作员令牌 ${path}；请在服务器所在机器上以同一账号运行，或用 --token-file 指定文件。`,
      `The operator's token cannot be read from ${path}; run this on the server's machine and account, or name the file with --token-file.`,
      { cause },
    )
  })
  return { url: options.url, language: options.language, token: { value: value.trim(), path } }
}

/** What the server answers. Throws `ServerFault` where asking again for something else is of no use, otherwise `Refusal`. */
export async function ask<Answer>(
  server: Server,
  path: string,
  body?: { bytes: Uint8Array<ArrayBuffer> } | { json: object },
): Promise<Answer> {
  const answer = await fetch(addressOf(server.url, path), {
    ...(body === undefined ? {} : { method: 'POST', body: 'json' in body ? JSON.stringify(body.json) : body.bytes }),
    headers: {
      'accept-language': server.language,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(server.token === undefined ? {} : { authorization: `Bearer ${server.token.value}` }),
    },
    signal: AbortSignal.timeout(LONGEST_WAIT_MS),
  }).catch((cause: unknown) => {
    throw noServer(server.url, cause)
  })
  if (answer.status === 401 || answer.status === 403) throw wrongToken(server)
  return answerOf<Answer>(server.url, answer)
}

/** A path at a server's address. Throws `ServerFault` for what is no address. */
export function addressOf(url: string, path: string): URL {
  const address = URL.parse(path, url)
  if (address === null || !/^https?:$/.test(address.protocol)) throw noAddress(url)
  return address
}

/** What stands in an answer. Throws the server's own sentence for a problem. */
export async function answerOf<Answer>(url: string, answer: Response): Promise<Answer> {
  if (!answer.ok) throw await refusalOf(url, answer)
  return trusted<Answer>(
    await answer.json().catch((cause: unknown) => {
      throw strangeServer(url, cause)
    }),
  )
}

/** The server's own sentence in an answer that is a problem. */
export async function refusalOf(url: string, answer: Response): Promise<Refusal> {
  return problemOf(await answer.json().catch(() => undefined)) ?? strangeServer(url)
}

/** A fault that the next request would meet as well. */
export class ServerFault extends Refusal {}

/** Our own server's answer has the shape that the contract gives it. */
function trusted<Answer>(json: unknown): Answer {
  return json as Answer
}

/** The server's own sentence, with what is wrong with each field. */
function problemOf(json: unknown): Refusal | undefined {
  const problem = (typeof json === 'object' && json !== null ? json : {}) as {
    title?: unknown
    fields?: readonly { field: string; message: string }[]
  }
  if (typeof problem.title !== 'string') return undefined
  const fields = (problem.fields ?? []).map(({ field, message }) => `${field}: ${message}`)
  return saidSo(fields.length === 0 ? problem.title : `${problem.title} (${fields.join('; ')})`)
}

function noAddress(url: string): ServerFault {
  return new ServerFault(
    `--server ${url} 不是网址；应形如 http://localhost:8080。`,
    `--server ${url} is no address; it should read like http://localhost:8080.`,
  )
}

/** That nobody answers. */
export function noServer(url: string, cause: unknown): ServerFault {
  return new ServerFault(
    `连接不上 ${url}；请确认服务器正在运行（npm start），或用 --server 指定地址。`,
    `No server answers at ${url}; start it (npm start), or name its address with --server.`,
    { cause },
  )
}

function wrongToken({ token }: Server): ServerFault {
  const path = token?.path ?? ''
  return new ServerFault(
    `服务器不接受 ${path} 中的令牌；请用 --token-file 指定这台服务器的 operator.token。`,
    `The server does not accept the token of ${path}; name the operator.token of this server with --token-file.`,
  )
}

function strangeServer(url: string, cause?: unknown): ServerFault {
  return new ServerFault(
    `${url} 的应答不是本系统的；请核对 --server。`,
    `What answers at ${url} is not a server of ours; check --server.`,
    { cause },
  )
}
