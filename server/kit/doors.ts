import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import type { FastifyInstance } from 'fastify'

// Node takes up one new connection a turn of its event loop from each socket that listens. When a city comes at once the turns are
// long, and connections wait outside, where nobody can tell them to come again: 2,500 a second waited for 70 s before one socket.
// So many sockets listen at one address, and whoever comes is let in or turned back at once.

const DOORS = 128
/** Connections that wait to be taken up, at each; Node's own 511 were there within half a second. */
const BACKLOG = 4_096
/** Elsewhere the system does not share out what comes. */
const DOORS_HERE = process.platform === 'linux' ? DOORS : 1
const LOOK_AGAIN_MS = 50

/** The ways in to an app. */
export interface Doors {
  listen(at: { readonly host: string; readonly port: number }): Promise<void>
  /** Lets nobody in any more, and resolves when those who are in have their answers. Close the app itself at the same time. */
  close(): Promise<void>
}

/** The ways in to an app, shut as yet. */
export function doorsOf(app: FastifyInstance): Doors {
  const more: Server[] = []
  return {
    async listen({ host, port }) {
      const shared = { host, backlog: BACKLOG, reusePort: DOORS_HERE > 1 }
      await app.listen({ ...shared, port })
      const taken = (app.server.address() as AddressInfo).port
      for (let door = 1; door < DOORS_HERE; door += 1) {
        const server = createServer({ noDelay: true }, (socket) => app.server.emit('connection', socket))
        more.push(server)
        server.listen({ ...shared, port: taken })
        await once(server, 'listening')
      }
    },
    async close() {
      const closed = Promise.all(more.map((door) => new Promise((done) => door.close(done))))
      // The app closes what is idle when it is closed, and knows nothing of connections that become so later.
      const look = setInterval(() => app.server.closeIdleConnections(), LOOK_AGAIN_MS)
      await closed.finally(() => clearInterval(look))
    },
  }
}
