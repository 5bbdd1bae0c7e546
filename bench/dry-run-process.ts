import { randomBytes } from 'node:crypto'
import { openDb, openPool, type Connection } from '../server/kit/db.ts'
import { countChunks } from '../server/risk/city-columns.ts'
import { dryRun } from '../server/risk/dry-run.ts'
import { shippedTable } from '../server/risk/table.ts'
import { A_MORNING, aWorld } from '../test/world.ts'
import { CITY_SEED, type DryRunMeasured } from './risk.ts'

// The measured process: one dry run over a city that another process has made, and how much memory it took for it at most.

const connection = JSON.parse(process.argv[2]!) as Connection
// The same seed gives the same keys.
const own = await aWorld({ seed: CITY_SEED })
const pool = openPool(connection, 5)
const world = { ...own, random: randomBytes, pool, db: openDb(pool) }
const ctx = { ...own.system(), ...world }

const began = performance.now()
const { people, changed } = await dryRun(world.db, ctx, shippedTable('shanghai-2022-09')!, { asOf: A_MORNING })
const seconds = (performance.now() - began) / 1_000
const peakBytes = process.resourceUsage().maxRSS * 1_024

// What nothing here can make faster: the same bytes out of the database, and nothing done with them.
const readFrom = performance.now()
const chunks = await countChunks(world.db)
for (let chunk = 0; chunk < chunks; chunk += 1) {
  await pool.query('select city_chunk.sealed from city_chunk where city_chunk.chunk = $1', [chunk])
}
const readSeconds = (performance.now() - readFrom) / 1_000

await pool.end()
await own.close()
const measured: DryRunMeasured = { people, changed, seconds, readSeconds, peakBytes }
process.send!(measured)
