// `npm run demo:reset`: forgets the demo city with everybody and everything in it; the next start makes it anew. What phones in the
// network were told to trust, and the operator's token, stay.
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig, type Config } from '../server/config.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { findStartFailure, StartFailure } from '../server/kit/start-failure.ts'

/** Without these no code of the old city is genuine in the new one. */
const KEYS_OF_THE_CITY = ['master.json', 'issuing', 'epochs']

process.exitCode = await main()

async function main(): Promise<number> {
  const read = readConfig(process.env, process.argv.slice(2))
  if (!read.ok) {
    for (const { zh, en } of read.faults) console.error(`${zh}\n${en}`)
    return 1
  }
  try {
    await reset(read.config)
    console.log(
      '演示城市已清空；下次 npm start 时重新生成。\nThe demo city is gone; the next npm start makes a new one.',
    )
    return 0
  } catch (error) {
    const failure = findStartFailure(error)
    if (!failure) throw error
    console.error(`${failure.zh}\n${failure.en}`)
    return 1
  }
}

async function reset(config: Config): Promise<void> {
  if (config.databaseUrl !== undefined) {
    throw new StartFailure(
      'demo:reset 只清空内置数据库；DATABASE_URL 所指的数据库请自行删除并重建。',
      'demo:reset empties the embedded database only; drop and create the one of DATABASE_URL yourself.',
    )
  }
  const { dataDir } = config
  // Started, and not merely deleted: so it is seen when a program is using it, and whether it is a demo at all.
  const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
  const mode = await readMode(postgres.connection).finally(() => postgres.stop())
  if (mode === 'production' || !config.settings.demo) {
    throw new StartFailure(`${dataDir} 不是演示城市，不会清空。`, `${dataDir} holds no demo city and is not emptied.`)
  }
  await deleteEmbeddedPostgres(dataDir)
  for (const name of KEYS_OF_THE_CITY) await rm(join(config.keysDir, name), { recursive: true, force: true })
}

/** Undefined where the database was never begun. */
async function readMode(connection: pg.ClientConfig): Promise<string | undefined> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const made = await client.query<{ made: boolean }>(`select to_regclass('installation') is not null as made`)
    if (made.rows[0]?.made !== true) return undefined
    const { rows } = await client.query<{ city_mode: string }>('select city_mode from installation')
    return rows[0]?.city_mode
  } finally {
    await client.end()
  }
}
