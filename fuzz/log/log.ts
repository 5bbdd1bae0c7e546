import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../../server/kit/embedded-postgres.ts'
import { atLeast, atMost, type Asked, type Findings, type Suite } from '../suite.ts'
import { aLoggedCity } from './a-city.ts'
import { tamper } from './tampers.ts'

/** A log, its database and its files tampered with, each time found and named. */
export const suite: Suite = {
  name: 'log',
  counts: 'tampers with leaves, tiles, heads, acts, evidence and colours',
  runs: 1_000,
  async search(asked): Promise<Findings> {
    const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-fuzz-'))
    const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
    process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
    try {
      return await searchCity(asked)
    } finally {
      await postgres.stop()
      await deleteEmbeddedPostgres(dataDir)
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}

async function searchCity(asked: Asked): Promise<Findings> {
  const city = await aLoggedCity(asked.seed)
  try {
    const { tried, missed } = await tamper(city, asked)
    return {
      figures: [
        atLeast('fuzz.log_tampered', tried, { unit: 'tampers', limit: asked.runs }),
        atMost('fuzz.log_unnoticed', missed.length, { unit: 'tampers', limit: 0 }),
      ],
      counterexamples: missed,
    }
  } finally {
    await city.close()
  }
}
