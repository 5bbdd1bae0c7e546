import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { deleteEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { StartFailure } from './start-failure.ts'

const folders: string[] = []
after(async () => {
  for (const folder of folders) {
    await deleteEmbeddedPostgres(folder)
    await rm(folder, { recursive: true, force: true })
  }
})

async function aDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-postgres-'))
  folders.push(folder)
  return folder
}

function start(dataDir: string, tell?: (sentence: string) => void): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, random: randomBytes, tell })
}

async function ask(postgres: EmbeddedPostgres, text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client(postgres.connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

/** What `postmaster.pid` holds; it lies beside the folder of the socket. */
function pidFile(postgres: EmbeddedPostgres): string {
  return join(dirname(postgres.connection.host), 'data', 'postmaster.pid')
}

test('what was written is there after a stop and a start', async () => {
  const dataDir = await aDataDir()
  const first = await start(dataDir)
  assert.equal(first.adopted, false)
  await ask(first, 'create table kept (word text)')
  await ask(first, 'insert into kept values ($1)', ['stays'])
  await first.stop()
  await assert.rejects(stat(pidFile(first)))
  const second = await start(dataDir)
  assert.deepEqual(await ask(second, 'select word from kept'), [{ word: 'stays' }])
  await second.stop()
})

test('nobody but its own account may look into the folder of the socket, and nothing listens on TCP', async () => {
  const dataDir = await aDataDir()
  const postgres = await start(dataDir)
  assert.equal((await stat(postgres.connection.host)).mode & 0o777, 0o700)
  assert.ok(Buffer.byteLength(postgres.connection.host) <= 90)
  assert.deepEqual(await ask(postgres, 'show listen_addresses'), [{ listen_addresses: '' }])
  await postgres.stop()
})

test('a data folder with a very long path gets its socket elsewhere', async () => {
  const dataDir = join(await aDataDir(), 'a'.repeat(60), 'b'.repeat(60))
  folders.unshift(dataDir)
  const postgres = await start(dataDir)
  assert.ok(Buffer.byteLength(postgres.connection.host) <= 90)
  await postgres.stop()
})

test('a second program on the same data folder is refused within 5 s, and the first goes on', async () => {
  const dataDir = await aDataDir()
  const first = await start(dataDir)
  const began = performance.now()
  await assert.rejects(start(dataDir), (error) => error instanceof StartFailure && /Another copy/.test(error.en))
  assert.ok(performance.now() - began < 5_000)
  assert.deepEqual(await ask(first, 'select 1 as one'), [{ one: 1 }])
  await first.stop()
})

test('of two programs that start at once on a new folder one gets it and the other is refused', async () => {
  const dataDir = await aDataDir()
  const outcomes = await Promise.allSettled([start(dataDir), start(dataDir)])
  const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled')
  const losers = outcomes.filter((outcome) => outcome.status === 'rejected')
  assert.equal(winners.length, 1)
  assert.match((losers[0]?.reason as StartFailure).en, /Another copy/)
  await winners[0]?.value.stop()
})

test('a program that starts while another one still stops gets the folder', async () => {
  const dataDir = await aDataDir()
  const first = await start(dataDir)
  const [, second] = await Promise.all([first.stop(), start(dataDir)])
  assert.deepEqual(await ask(second, 'select 1 as one'), [{ one: 1 }])
  await second.stop()
})

test('a PostgreSQL that was killed is started again by itself', async () => {
  const said: string[] = []
  const postgres = await start(await aDataDir(), (sentence) => said.push(sentence))
  const pid = Number((await readFile(pidFile(postgres), 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
  const deadline = performance.now() + 15_000
  let rows: unknown[] = []
  while (rows.length === 0 && performance.now() < deadline) {
    await pause(100)
    rows = await ask(postgres, 'select 1 as one').catch(() => [])
  }
  assert.deepEqual(rows, [{ one: 1 }])
  assert.deepEqual(said, ['PostgreSQL ended unexpectedly; starting it again'])
  await postgres.stop()
})

test('a pid file whose number now belongs to another program does not keep it from starting', async () => {
  const dataDir = await aDataDir()
  const first = await start(dataDir)
  const before = await readFile(pidFile(first), 'utf8')
  await first.stop()
  const stranger = spawn('sleep', ['60'])
  await once(stranger, 'spawn')
  await writeFile(pidFile(first), before.replace(/^\d+/, `${stranger.pid}`))
  const second = await start(dataDir)
  assert.equal(second.adopted, false)
  assert.equal(stranger.kill(), true)
  await second.stop()
})

test('the log of PostgreSQL keeps nothing of a refused statement, its values or the row it met', async () => {
  const postgres = await start(await aDataDir())
  await ask(postgres, 'create table named (word text primary key)')
  await ask(postgres, 'insert into named values ($1)', ['sentinel-value'])
  await assert.rejects(ask(postgres, 'insert into named values ($1)', ['sentinel-value']))
  await assert.rejects(ask(postgres, `select 'sentinel-value'::int`))
  await assert.rejects(ask(postgres, 'select $1::uuid', ['sentinel-value']))
  await postgres.stop()
  const log = await readFile(join(dirname(postgres.connection.host), 'postgres.log'), 'utf8')
  assert.match(log, /ready to accept connections/)
  assert.doesNotMatch(log, /sentinel-value|insert into/)
})

test('a data folder of another major version is refused with a sentence', async () => {
  const dataDir = await aDataDir()
  const postgres = await start(dataDir)
  await postgres.stop()
  await writeFile(join(dirname(pidFile(postgres)), 'PG_VERSION'), '17\n')
  await assert.rejects(
    start(dataDir),
    (error) => error instanceof StartFailure && /made by PostgreSQL 17/.test(error.en),
  )
})
