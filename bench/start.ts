import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { freePort, startProgram } from '../test/program.ts'
import { median, type Figure, type Group } from './figure.ts'

const ROUNDS = 5
const LATER_LIMIT_SECONDS = 2
const FIRST_LIMIT_SECONDS = 5

/** From typing `npm start` to the first answer, packages and pages being there, on a new data folder and on one that was stopped in order; interleaved. */
export const group: Group = {
  name: 'start',
  async measure(): Promise<Figure[]> {
    const first: number[] = []
    const later: number[] = []
    const databaseFirst: number[] = []
    const databaseLater: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-start-'))
      try {
        databaseFirst.push(await secondsToDatabase(dataDir))
        databaseLater.push(await secondsToDatabase(dataDir))
        await deleteEmbeddedPostgres(dataDir)
        first.push(await secondsToReady(dataDir))
        later.push(await secondsToReady(dataDir))
      } finally {
        await deleteEmbeddedPostgres(dataDir)
        await rm(dataDir, { recursive: true, force: true })
      }
    }
    return [
      figureOf('start.ready_s', FIRST_LIMIT_SECONDS, { program: median(first), database: median(databaseFirst) }),
      figureOf('start.again_s', LATER_LIMIT_SECONDS, { program: median(later), database: median(databaseLater) }),
    ]
  },
}

/** What it is held against is the embedded PostgreSQL alone, which nothing here can make faster. */
function figureOf(name: string, limit: number, seconds: { program: number; database: number }): Figure {
  const { program, database } = seconds
  return { name, value: program, unit: 's', limit, bound: 'value-at-most', ratio: program / database }
}

async function secondsToDatabase(dataDir: string): Promise<number> {
  const began = performance.now()
  const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
  const seconds = (performance.now() - began) / 1_000
  await postgres.stop()
  return seconds
}

async function secondsToReady(dataDir: string): Promise<number> {
  const program = await startProgram({ dataDir, port: await freePort(), throughNpm: true })
  const health = await fetch(`${program.url}/health`)
  if (health.status !== 200) throw new Error(`/health answered ${health.status}`)
  await program.end('SIGINT')
  return program.readyMs / 1_000
}
