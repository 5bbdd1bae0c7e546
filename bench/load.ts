import { connect, type Socket } from 'node:net'

/** A request that is ready to be sent: bytes of HTTP/1.1 with keep-alive. */
export type RawRequest = Buffer

/** A POST of JSON with a session cookie. */
export function rawPost(path: string, cookie: string, body: unknown): RawRequest {
  const json = JSON.stringify(body)
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
  )
}

/** A GET, of somebody's or of nobody's. */
export function rawGet(path: string, cookie?: string): RawRequest {
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${cookie === undefined ? '' : `cookie: ${cookie}\r\n`}\r\n`,
  )
}

/** What came back, whole: an answer that was cut off is an error. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** A kept-alive connection, for one request at a time. */
export interface Line {
  send(request: RawRequest): Promise<Answer>
  close(): void
}

/**
 * Sends each request once over `connections` kept-alive connections, one at a time on each, and answers requests a second.
 * The client does as little as it can, for it shares the machine with the server; an answer that is not 2xx is an error.
 */
export async function perSecond(port: number, requests: readonly RawRequest[], connections: number): Promise<number> {
  let next = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const line = await openLine(port)
      while (next < requests.length) {
        const request = requests[next]!
        next += 1
        const { status, body } = await line.send(request)
        if (status < 200 || status > 299) throw new Error(`the server answered ${status}: ${body.slice(0, 600)}`)
      }
      line.close()
    }),
  )
  return requests.length / ((performance.now() - started) / 1_000)
}

/** One address has 28,000 ports to dial from, each held for a minute after its line was closed: a city dials from more. */
const ADDRESSES = 250
let dialled = 0

/** Dials the server. */
export async function openLine(port: number): Promise<Line> {
  dialled += 1
  const localAddress = `127.0.0.${1 + (dialled % ADDRESSES)}`
  const socket = await new Promise<Socket>((resolve, reject) => {
    const dialling = connect({ port, host: '127.0.0.1', localAddress, noDelay: true }, () => resolve(dialling))
    dialling.once('error', reject)
  })
  let held = ''
  let settle: { done: (answer: Answer) => void; failed: (error: Error) => void } | undefined
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    held += chunk
    const end = held.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(held)?.[1] ?? 0)
    if (held.length < end + 4 + length) return
    const answer = { status: Number(held.slice(9, 12)), body: held.slice(end + 4) }
    held = ''
    settle?.done(answer)
  })
  socket.on('error', (error) => settle?.failed(error))
  socket.on('close', () => settle?.failed(new Error('the server hung up')))
  return {
    send: (request) =>
      new Promise((done, failed) => {
        settle = { done, failed }
        // Hung up on between two requests: nothing would ever be heard of the second.
        if (socket.closed) failed(new Error('the server hung up'))
        else socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}
