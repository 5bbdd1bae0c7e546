import { spawn, type ChildProcess } from 'node:child_process'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { takeHold, type Hold } from './data-folder-hold.ts'
import { lastWord, makeCluster, noStart, surroundings, USER } from './postgres-cluster.ts'
import { findSystemFolder, makePlaces, type Places } from './postgres-places.ts'
import { findRunning, isAlive, readStatus, releasePidFile, type Postmaster } from './postmaster.ts'
import { isStorageFull, StartFailure, storageFull } from './start-failure.ts'

const DATABASE = 'suishenma'
/** No TCP: the number only names the socket file. */
const PORT = 5432

/** Recovery after a crash reads at most `max_wal_size` of log: seconds; beyond this something is wrong. */
const LONGEST_START_MS = 300_000
/** A fast shutdown writes one checkpoint; after this long it is cut short, which costs a recovery and no data. */
const LONGEST_STOP_MS = 30_000
const GLANCE_MS = 10
const WATCH_MS = 1_000
const MOST_ATTEMPTS = 50
const LARGEST_LOG_BYTES = 10_000_000

/** What we ask of PostgreSQL. Its log keeps no statement, no parameter and no row, since those are people's. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '128MB',
  wal_compression: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Of a program killed in the middle of a query, the session ends within a second and its locks with it.
  client_connection_check_interval: '1s',
  // `log` ranks above `error` here: a refused statement's message and detail quote the row.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_autovacuum_min_duration: '-1',
} as const satisfies Record<string, string>

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  readonly connection: {
    readonly host: string
    readonly port: number
    readonly user: string
    readonly database: string
  }
  /** Whether it was already running: the server of a program that was killed. */
  readonly adopted: boolean
  /** Ends it in order and resolves when it is gone. */
  stop(): Promise<void>
  /** Asks it to end and does not wait; after `stop` there is nothing to ask. */
  stopSoon(): void
}

/**
 * Starts the PostgreSQL of a data folder, making it the first time, or adopts the one that a killed program left behind, and
 * starts it again should it die. `settings` change PostgreSQL's own; `tell` hears what happens to it later; `atWork` is called when
 * its first process runs and there is nothing to do here but to wait. Throws `StartFailure`.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  random: (bytes: number) => Uint8Array
  settings?: Readonly<Record<string, string>>
  tell?: (sentence: string) => void
  atWork?: () => void
}): Promise<EmbeddedPostgres> {
  const places = await makePlaces(options.dataDir, options.random)
  const atWork = options.atWork ?? (() => undefined)
  await makeCluster(places, { random: options.random, atWork })
  const settings = { ...SETTINGS, ...options.settings }
  let held = await bringUpAndHold(places, settings, atWork)
  const { adopted } = held.running
  let stopping = false
  let stopped = false
  let mending = Promise.resolve()

  async function mend(): Promise<void> {
    if (stopping || (isAlive(held.running.pid) && !held.hold.lost)) return
    options.tell?.('PostgreSQL ended unexpectedly; starting it again')
    try {
      held = await bringUpAndHold(places, settings)
    } catch (error) {
      options.tell?.(error instanceof Error ? error.message : String(error))
    }
  }

  // One attempt at a time: on a full disk each takes some seconds to fail.
  const watch = setInterval(() => (mending = mending.then(mend)), WATCH_MS)
  watch.unref()

  return {
    connection: connectionTo(held.running, DATABASE),
    adopted,
    async stop() {
      stopping = true
      clearInterval(watch)
      await mending
      await held.hold.release().catch(() => undefined)
      await shutDown(places, held.running.pid)
      stopped = true
    },
    stopSoon() {
      stopping = true
      if (!stopped && isAlive(held.running.pid)) process.kill(held.running.pid, 'SIGINT')
    },
  }
}

/** Deletes the database of a data folder for good, stopping it before. The data folder's other files stay. */
export async function deleteEmbeddedPostgres(dataDir: string): Promise<void> {
  const system = await findSystemFolder(dataDir)
  const folder = system ?? join(dataDir, 'postgres')
  const status = await readStatus(join(folder, 'data'))
  if (status && isAlive(status.pid)) await shutDown({ data: join(folder, 'data') }, status.pid)
  await rm(folder, { recursive: true, force: true })
  await rm(join(dataDir, 'postgres-id'), { force: true })
}

type Running = Postmaster & { adopted: boolean }

/** Again while the server we adopt is being stopped by the program that had it, as when one is started while another still ends. */
async function bringUpAndHold(
  places: Places,
  settings: Readonly<Record<string, string>>,
  atWork = (): void => undefined,
): Promise<{ running: Running; hold: Hold }> {
  for (let attempt = 1; ; attempt += 1) {
    const running = await bringUp(places, settings, atWork)
    try {
      await makeDatabase(running)
      return { running, hold: await takeHold(connectionTo(running, DATABASE)) }
    } catch (error) {
      if (error instanceof StartFailure || !isGoingDown(error) || attempt === MOST_ATTEMPTS) throw error
      await pause(GLANCE_MS)
    }
  }
}

/** Whether a connection failed because the server is not, or no longer, there. */
function isGoingDown(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  if (['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code ?? '')) return true
  return (message ?? '').startsWith('Connection terminated')
}

async function bringUp(
  places: Places,
  settings: Readonly<Record<string, string>>,
  atWork: () => void,
): Promise<Running> {
  const deadline = performance.now() + LONGEST_START_MS
  while (performance.now() < deadline) {
    const found = await findRunning(places.data)
    if (found?.state === 'ready') return { ...found, adopted: true }
    // Its program was stopped or started a moment ago; it will be gone or ready soon.
    if (found) await pause(GLANCE_MS)
    else {
      const started = await start(places, settings, { deadline, atWork })
      if (started) return { ...started, adopted: false }
    }
  }
  throw noStart(places.log, 'time is up')
}

/** Undefined when another program was faster. */
async function start(
  places: Places,
  settings: Readonly<Record<string, string>>,
  { deadline, atWork }: { deadline: number; atWork: () => void },
): Promise<Postmaster | undefined> {
  await releasePidFile(places.data)
  const log = await openLog(places)
  const before = (await log.stat()).size
  const asked = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Detached, in a session of its own: the terminal's Ctrl-C reaches us alone, and we stop it after the last write.
  const child = spawn(
    join(places.binaries, 'postgres'),
    ['-D', places.data, '-p', `${PORT}`, '-k', places.sockets, ...asked],
    {
      ...surroundings(places),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  )
  child.unref()
  atWork()
  const ended = new Promise<void>((done) => child.once('exit', () => done()).once('error', () => done()))
  try {
    while (isRunning(child) && performance.now() < deadline) {
      const status = await readStatus(places.data)
      if (status?.pid === child.pid && status?.state === 'ready') return status
      await Promise.race([pause(GLANCE_MS), ended])
    }
  } finally {
    await log.close()
  }
  const said = (await readFile(places.log, 'utf8')).slice(before)
  if (said.includes('lock file "postmaster.pid" already exists')) return undefined
  if (isStorageFull({ message: said })) throw storageFull()
  throw noStart(places.log, lastWord(said))
}

async function openLog(places: Places): ReturnType<typeof open> {
  const size = (await stat(places.log).catch(() => undefined))?.size ?? 0
  if (size > LARGEST_LOG_BYTES) await rename(places.log, `${places.log}.old`)
  const log = await open(places.log, 'a', 0o600)
  if (places.account) await log.chown(places.account.uid, places.account.gid)
  return log
}

/** A new cluster's empty `postgres` is taken: making one more would copy 7 MB between two checkpoints. */
async function makeDatabase(running: Postmaster): Promise<void> {
  const client = new pg.Client(connectionTo(running, 'template1'))
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`alter database postgres rename to ${DATABASE}`)
  } catch (error) {
    // Another program that starts at the same moment did it.
    const { code } = error as { code?: string }
    if (code !== '3D000') throw error
  } finally {
    await client.end()
  }
}

function connectionTo(running: Postmaster, database: string): EmbeddedPostgres['connection'] {
  return { host: running.sockets, port: PORT, user: USER, database }
}

async function shutDown(places: Pick<Places, 'data'>, pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (isAlive(pid)) process.kill(pid, signal)
    const deadline = performance.now() + LONGEST_STOP_MS
    while (performance.now() < deadline) {
      if (!isAlive(pid) || (await readStatus(places.data))?.pid !== pid) return
      await pause(GLANCE_MS)
    }
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}
