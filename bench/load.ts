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

/**
 * Sends each request once over `connections` kept-alive connections, one at a time on each, and answers requests a second.
 * The client does as little as it can, for it shares the machine with the server; an answer that is not 2xx is an error.
 */
export async function perSecond(port: number, requests: readonly RawRequest[], connections: number): Promise<number> {
  let next = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const line = await open(port)
      while (next < requests.length) {
        const request = requests[next]!
        next += 1
        await line.send(request)
      }
      line.close()
    }),
  )
  return requests.length / ((performance.now() - started) / 1_000)
}

async function open(port: number): Promise<{ send(request: RawRequest): Promise<void>; close(): void }> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const dialled = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(dialled))
    dialled.once('error', reject)
  })
  let held = ''
  let settle: { done: () => void; failed: (error: Error) => void } | undefined
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    held += chunk
    const end = held.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(held)?.[1] ?? 0)
    if (held.length < end + 4 + length) return
    const answer = held
    held = ''
    if (/^HTTP\/1.1 2/.test(answer)) settle?.done()
    else settle?.failed(new Error(`the server answered ${answer.slice(0, 600)}`))
  })
  socket.on('error', (error) => settle?.failed(error))
  return {
    send: (request) =>
      new Promise((done, failed) => {
        settle = { done, failed }
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}
