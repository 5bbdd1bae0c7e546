import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant } from '../core/instant.ts'
import { buildApp } from '../server/app.ts'
import { systemRandom } from '../server/kit/random.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { aGate } from '../test/gates.ts'
import { aPerson } from '../test/people.ts'
import { aWorld } from '../test/world.ts'
import { bareServer } from './bare-server.ts'
import type { Listening } from './code.ts'
import { measuredPool } from './pool.ts'

// The measured process: one city, and beside it the bare server to compare with, on one database and in one thread each.

const people = Number(process.argv[2])
const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
const world = await aWorld({ clock: () => instant(Date.now()), random: systemRandom() })
const pool = measuredPool(world.connection, 16)
Object.assign(world, { pool })

const cookies: string[] = []
for (let serial = 0; serial < people; serial += 50) {
  const batch = Array.from({ length: 50 }, (_, at) => aPerson(world, { serial: serial + at }))
  cookies.push(...(await Promise.all(batch)).map((person) => person.cookie))
}
// What autovacuum does within a minute for a city that is not a moment old.
await pool.query('analyze')
const { gateId, cookie } = await aGate(world)

const city = await buildApp(world)
await city.app.listen({ port: 0, host: '127.0.0.1' })
const bare = bareServer(world, pool).listen(0, '127.0.0.1')
await once(bare, 'listening')

process.on('message', async () => {
  await city.app.close()
  bare.close()
  await pool.end()
  await world.close()
  await postgres.stop()
  await deleteEmbeddedPostgres(dataDir)
  await rm(dataDir, { recursive: true, force: true })
  process.exit(0)
})
const listening: Listening = {
  ours: (city.app.server.address() as AddressInfo).port,
  bare: (bare.address() as AddressInfo).port,
  cookies,
  gate: { cookie, gateId },
}
process.send!(listening)
