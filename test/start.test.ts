import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { chmod, chown, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { deleteEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { makePlaces } from '../server/kit/postgres-places.ts'
import { assertSentence, dataFolders, freePort, runToEnd, startProgram, type Program, type Run } from './program.ts'

const NOBODY = 65_534
const canMount = mayMount()

const { aRun, deleteAll } = dataFolders()
after(deleteAll)

/** A made-up risk-area list published on a day of April 2022. */
function aList(dayOfMonth: number): string {
  const community = {
    type: '2',
    province: '上海市',
    city: '上海市',
    county: '黄浦区',
    area_name: '',
    communitys: ['虚构小区'],
  }
  const day = String(dayOfMonth).padStart(2, '0')
  const counts = { hcount: 0, mcount: 1, lcount: 0 }
  return JSON.stringify({
    data: { end_update_time: `2022-04-${day} 22时`, ...counts, highlist: [], middlelist: [community] },
  })
}

async function sendList(program: Program, dayOfMonth: number): Promise<string> {
  const answer = await program.operate('/api/operator/area-lists', aList(dayOfMonth))
  assert.equal(answer.status, 200, await answer.clone().text())
  return ((await answer.json()) as { outcome: string }).outcome
}

test('Ctrl-C ends the program in order, and what was written is there at the next start', async () => {
  const run = await aRun()
  const first = await startProgram(run)
  assert.equal((await fetch(`${first.url}/health`)).status, 200)
  assert.equal(await sendList(first, 1), 'taken')
  assert.equal(await first.end('SIGINT'), 0)
  assert.match(first.output(), /Stopped; everything is kept/)
  await assert.rejects(fetch(`${first.url}/health`))

  const second = await startProgram(run)
  assert.doesNotMatch(second.output(), /Took over/)
  assert.equal(await sendList(second, 1), 'same-as-before')
  assert.equal(await second.end('SIGTERM'), 0)
})

test('two signals at once, as npm hands on the terminal’s Ctrl-C, still end it in order', async () => {
  const program = await startProgram(await aRun())
  process.kill(program.pid, 'SIGINT')
  assert.equal(await program.end('SIGINT'), 0)
  assert.match(program.output(), /Stopped; everything is kept/)
})

test('a program whose output nobody reads any more works on, and goes in order when it is asked to', async () => {
  const program = await startProgram(await aRun({ env: { REQUEST_LOG: '1' } }))
  program.hangUp()
  for (let times = 0; times < 3; times += 1) assert.equal((await fetch(`${program.url}/health`)).status, 200)
  assert.equal(await program.end('SIGINT'), 0)
})

test('after kill -9 every acknowledged write is there, and the orphaned database is taken over', async () => {
  const run = await aRun()
  const first = await startProgram(run)
  const acknowledged: number[] = []
  const days = Array.from({ length: 20 }, (_, place) => place + 1)
  const sent = days.map(async (dayOfMonth) => {
    await sendList(first, dayOfMonth)
    acknowledged.push(dayOfMonth)
    if (acknowledged.length === 3) process.kill(first.pid, 'SIGKILL')
  })
  await Promise.allSettled(sent)
  await first.end('SIGKILL')
  assert.ok(acknowledged.length >= 3)

  const second = await startProgram(run)
  assert.match(second.output(), /Took over the database/)
  for (const dayOfMonth of acknowledged) assert.equal(await sendList(second, dayOfMonth), 'same-as-before')
  assert.equal(await second.end('SIGINT'), 0)
})

test('a second copy on the same data folder says so and leaves the first alone', async () => {
  const run = await aRun()
  const first = await startProgram(run)
  assertSentence(await runToEnd({ ...run, port: await freePort() }), /^Another copy is running on this data folder/)
  assertSentence(await runToEnd(run), /^Another copy is running on this data folder/)
  assert.equal((await fetch(`${first.url}/health`)).status, 200)
  assert.equal(await first.end('SIGINT'), 0)
})

test('a taken port is one sentence that names another port', async () => {
  const run = await aRun()
  const other = createServer().listen(run.port, '127.0.0.1')
  await once(other, 'listening')
  assertSentence(await runToEnd(run), new RegExp(`^Port ${run.port} is taken.*PORT=\\d+ npm start`))
  other.close()
})

test('a DATABASE_URL that is none, leads nowhere, or names no database is one sentence without its password', async () => {
  const port = await freePort()
  const server = process.env.TEST_DATABASE && (JSON.parse(process.env.TEST_DATABASE) as { host: string; user: string })
  const cases: [url: string, pattern: RegExp][] = [
    ['mysql://somebody:s3cret@localhost/city', /^DATABASE_URL must be an address that begins with/],
    [`postgresql://somebody:s3cret@127.0.0.1:${port}/city`, /nothing answers there/],
    [`postgresql://somebody:s3cret@nowhere.invalid/city`, /there is no such host/],
  ]
  if (server) {
    cases.push([
      `postgresql://${server.user}:s3cret@/nocity?host=${encodeURIComponent(server.host)}`,
      /no such database/,
    ])
    cases.push([
      `postgresql://nobody:s3cret@/city?host=${encodeURIComponent(server.host)}`,
      /user or password is wrong/,
    ])
  }
  for (const [url, pattern] of cases) {
    const end = await runToEnd(await aRun({ env: { DATABASE_URL: url } }))
    assertSentence(end, pattern)
    assert.doesNotMatch(end.output, /s3cret/)
  }
})

test('a key that others may read, and a lost master key, are one sentence, and nothing is made in its place', async () => {
  const run = await aRun()
  await (await startProgram(run)).end('SIGINT')
  const master = join(run.dataDir, 'keys', 'master.json')
  await chmod(master, 0o644)
  assertSentence(await runToEnd(run), /other accounts may read it; run chmod 600/)
  await rm(master)
  assertSentence(await runToEnd(run), /its master key .* is missing/)
  await assert.rejects(stat(master))
})

test('organisations that others may put on file, and a damaged file, are one sentence, and nothing is written over it', async () => {
  const run = await aRun()
  await (await startProgram(run)).end('SIGINT')
  const organisations = join(run.dataDir, 'keys', 'organisations.json')
  const whole = await readFile(organisations)
  await chmod(organisations, 0o622)
  assertSentence(await runToEnd(run), /organisations\.json holds keys, and other accounts may read it; run chmod 600/)
  await chmod(organisations, 0o600)
  await writeFile(organisations, whole.subarray(0, -9))
  assertSentence(await runToEnd(run), /organisations\.json is damaged/)
  assert.equal((await readFile(organisations)).length, whole.length - 9)
})

test('several wrong settings are all named at once', async () => {
  const { code, output } = await runToEnd(await aRun({ env: { PORT: 'x', CITY_MODE: 'x', LOG_LEVEL: 'x' } }))
  assert.equal(code, 1)
  for (const name of ['PORT', 'CITY_MODE', 'LOG_LEVEL']) assert.match(output, new RegExp(`^${name} must be`, 'm'))
})

test('an issuer that no code could carry is one sentence', async () => {
  assertSentence(
    await runToEnd(await aRun({ env: { ISSUER: 'Shanghai' } })),
    /^ISSUER must be at most 32 small letters/,
  )
})

test(
  'an ordinary user starts it, too',
  { skip: !canBecomeNobody() && 'not root, or nobody cannot read the project' },
  async () => {
    const run = await aRun({ account: { uid: NOBODY, gid: NOBODY } })
    await chown(run.dataDir, NOBODY, NOBODY)
    const program = await startProgram(run)
    assert.equal(await sendList(program, 1), 'taken')
    assert.equal((await stat(join(run.dataDir, 'postgres', 'data'))).uid, NOBODY)
    assert.equal(await program.end('SIGINT'), 0)
    // What one account made, another one does not take over half way.
    assertSentence(await runToEnd({ ...run, account: undefined }), /was made by another account/)
  },
)

test(
  'a disk that is full at the start is one sentence',
  { skip: !canMount && 'only root may mount a small disk' },
  async () => {
    const run = await aRun()
    await withSmallDisk(run, '30m', async () => {
      assertSentence(await runToEnd(run), /^The disk is full/)
    })
  },
)

test(
  'on a disk that fills up, nothing is acknowledged that is not kept, and with room again it goes on by itself',
  {
    skip: !canMount && 'only root may mount a small disk',
  },
  async () => {
    const run = await aRun()
    await withSmallDisk(run, '160m', async (folder) => {
      const program = await startProgram(run)
      assert.equal(await sendList(program, 1), 'taken')
      const filler = join(folder, 'filler')
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M'])
      const acknowledged = [1]
      for (let dayOfMonth = 2; dayOfMonth < 30; dayOfMonth += 1) {
        const answer = await program.operate('/api/operator/area-lists', aList(dayOfMonth))
        if (answer.status === 200) acknowledged.push(dayOfMonth)
        else assert.ok([503, 507].includes(answer.status), await answer.text())
      }
      await rm(filler)
      await untilTrue(async () => (await program.operate('/api/operator/area-lists', aList(30))).status === 200)
      for (const dayOfMonth of acknowledged) assert.equal(await sendList(program, dayOfMonth), 'same-as-before')
      assert.equal(await program.end('SIGINT'), 0)
      assert.doesNotMatch(program.output(), /^\s+at /m)
    })
  },
)

test('neither what it prints nor the log of PostgreSQL names anybody of the demo', async () => {
  const run = await aRun({ env: { REQUEST_LOG: '1', LOG_LEVEL: 'debug' } })
  const program = await startProgram(run)
  await fetch(`${program.url}/`)
  await fetch(`${program.url}/api/me`)
  assert.equal(await program.end('SIGINT'), 0)
  const token = await readFile(join(run.dataDir, 'operator.token'), 'utf8')
  assert.ok(!program.output().includes(token))
  // A request's number is 16 random hex digits: a run of eleven digits within one is nobody's telephone.
  assert.doesNotMatch(program.output(), /(?<![\da-f])(\d{17}[\dX]|1[3-9]\d{9})(?![\da-f])/)
})

/** Puts a disk of its own under the database of a data folder. */
async function withSmallDisk(run: Run, size: string, act: (folder: string) => Promise<void>): Promise<void> {
  const { folder } = await makePlaces(run.dataDir, randomBytes)
  assert.equal(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', folder]).status, 0)
  try {
    await act(folder)
  } finally {
    await deleteEmbeddedPostgres(run.dataDir).catch(() => undefined)
    spawnSync('umount', ['--lazy', folder])
  }
}

function mayMount(): boolean {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false
  const place = mkdtempSync(join(tmpdir(), 'suishenma-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]).status === 0
  if (mounted) spawnSync('umount', [place])
  rmdirSync(place)
  return mounted
}

async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error('it did not become true within a minute')
    await pause(100)
  }
}

function canBecomeNobody(): boolean {
  if (process.getuid?.() !== 0) return false
  const asNobody = { uid: NOBODY, gid: NOBODY, cwd: join(import.meta.dirname, '..') }
  return spawnSync(process.execPath, ['-e', `require('fs').readFileSync('server/main.ts')`], asNobody).status === 0
}
