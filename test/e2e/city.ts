import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { aDatabase } from '../database.ts'
import { freePort, startProgram, type Program } from '../program.ts'

/** The whole program as a person meets it, over a database that the test can read. */
export interface City {
  readonly url: string
  readonly pool: pg.Pool
  /** Where the program keeps its token and its keys. */
  readonly dataDir: string
  /** Everything the program has printed so far, over all its starts. */
  readonly output: () => string
  /** Stops the server as Ctrl-C does; what is kept stays. */
  stop(): Promise<void>
  /** Starts it again on the same port and data. */
  start(): Promise<void>
  close(): Promise<void>
}

/** Starts a demo city; `args` are those of the command line. */
export async function aCity(env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Promise<City> {
  const { pool, connection, drop } = await aDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-city-'))
  const port = await freePort()
  const run = { dataDir, port, args, env: { DATABASE_URL: urlOf(connection), ...env } }
  let before = ''
  let program: Program | undefined = await startProgram(run)

  async function stop(): Promise<void> {
    await program?.end('SIGINT')
    before += program?.output() ?? ''
    program = undefined
  }

  return {
    url: addressIn(program.output()),
    pool,
    dataDir,
    output: () => before + (program?.output() ?? ''),
    stop,
    async start() {
      program ??= await startProgram(run)
    },
    async close() {
      await stop()
      await drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The address that the program names for citizens. */
function addressIn(output: string): string {
  const address = /Citizens +(\S+)\/$/m.exec(output)?.[1]
  if (address === undefined) throw new Error(`the program names no address:\n${output}`)
  return address
}

/** The address of a test's database, for `DATABASE_URL`. */
export function urlOf(connection: Awaited<ReturnType<typeof aDatabase>>['connection']): string {
  if ('connectionString' in connection) return connection.connectionString
  const { user, database, host, port } = connection
  return `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
