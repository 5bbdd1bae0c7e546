import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A way to a server on which some requests are cut off, as on a bad line. `cuts`: whether a request for this path is. */
export async function cutter(
  url: string,
  cuts: (path: string) => boolean,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((asked, answer) => {
    if (cuts(asked.url ?? '')) {
      asked.destroy()
      return
    }
    const { method, headers } = asked
    const onward = request(new URL(asked.url ?? '', url), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
