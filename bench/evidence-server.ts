import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { IdentityDocument } from '../core/document.ts'
import { instant } from '../core/instant.ts'
import { buildApp } from '../server/app.ts'
import { findOrCreatePersons } from '../server/identity/persons.ts'
import { COLOUR_ROWS } from '../server/batches/take.ts'
import { allJobs } from '../server/jobs.ts'
import { openDb } from '../server/kit/db.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { openJobs } from '../server/kit/jobs.ts'
import { systemRandom } from '../server/kit/random.ts'
import { anOrganisation, aSource } from '../test/signers.ts'
import { aWorld } from '../test/world.ts'
import { passportOf, type Delivered, type Hosting } from './evidence.ts'
import { measuredPool } from './pool.ts'

// The measured process: a city of so many people and its jobs, on a PostgreSQL of its own with everything on that makes it durable.

const people = Number(process.argv[2])
const CREATED_AT_ONCE = 5_000
const LOOK_MS = 20
/** Who is not red by then never will be. */
const GIVE_UP_MS = 60_000

const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
const world = await aWorld({ clock: () => instant(Date.now()), random: systemRandom() })
const pool = measuredPool(world.connection, 20)
const db = openDb(pool)
const jobs = openJobs(pool, (error) => console.error(error))
Object.assign(world, { pool, db, jobs })

for (let first = 0; first < people; first += CREATED_AT_ONCE) {
  const documents = Array.from({ length: Math.min(CREATED_AT_ONCE, people - first) }, (_, at) => documentOf(first + at))
  await db.transaction().execute((tx) => findOrCreatePersons(tx, world.system(), documents))
}
// What is still empty stays as a city finds it: nobody has looked at it yet.
await pool.query('vacuum analyze person, person_document')
const { key } = await aSource(world, anOrganisation(world), { brakePeoplePerHour: 1_000_000_000 })

const city = await buildApp(world)
const handlers = allJobs(world)
await jobs.install(Object.keys(handlers))
await jobs.work(handlers)
await city.app.listen({ port: 0, host: '127.0.0.1' })

const lags: number[] = []
const watching = new Set<Promise<void>>()

process.on('message', (told: Delivered | 'colours' | 'lags' | 'stop') => {
  if (told === 'stop') void stop()
  else if (told === 'colours') void tellColoured()
  else if (told === 'lags') void tellLags()
  else {
    const watch = untilRed(told).finally(() => watching.delete(watch))
    watching.add(watch)
  }
})
const hosting: Hosting = {
  port: (city.app.server.address() as AddressInfo).port,
  sourceKey: key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  baselineRowsPerSecond: await bareRowsPerSecond(),
}
process.send!(hosting)

function documentOf(serial: number): IdentityDocument {
  return { type: 'passport', number: passportOf(serial) }
}

/** Looks every 20 ms whether people are red, and notes how long after the acknowledgement each was seen so. */
async function untilRed({ serials, acknowledgedAt }: Delivered): Promise<void> {
  const persons = await db
    .transaction()
    .execute((tx) => findOrCreatePersons(tx, world.system(), serials.map(documentOf)))
  let waiting = persons.map(({ personId }) => personId)
  while (waiting.length > 0 && Date.now() < acknowledgedAt + GIVE_UP_MS) {
    const { rows } = await sql<{ person_id: string }>`
      select colour_state.person_id from colour_state
      where colour_state.person_id = any(${waiting}::uuid[]) and colour_state.colour = 'red'`.execute(db)
    const red = new Set(rows.map((row) => row.person_id))
    for (let count = 0; count < red.size; count += 1) lags.push(Math.max(0, Date.now() - acknowledgedAt))
    waiting = waiting.filter((personId) => !red.has(personId))
    if (waiting.length > 0) await pause(LOOK_MS)
  }
  for (let count = 0; count < waiting.length; count += 1) lags.push(GIVE_UP_MS)
}

async function tellColoured(): Promise<void> {
  const waiting = () =>
    pool.query('select 1 from pgboss.job where name = $1 and completed_on is null limit 1', [COLOUR_ROWS])
  while ((await waiting()).rows.length > 0) await pause(LOOK_MS)
  process.send!('coloured')
}

async function tellLags(): Promise<void> {
  await Promise.all(watching)
  process.send!(lags)
}

/** How fast bare rows of that size go into a table of that shape: no reading, no sealing, no people, no colours. */
async function bareRowsPerSecond(): Promise<number> {
  await pool.query('create table bare_evidence (like evidence including all)')
  const [rows, atOnce, began] = [100_000, 1_000, performance.now()]
  for (let first = 0; first < rows; first += atOnce) {
    await pool.query(
      `insert into bare_evidence (person_id, evidence_id, source_id, kind, valid_from, recorded_at, sealed)
       select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'test-result', now(), now(), sealed
       from unnest($1::bytea[]) as sealed`,
      [Array.from({ length: atOnce }, () => randomBytes(100))],
    )
  }
  await pool.query('drop table bare_evidence')
  return rows / ((performance.now() - began) / 1_000)
}

async function stop(): Promise<void> {
  await city.app.close()
  await jobs.stop()
  await pool.end()
  await world.close()
  await postgres.stop()
  await deleteEmbeddedPostgres(dataDir)
  await rm(dataDir, { recursive: true, force: true })
  process.exit(0)
}
