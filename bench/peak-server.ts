import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IdentityDocument } from '../core/document.ts'
import { dayOf, instant } from '../core/instant.ts'
import { shardPath } from '../core/list/format.ts'
import { buildApp } from '../server/app.ts'
import { allJobs } from '../server/jobs.ts'
import { openDb } from '../server/kit/db.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { openJobs } from '../server/kit/jobs.ts'
import { systemRandom } from '../server/kit/random.ts'
import { doorsOf } from '../server/kit/doors.ts'
import { publishLists } from '../server/lists/lists.ts'
import { aGate } from '../test/gates.ts'
import { hasNginx, startNginx } from '../test/nginx.ts'
import { aDocument, aPerson, aStranger } from '../test/people.ts'
import { aWorld } from '../test/world.ts'
import type { Morning } from './peak.ts'
import { measuredPool } from './pool.ts'

// The measured process: a city with its jobs and its published list, on a PostgreSQL of its own with everything on that makes it
// durable. Its register knows everybody under one name, and every channel vouches for its people: all who register are green at once.

const [people, strangers, gates] = process.argv.slice(2).map(Number) as [number, number, number]
const MADE_AT_ONCE = 50
const NAME = '试一人'

const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
const world = await aWorld({
  clock: () => instant(Date.now()),
  random: systemRandom(),
  register: () => ({ find: async () => ({ name: NAME, residesHere: true, photo: undefined }) }),
})
const pool = measuredPool(world.connection, 20)
const jobs = openJobs(pool, (error) => console.error(error))
Object.assign(world, { pool, db: openDb(pool), jobs })

const cookies = (await each(people, (serial) => aPerson(world, { serial }))).map(({ cookie }) => cookie)
// They have had a code on this phone before; today's is what many of them lack.
await pool.query('insert into account_phone (account_id, session_hash) select account_id, token_hash from session')
const newcomers = await each(strangers, async (place) => {
  const document: IdentityDocument = aDocument(people + place)
  const { cookie } = await aStranger(world, { asserts: document })
  return { cookie, name: NAME, document }
})
const doors = await each(gates, () => aGate(world))
await pool.query('analyze')

const listDir = join(dataDir, 'list')
const city = await buildApp(world, { listDir })
const handlers = allJobs(world)
await jobs.install(Object.keys(handlers))
await jobs.work(handlers)
const lists = await publishLists(world, { epochs: city.codes.epochs, listDir, address: '/list' })
await lists.begun
await doorsOf(city.app).listen({ host: '127.0.0.1', port: 0 })

process.on('message', () => void stop())
const { port } = city.app.server.address() as AddressInfo
const nginx = hasNginx ? await startNginx({ listDir, programPort: port }) : undefined
const morning: Morning = {
  port,
  cookies,
  newcomers,
  doors: doors.map(({ cookie, gateId, guardId }) => ({ cookie, gateId, guardId })),
  listPort: nginx?.port ?? port,
  shard: `/list${shardPath(dayOf(world.clock()), 0)}`,
}
process.send!(morning)

async function each<Made>(count: number, make: (place: number) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = []
  for (let first = 0; first < count; first += MADE_AT_ONCE) {
    const places = Array.from({ length: Math.min(MADE_AT_ONCE, count - first) }, (_, at) => first + at)
    made.push(...(await Promise.all(places.map(make))))
  }
  return made
}

async function stop(): Promise<void> {
  await nginx?.stop()
  await city.app.close()
  await city.flush()
  await lists.stop()
  await jobs.stop()
  await pool.end()
  await world.close()
  await postgres.stop()
  await deleteEmbeddedPostgres(dataDir)
  await rm(dataDir, { recursive: true, force: true })
  process.exit(0)
}
