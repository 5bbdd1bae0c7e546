import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fromBase64 } from '../core/bytes.ts'
import { leafHash } from '../core/log/hashes.ts'
import { readLeaf } from '../core/log/leaf.ts'
import { keyText } from '../core/log/note.ts'
import { isIncluded } from '../core/log/proofs.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { appendAll } from '../server/audit/audit.ts'
import { newId } from '../server/kit/world.ts'
import { aLog, LOG_CRYPTO, type TestLog } from '../test/a-log.ts'
import { typed, type Ran } from '../test/a-terminal.ts'
import { aPerson } from '../test/people.ts'
import { aWorld, type TestWorld } from '../test/world.ts'

let world: TestWorld
let city: CityApp
let log: TestLog
let folder: string
let url: string
let server: string[]

before(async () => {
  world = await aWorld()
  log = await aLog(world)
  city = await buildApp(world, { logDir: log.logDir })
  url = await city.app.listen({ host: '127.0.0.1', port: 0 })
  folder = await mkdtemp(join(tmpdir(), 'suishenma-cli-'))
  const tokenFile = join(folder, 'operator.token')
  await writeFile(tokenFile, world.operatorToken)
  server = ['--server', url, '--token-file', tokenFile]
  await aPerson(world, { serial: 1 })
  await act(300)
  await log.keep()
})
after(async () => {
  await city.app.close()
  await log.delete()
  await world.close()
  await rm(folder, { recursive: true })
})

async function act(count: number): Promise<string[]> {
  const ctx = world.system()
  const acts = Array.from({ length: count }, () => ({ action: 'declared' as const, subject: newId(ctx) }))
  const records = await world.db.transaction().execute((tx) => appendAll(tx, ctx, acts))
  return records.map(({ id }) => id)
}

function run(...words: string[]): Promise<Ran> {
  return typed(words)
}

/** Does something while a file of the log says something else. */
async function tampered(path: string, alter: (bytes: Buffer) => Buffer, then: () => Promise<void>): Promise<void> {
  const whole = join(log.logDir, path)
  const genuine = await readFile(whole)
  await writeFile(whole, alter(genuine))
  try {
    await then()
  } finally {
    await writeFile(whole, genuine)
  }
}

const flipped = (at: number) => (bytes: Buffer) => Buffer.from(bytes.with(at, bytes[at]! ^ 1))

test('a log is read again from its folder and from its address, by a key from elsewhere or by its own', async () => {
  const key = keyText(LOG_CRYPTO.sha256, log.key)
  for (const where of [
    ['--dir', log.logDir],
    ['--url', `${url}/log`],
    ['--server', url],
  ]) {
    const { exitCode, printed, complained } = await run('log', 'verify', ...where, '--key', key)
    assert.deepEqual([exitCode, complained], [0, ''])
    assert.match(printed, /^shanghai\.test\/log: 301 leaves, all of them as signed under \S{44}$/)
  }
  const own = await run('log', 'verify', '--dir', log.logDir)
  assert.equal(own.exitCode, 0)
  assert.match(own.complained, /taken from the log itself/)
  const json = await run('log', 'verify', '--dir', log.logDir, '--json', '--key', join(log.logDir, 'key'))
  assert.deepEqual(
    { ...JSON.parse(json.printed), root: '' },
    { log: 'shanghai.test/log', size: 301, root: '', faults: [] },
  )
})

test('files go out as C2SP says: the head for seconds, tiles for ever, and nothing else of the folder', async () => {
  const head = await fetch(`${url}/log/checkpoint`)
  assert.deepEqual(
    [head.headers.get('content-type'), head.headers.get('cache-control')],
    ['text/plain; charset=utf-8', 'public, max-age=5'],
  )
  const tile = await fetch(`${url}/log/tile/0/000`)
  assert.equal((await tile.arrayBuffer()).byteLength, 8_192)
  assert.deepEqual(
    [tile.headers.get('content-type'), tile.headers.get('cache-control')],
    ['application/octet-stream', 'public, max-age=31536000, immutable'],
  )
  for (const path of ['tile/0/001', 'tile/64/000', 'tile/0/000.p/1', 'tile/0/%2e%2e/000', '.half', '']) {
    assert.equal((await fetch(`${url}/log/${path}`)).status, 404, path)
  }
})

test('what is wrong is named with its file and leaf', async () => {
  await tampered('tile/entries/000', flipped(500), async () => {
    const { exitCode, printed } = await run('log', 'verify', '--dir', log.logDir)
    assert.equal(exitCode, 1)
    assert.match(printed, /^tile\/entries\/000: leaf 3, the leaf and its hash do not belong together$/m)
  })
  await tampered('tile/1/000.p/1', flipped(0), async () => {
    const { exitCode, printed } = await typed(['log', 'verify', '--dir', log.logDir, '--lang', 'zh'])
    assert.deepEqual([exitCode, printed], [1, 'tile/1/000.p/1：与下一层不一致'])
  })
  await tampered('checkpoint', flipped(3), async () => {
    const { exitCode, printed } = await run('log', 'verify', '--dir', log.logDir)
    assert.deepEqual([exitCode, printed], [1, 'checkpoint: has a wrong signature'])
  })
})

test('a record is proved to be in the log by a proof that stands for itself', async () => {
  const [id] = await act(1)
  await log.keep()
  const { exitCode, printed } = await run('log', 'prove', id!, '--dir', log.logDir)
  assert.equal(exitCode, 0)
  const [format, extra, index, ...rest] = printed.split('\n')
  assert.equal(format, 'c2sp.org/tlog-proof@v1')
  const entry = fromBase64(extra!.replace('extra ', ''))!
  assert.equal(readLeaf(entry)!.id, id)
  const end = rest.indexOf('')
  const path = rest.slice(0, end).map((line) => fromBase64(line)!)
  const [, size, root] = rest.slice(end + 1)
  const leaf = { hash: leafHash(LOG_CRYPTO.sha256, entry), index: Number(index!.replace('index ', '')), path }
  assert.ok(isIncluded(LOG_CRYPTO.sha256, leaf, { size: Number(size), root: fromBase64(root!)! }))
  const other = await run('log', 'prove', newId(world.system()), '--dir', log.logDir)
  assert.equal(other.exitCode, 1)
})

test('a witness keeps heads that go on from one another, and names a log that was rewritten or cut off', async () => {
  const keep = join(folder, 'kept')
  const key = ['--key', keyText(LOG_CRYPTO.sha256, log.key)]
  const first = await run('witness', '--url', `${url}/log`, '--keep', keep, ...key)
  assert.deepEqual([first.exitCode, first.printed.slice(0, 24)], [0, 'kept for the first time:'])
  const early = await readFile(keep)
  await act(40)
  await log.keep()
  await new Promise((done) => setTimeout(done, 1_100))
  const second = await run('witness', '--url', `${url}/log`, '--keep', keep, ...key)
  assert.deepEqual([second.exitCode, second.printed.slice(0, 11)], [0, 'consistent:'])
  assert.equal((await run('log', 'verify', '--dir', log.logDir, '--since', keep)).exitCode, 0)

  await tampered(
    'checkpoint',
    () => early,
    async () => {
      const back = await run('witness', '--dir', log.logDir, '--keep', keep, ...key)
      assert.equal(back.exitCode, 1)
      assert.match(back.printed, /the log went back/)
      const { printed } = await run('log', 'verify', '--dir', log.logDir, '--since', keep)
      assert.match(printed, /tells of a longer log/)
    },
  )
  // The same key signs another history.
  const other = await aLog(world)
  Object.assign(other.press, {
    key: { ...log.key, findSigned: other.key.findSigned, keepSigned: other.key.keepSigned },
  })
  await world.pool.query(
    'delete from log_leaf; delete from log_queue; insert into log_queue select id from audit where kind <> $$registered$$',
  )
  await act(60)
  await other.keep()
  const forked = await run('witness', '--dir', other.logDir, '--keep', keep, ...key)
  assert.equal(forked.exitCode, 1)
  assert.match(forked.printed, /the log forked/)
  assert.ok(existsSync(`${keep}.contradiction`))
  const { exitCode, printed } = await run('log', 'verify', '--dir', other.logDir, '--since', keep, ...key)
  assert.deepEqual([exitCode, printed], [1, `${keep}: tells of another log: it was rewritten`])
  await other.delete()
})

test('log and database are compared, and what differs is named', async () => {
  await rm(log.logDir, { recursive: true })
  const again = await aLog(world)
  await again.keep()
  const app = await buildApp(world, { logDir: again.logDir })
  const address = await app.app.listen({ host: '127.0.0.1', port: 0 })
  const compare = () => run('log', 'compare', ...server, '--server', address)
  const clean = await compare()
  assert.equal(clean.exitCode, 0, clean.printed + clean.complained)
  const { rows } = await world.pool.query(
    `update audit_body set purpose = 'another' where id = (select audit_id from log_leaf where leaf_index = 5) returning id`,
  )
  const found = await compare()
  assert.equal(found.exitCode, 1)
  assert.match(found.printed, new RegExp(`^body-altered  act ${rows[0].id}$`, 'm'))
  await app.app.close()
  await again.delete()
})

test('a stretch begins where the last one ended, and nowhere else', async () => {
  for (const [part, after, status] of [
    ['leaves', '256', 200],
    ['leaves', 'abc', 400],
    ['acts', '256', 400],
    ['acts', newId(world.system()), 200],
  ] as const) {
    const answer = await fetch(`${url}/api/operator/log/compare`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.operatorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ part, after }),
    })
    assert.equal(answer.status, status, `${part} ${after}`)
  }
})

test('commands that are not written as they should be say how', async () => {
  for (const [words, pattern] of [
    [['log', 'verify', '--dir', 'a', '--url', 'b'], /--dir or --url/],
    [['log', 'verify', '--dir', join(folder, 'nothing')], /no key of the log/],
    [['log', 'prove', 'x'], /name one record/],
    [['witness', '--dir', log.logDir], /--keep/],
    [['log', 'verify', '--url', 'ftp://x', '--key', keyText(LOG_CRYPTO.sha256, log.key)], /no address/],
  ] as const) {
    const { exitCode, complained } = await run(...words)
    assert.equal(exitCode, 2, words.join(' '))
    assert.match(complained, pattern)
  }
})
