import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import fastify from 'fastify'
import { doorsOf } from './doors.ts'

async function anApp() {
  const app = fastify()
  let arrived = 0
  let answer = (): void => undefined
  app.get('/soon', async () => ({ here: (arrived += 1) }))
  app.get('/later', async () => {
    await new Promise<void>((done) => (answer = done))
    return { answered: true }
  })
  const doors = doorsOf(app)
  await doors.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { app, doors, port, url: `http://127.0.0.1:${port}`, answer: () => answer() }
}

test('whoever comes by any of the doors is answered by the one app', async () => {
  const { app, doors, port } = await anApp()
  const seen = new Set<number>()
  for (let caller = 0; caller < 100; caller += 1) {
    const socket = connect(port, '127.0.0.1')
    socket.setEncoding('utf8')
    socket.write('GET /soon HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n')
    let heard = ''
    for await (const chunk of socket) heard += chunk
    assert.match(heard, /^HTTP\/1\.1 200 /)
    seen.add(Number(/"here":(\d+)/.exec(heard)![1]))
  }
  assert.equal(seen.size, 100)
  await Promise.all([app.close(), doors.close()])
})

test('closing waits for the answers of those who are in, hangs up on idle connections, and lets nobody in', async () => {
  const { app, doors, port, url, answer } = await anApp()
  const idle = connect(port, '127.0.0.1')
  await once(idle, 'connect')
  const asked = Array.from({ length: 8 }, () => fetch(`${url}/soon`))
  assert.ok((await Promise.all(asked)).every(({ ok }) => ok))
  const pending = fetch(`${url}/later`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  let isClosed = false
  const closing = Promise.all([app.close(), doors.close()]).then(() => (isClosed = true))
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.equal(isClosed, false)
  await assert.rejects(fetch(`${url}/soon`))
  answer()
  assert.deepEqual(await (await pending).json(), { answered: true })
  await closing
  idle.destroy()
})
