// The program: reads how it is set up, opens the world, serves it until it is told to stop, and leaves everything in order.

import { randomBytes } from 'node:crypto'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type { Bilingual } from '../core/bilingual.ts'
import { readConfig, type Config } from './config.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './kit/embedded-postgres.ts'
import { openLog } from './kit/log.ts'
import { findStartFailure } from './kit/start-failure.ts'
import { leavings, type Leavings } from './leavings.ts'

/** Compiled modules of earlier starts: loading them took 0.9 s of CPU instead of 1.5 here. */
const COMPILED = join(import.meta.dirname, '..', 'node_modules', '.cache', 'node')
/** npm hands on the Ctrl-C that the terminal has already sent us: within this time two are one. */
const SAME_SIGNAL_MS = 500

// Nobody reads what we print any more, say since a terminal was closed: the program works on, and goes when it is asked to.
for (const out of [process.stdout, process.stderr]) out.on('error', () => undefined)

process.exit(await main())

async function main(): Promise<number> {
  const read = readConfig(process.env, process.argv.slice(2))
  if (!read.ok) return refuse(read.faults)
  const opened = leavings()
  const log = openLog(read.config.logLevel, (line) => void process.stdout.write(line))
  const ending = untilAsked(log)
  try {
    process.stdout.write(await start(read.config, log, opened))
    const code = await ending
    await opened.leaveAll()
    process.stdout.write('已停止，数据已保存。 Stopped; everything is kept.\n')
    return code
  } catch (error) {
    await opened.leaveAll().catch(() => undefined)
    const failure = findStartFailure(error)
    if (failure) return refuse([failure])
    log.error({ err: error }, 'a bug ended the program')
    return 1
  }
}

/** Opens everything, from the database to the port, and answers what to show. Throws `StartFailure`. */
async function start(config: Config, log: FastifyBaseLogger, opened: Leavings): Promise<string> {
  enableCompileCache(COMPILED)
  // PostgreSQL takes as long to start as the rest of the program to load, which holds up everything else here: so its own
  // processes go first, and the two work side by side.
  const atWork = Promise.withResolvers<void>()
  const opening = openPostgres(config, { log, opened, atWork: atWork.resolve }).finally(atWork.resolve)
  const loading = atWork.promise.then(() => import('./serve.ts'))
  const [postgres, { serve }] = await Promise.all([opening, loading])
  return serve(config, { log, opened, postgres })
}

async function openPostgres(
  config: Config,
  { log, opened, atWork }: { log: FastifyBaseLogger; opened: Leavings; atWork: () => void },
): Promise<EmbeddedPostgres | undefined> {
  if (config.databaseUrl !== undefined) return undefined
  const postgres = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    random: randomBytes,
    tell: (sentence) => log.error(sentence),
    atWork,
  })
  opened.add(() => postgres.stop())
  // However this process ends in the end, short of kill -9, it leaves no server behind.
  process.once('exit', () => postgres.stopSoon())
  return postgres
}

/**
 * Resolves with the exit code at the first Ctrl-C or request to end; the second ends everything at once, which costs a recovery and
 * no data. A bug that nobody caught ends the program in order, too: its sentence might quote what it met, so the log has its place only.
 */
function untilAsked(log: FastifyBaseLogger): Promise<number> {
  return new Promise((asked) => {
    let first: number | undefined
    const hear = (): void => {
      if (first === undefined) asked(0)
      else if (performance.now() - first > SAME_SIGNAL_MS) process.exit(130)
      first ??= performance.now()
    }
    process.on('SIGINT', hear).on('SIGTERM', hear).on('SIGHUP', hear)
    process.on('uncaughtException', (error) => {
      log.error({ err: error }, 'a bug ended the program')
      asked(1)
    })
  })
}

function refuse(sentences: readonly Bilingual[]): number {
  for (const { zh, en } of sentences) process.stderr.write(`${zh}\n${en}\n`)
  return 1
}
