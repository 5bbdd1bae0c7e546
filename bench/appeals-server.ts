import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { instant } from '../core/instant.ts'
import { allJobs } from '../server/jobs.ts'
import { openDb } from '../server/kit/db.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { openJobs } from '../server/kit/jobs.ts'
import { systemRandom } from '../server/kit/random.ts'
import { anAppealCity, anId, type Doubting } from '../test/appeals.ts'
import { measuredPool } from './pool.ts'

// The measured process: people who are yellow by what two departments know appeal, both departments find that it was wrong, and both
// sources take it back; how long until each is green, over a real database with its jobs at work.

/** What it tells when it has measured: seconds from the last source's receipt to green, and of one read of one's own page. */
export interface Lags {
  readonly toGreen: readonly number[]
  readonly ownPage: readonly number[]
}

const people = Number(process.argv[2])
const AT_ONCE = 10
const LOOK_MS = 10
const GIVE_UP_SECONDS = 60

const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
let jobs: ReturnType<typeof openJobs> | undefined
const it = await anAppealCity({
  clock: () => instant(Date.now()),
  random: systemRandom(),
  async prepare(world) {
    const pool = measuredPool(world.connection, 20)
    jobs = openJobs(pool, (error) => console.error(error))
    Object.assign(world, { pool, db: openDb(pool), jobs })
  },
})
const handlers = allJobs(it.world)
await jobs?.install(Object.keys(handlers))
await jobs?.work(handlers)

const doubting: Doubting[] = []
for (let made = 0; made < people; made += 1) doubting.push(await it.aDoubtingOne())

process.on('message', () => void stop())
process.send!(await measure())

async function measure(): Promise<Lags> {
  const [toGreen, ownPage]: [number[], number[]] = [[], []]
  const waiting = doubting.values()
  const lane = async () => {
    for (const person of waiting) {
      const first = performance.now()
      if ((await it.colourOf(person)) !== 'yellow') throw new Error('somebody is not yellow')
      ownPage.push(secondsSince(first))
      toGreen.push(await correct(person))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return { toGreen, ownPage }
}

async function correct(person: Doubting): Promise<number> {
  const appealId = anId()
  must(await it.does.appeal(person, 'colour-wrong', { appealId }))
  let receipt = 0
  for (const fact of person.facts) {
    await fact.takeBack()
    receipt = performance.now()
    if (fact !== person.facts.at(-1)) must(await it.does.find(fact.by, appealId, 'corrected'))
  }
  while ((await it.colourOf(person)) !== 'green') {
    if (secondsSince(receipt) > GIVE_UP_SECONDS) return Infinity
    await pause(LOOK_MS)
  }
  const seconds = secondsSince(receipt)
  must(await it.does.find(person.facts.at(-1)!.by, appealId, 'corrected'))
  must(await it.does.takeOn(it.officer, appealId))
  must(await it.does.answer(it.officer, appealId, 'accepted'))
  return seconds
}

function must({ status, body }: { status: number; body: unknown }): void {
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1_000
}

async function stop(): Promise<void> {
  await jobs?.stop()
  await it.world.pool.end()
  await it.close()
  await postgres.stop()
  await deleteEmbeddedPostgres(dataDir)
  await rm(dataDir, { recursive: true, force: true })
  process.exit(0)
}
