import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { readConfig, type Config } from '../server/config.ts'
import { openPool } from '../server/kit/db.ts'
import { startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { migrate } from '../server/kit/migrate.ts'
import { findDatabaseFailure, findStartFailure } from '../server/kit/start-failure.ts'
import { Refusal, type ExitCode, type Terminal } from './terminal.ts'

/** Runs the server in this process, which ends with it. `words` are its own, such as `--lan`. */
export async function serve(words: readonly string[]): Promise<ExitCode> {
  const program = new URL('../server/main.ts', import.meta.url)
  process.argv = [process.argv[0] ?? '', fileURLToPath(program), ...words]
  await import(program.href)
  return 0
}

/** Brings the database of the configuration up to date, and says by which files. */
export async function migrateDatabase(
  terminal: Terminal,
  told: { language: 'zh' | 'en'; json: boolean },
): Promise<ExitCode> {
  const read = readConfig(terminal.env, [])
  if (!read.ok) {
    throw new Refusal(read.faults.map(({ zh }) => zh).join('\n'), read.faults.map(({ en }) => en).join('\n'))
  }
  const applied = await migrateConfigured(read.config).catch((error: unknown) => {
    const { databaseUrl } = read.config
    const failure =
      findStartFailure(error) ?? (databaseUrl === undefined ? undefined : findDatabaseFailure(error, databaseUrl))
    throw failure ? new Refusal(failure.zh, failure.en, { cause: error }) : error
  })
  if (told.json) terminal.print(JSON.stringify({ applied }))
  else if (applied.length === 0)
    terminal.print({ zh: '数据库已是最新。', en: 'The database is up to date.' }[told.language])
  else for (const name of applied) terminal.print({ zh: `已执行 ${name}`, en: `applied ${name}` }[told.language])
  return 0
}

async function migrateConfigured(config: Config): Promise<string[]> {
  const postgres =
    config.databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDir: config.dataDir, random: (bytes) => randomBytes(bytes) })
      : undefined
  const pool = openPool(postgres?.connection ?? { connectionString: config.databaseUrl ?? '' }, 2)
  try {
    return await migrate(pool)
  } finally {
    await pool.end()
    await postgres?.stop()
  }
}
