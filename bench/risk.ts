import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { allJobs } from '../server/jobs.ts'
import { openDb } from '../server/kit/db.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { openJobs } from '../server/kit/jobs.ts'
import { reassess } from '../server/risk/risk.ts'
import { switchProgress } from '../server/risk/switch-store.ts'
import { switchTable } from '../server/risk/switch.ts'
import { shippedTable } from '../server/risk/table.ts'
import { aWorld, type TestWorld } from '../test/world.ts'
import { keepEvidence, keepTests, makePeople, personIdOf, RECOLOURED } from './city-data.ts'
import { median, type Figure, type Group } from './figure.ts'
import { measuredPool } from './pool.ts'

/** By it another process knows the keys of the city. */
export const CITY_SEED = 'bench-risk'

const CITY = 25_000_000
const DRY_RUN_SECONDS = 60
const DRY_RUN_GIB = 2
const SWITCH_SECONDS = 300
const [SMALL, LARGE] = [10_000, 2_000_000]
const GROWTH_RATIO = 1.2
/** People who are reassessed in each of the two cities, after some who are not counted. */
const REASSESSED = 150
const WARM_UP = 20

const APRIL = shippedTable('shanghai-2022-04')!
const SEPTEMBER = shippedTable('shanghai-2022-09')!

/** What a dry run took, in a process of its own. */
export interface DryRunMeasured {
  readonly people: number
  readonly changed: number
  readonly seconds: number
  readonly readSeconds: number
  readonly peakBytes: number
}

export const group: Group = {
  name: 'risk',
  async measure() {
    const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
    const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
    process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
    try {
      return [await measureGrowth(), ...(await measureCity())]
    } finally {
      await postgres.stop()
      await deleteEmbeddedPostgres(dataDir)
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}

/** One person in a small and in a large city, in turn; each commits by itself. */
async function measureGrowth(): Promise<Figure> {
  const [small, large] = [await aCityOf(SMALL), await aCityOf(LARGE)]
  const cities = [
    { world: small, people: SMALL, ms: [] as number[] },
    { world: large, people: LARGE, ms: [] as number[] },
  ]
  for (let round = 0; round < WARM_UP + REASSESSED; round += 1) {
    for (const { world, people, ms } of round % 2 === 0 ? cities : cities.toReversed()) {
      const known = people / RECOLOURED
      const personId = personIdOf(RECOLOURED * ((round * 7_919) % known))
      const began = performance.now()
      await world.db.transaction().execute((tx) => reassess(tx, world.system(), [personId]))
      if (round >= WARM_UP) ms.push(performance.now() - began)
    }
  }
  await small.close()
  await large.close()
  const [inSmall, inLarge] = cities.map(({ ms }) => median(ms)) as [number, number]
  const bound = 'ratio-at-most'
  return { name: 'risk.growth', value: inLarge, unit: 'ms', limit: GROWTH_RATIO, bound, ratio: inLarge / inSmall }
}

async function aCityOf(people: number): Promise<TestWorld> {
  const world = await aWorld({ seed: CITY_SEED })
  await makePeople(world, people, APRIL)
  return world
}

async function measureCity(): Promise<Figure[]> {
  const world = await aWorld({ seed: CITY_SEED })
  try {
    await makePeople(world, CITY, SEPTEMBER)
    await keepTests(world, CITY)
    const withTests = await measureDryRun(world, 'September, one test each')
    await keepEvidence(world, CITY)
    const withEvidence = await measureDryRun(world, '2 % with evidence')
    return [...withEvidence, ...withTests, await measureSwitch(world)]
  } finally {
    await world.close()
  }
}

async function measureDryRun(world: TestWorld, what: string): Promise<Figure[]> {
  const child = fork(join(import.meta.dirname, 'dry-run-process.ts'), [JSON.stringify(world.connection)])
  const [told] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [DryRunMeasured | number]
  if (typeof told !== 'object') throw new Error(`the measured process ended with ${told}`)
  if (told.people !== CITY) throw new Error(`the dry run counted ${told.people} people`)
  if (told.changed < CITY / 100) throw new Error(`only ${told.changed} people would change`)
  const ratio = told.seconds / told.readSeconds
  return [
    {
      name: 'risk.dryrun_25m_s',
      value: told.seconds,
      unit: `s, ${what}`,
      limit: DRY_RUN_SECONDS,
      bound: 'value-at-most',
      ratio,
    },
    {
      name: 'risk.dryrun_25m_gib',
      value: told.peakBytes / 2 ** 30,
      unit: `GiB, ${what}`,
      limit: DRY_RUN_GIB,
      bound: 'value-at-most',
      ratio: undefined,
    },
  ]
}

/** From the transaction in which the other table comes into force until the last colour is written, by the program's own jobs. */
async function measureSwitch(world: TestWorld): Promise<Figure> {
  const pool = measuredPool(world.connection, 20)
  const jobs = openJobs(pool, (error) => console.error(error))
  const city = { ...world, pool, db: openDb(pool), jobs }
  const handlers = allJobs(city)
  await jobs.install(Object.keys(handlers))
  await jobs.work(handlers)
  const ctx = { ...world.system(), ...city }
  const began = performance.now()
  const switchId = await ctx.db.transaction().execute((tx) => switchTable(tx, ctx, { from: SEPTEMBER, to: APRIL }))
  for (let progress = await switchProgress(ctx.db, switchId); progress.done < progress.chunks;) {
    await pause(100)
    progress = await switchProgress(ctx.db, switchId)
  }
  const seconds = (performance.now() - began) / 1_000
  const { rows } = await pool.query<{ changed: number }>(
    `select count(*) as changed from colour_state where table_name = $1 and colour = 'yellow'`,
    [APRIL.name],
  )
  await jobs.stop()
  await pool.end()
  if (rows[0]!.changed !== CITY / 100) throw new Error(`${rows[0]!.changed} people were written`)
  const bound = 'value-at-most'
  return { name: 'risk.switch_25m_s', value: seconds, unit: 's', limit: SWITCH_SECONDS, bound, ratio: undefined }
}
