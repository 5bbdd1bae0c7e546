import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { instant } from '../core/instant.ts'
import { buildApp } from '../server/app.ts'
import { openDb } from '../server/kit/db.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { openLogKey } from '../server/kit/log-key.ts'
import { systemRandom } from '../server/kit/random.ts'
import { keepLog } from '../server/log/log.ts'
import { aGate } from '../test/gates.ts'
import { aPerson } from '../test/people.ts'
import { aWorld } from '../test/world.ts'
import { measuredPool } from './pool.ts'

// The measured process: the same city twice, once with the log and once as if there were none, on one database server. What is not
// asked at the moment does nothing.

/** A city with a gate. */
export interface Gated {
  readonly port: number
  readonly cookies: readonly string[]
  readonly gate: { readonly cookie: string; readonly gateId: string; readonly guardId: string }
}

/** With the log and without. */
export interface Sides {
  readonly on: Gated
  readonly off: Gated
}

const people = Number(process.argv[2])
const MADE_AT_ONCE = 50
const QUEUED = /, queued as \([^$]*\$1::uuid\[\]\)\s*\)/

const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
const [on, off] = [await aSide('on'), await aSide('off')]

process.on('message', async () => {
  for (const { close } of [on, off]) await close()
  await postgres.stop()
  await deleteEmbeddedPostgres(dataDir)
  await rm(dataDir, { recursive: true, force: true })
  process.exit(0)
})
process.send!({ on: on.told, off: off.told } satisfies Sides)

async function aSide(which: keyof Sides): Promise<{ told: Gated; close: () => Promise<void> }> {
  const world = await aWorld({ clock: () => instant(Date.now()), random: systemRandom(), seed: which })
  const pool = measuredPool(world.connection, 16)
  if (which === 'off') pool.on('connect', withoutQueue)
  Object.assign(world, { pool, db: openDb(pool) })
  const cookies: string[] = []
  for (let serial = 0; serial < people; serial += MADE_AT_ONCE) {
    const made = Array.from({ length: MADE_AT_ONCE }, (_, at) => aPerson(world, { serial: serial + at }))
    cookies.push(...(await Promise.all(made)).map((person) => person.cookie))
  }
  // What autovacuum does within a minute for a city that is not a moment old.
  await pool.query('analyze')
  const { cookie, gateId, guardId } = await aGate(world)
  const city = await buildApp(world)
  await city.app.listen({ port: 0, host: '127.0.0.1' })
  const logDir = join(dataDir, 'log')
  const key = openLogKey(join(dataDir, 'keys'), { issuer: world.settings.issuer, logDir, random: systemRandom() })
  const log = which === 'on' ? await keepLog(world, { key, logDir }) : undefined
  await log?.begun
  return {
    told: { port: (city.app.server.address() as AddressInfo).port, cookies, gate: { cookie, gateId, guardId } },
    async close() {
      await city.app.close()
      await city.flush()
      await log?.stop()
      await pool.end()
      await world.close()
    },
  }
}

/** Acts are recorded as ever, and none is queued for the log. */
function withoutQueue(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...told: unknown[]) => unknown
  const strip = (text: string): string => text.replace(QUEUED, '')
  Object.assign(client, {
    query(asked: unknown, ...rest: unknown[]) {
      if (typeof asked === 'string') return query(strip(asked), ...rest)
      const { text } = asked as { text?: string }
      return query(
        text === undefined ? asked : Object.assign(Object.create(asked as object), { text: strip(text) }),
        ...rest,
      )
    },
  })
}
