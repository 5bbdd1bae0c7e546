import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, beforeEach, test } from 'node:test'
import { readLeaf } from '../../core/log/leaf.ts'
import { decodeBundle } from '../../core/log/tiles.ts'
import { aLog, type TestLog } from '../../test/a-log.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { appendAll, commitEach, type DoneAct } from '../audit/audit.ts'
import { openLog as openLogger } from '../kit/log.ts'
import { openLogKey } from '../kit/log-key.ts'
import { StartFailure } from '../kit/start-failure.ts'
import { newId } from '../kit/world.ts'
import { keepLog } from './log.ts'
import { LogStopped, openLog, sequence } from './sequencer.ts'

let world: TestWorld
let log: TestLog
const lines: string[] = []

beforeEach(async () => {
  world = await aWorld()
  Object.assign(world, { log: openLogger('error', (line) => lines.push(line)) })
  log = await aLog(world)
  lines.length = 0
})
afterEach(async () => {
  await log.delete()
  await world.close()
})
after(() => undefined)

/** Does something so many times. */
async function act(count: number): Promise<string[]> {
  const ctx = world.system()
  const records = await world.db.transaction().execute((tx) =>
    appendAll(
      tx,
      ctx,
      Array.from({ length: count }, () => ({ action: 'declared', subject: newId(ctx) })),
    ),
  )
  return records.map(({ id }) => id)
}

async function leaves(): Promise<string[]> {
  const verified = await log.verify()
  assert.deepEqual(verified.faults, [])
  const ids: string[] = []
  const size = verified.head!.size
  for (let index = 0; index * 256 < size; index += 1) {
    const width = Math.min(256, size - index * 256)
    const path = `tile/entries/${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`
    ids.push(...decodeBundle((await log.read(path))!)!.map((entry) => readLeaf(entry)!.id))
  }
  return ids
}

test('each act is one leaf, in the order in which they came, also of hot paths, and none is there twice', async () => {
  const ids = await act(3)
  assert.equal(await log.keep(), 3)
  const ctx = world.system()
  const done: DoneAct[] = [{ ctx, act: { action: 'code-verified', subject: newId(ctx), purpose: 'door' } }]
  await commitEach(world.pool, done)
  ids.push(...(await act(600)))
  assert.equal(await log.keep(), 601)
  assert.equal(await log.keep(), 0)
  const found = await leaves()
  assert.equal(found.length, 604)
  assert.equal(new Set(found).size, 604)
  assert.deepEqual(found.filter((id) => ids.includes(id)).toSorted(), ids.toSorted())
})

test('an act whose transaction breaks is no leaf', async () => {
  const ctx = world.system()
  const broken = world.db.transaction().execute(async (tx) => {
    await appendAll(tx, ctx, [{ action: 'declared' }])
    throw new Error('half way')
  })
  await assert.rejects(broken, /half way/)
  assert.equal(await log.keep(), 0)
})

test('a leaf says what was done, when, and the commitment, and nothing of whom or by whom', async () => {
  const ctx = world.system()
  const subject = newId(ctx)
  await world.db
    .transaction()
    .execute((tx) => appendAll(tx, ctx, [{ action: 'colour-explained', subject, purpose: 'why' }]))
  await log.keep()
  const [entry] = decodeBundle((await log.read('tile/entries/000.p/1'))!)!
  const { rows } = await world.pool.query('select * from audit')
  assert.deepEqual(readLeaf(entry!), {
    id: rows[0].id,
    at: ctx.now,
    kind: 'colour-explained',
    commitment: new Uint8Array(rows[0].commitment),
  })
  assert.ok(!Buffer.from(entry!).includes(subject))
})

test('retention empties bodies, and the log stays whole', async () => {
  await act(300)
  await log.keep()
  await world.pool.query('delete from audit_body')
  assert.deepEqual((await log.verify()).faults, [])
  await act(1)
  assert.equal(await log.keep(), 1)
  assert.deepEqual((await log.verify()).faults, [])
})

test('parts of a tile go when it is full, and whoever has an older head reads the full one', async () => {
  await act(200)
  await log.keep()
  const old = log.key.findSigned()!
  assert.ok(existsSync(join(log.logDir, 'tile/0/000.p/200')))
  await act(100)
  await log.keep()
  assert.ok(!existsSync(join(log.logDir, 'tile/0/000.p')))
  assert.ok(existsSync(join(log.logDir, 'tile/1/000.p/1')))
  const earlier = { ...log, read: async (path: string) => (path === 'checkpoint' ? Buffer.from(old) : log.read(path)) }
  const { verifyLog } = await import('../../core/log/verify.ts')
  const { LOG_CRYPTO } = await import('../../test/a-log.ts')
  const { head, faults } = await verifyLog({ read: earlier.read, key: log.key, crypto: LOG_CRYPTO })
  assert.deepEqual([head?.size, faults], [200, []])
})

test('wherever keeping the log breaks off, the next one goes on: nothing is lost and nothing doubled', async () => {
  const all: string[] = []
  const { folder, key } = log.press
  for (let breaksAt = 1; breaksAt <= 9; breaksAt += 1) {
    all.push(...(await act(130)))
    let steps = 0
    const step = (): void => {
      steps += 1
      if (steps === breaksAt) throw new Error('the program is killed')
    }
    const broken = {
      ...log.press,
      folder: {
        ...folder,
        async write(files: Parameters<typeof folder.write>[0]) {
          // Half of the files, the other half never.
          step()
          await folder.write(files.slice(0, Math.ceil(files.length / 2)))
          step()
          await folder.write(files)
          step()
        },
      },
      key: {
        ...key,
        keepSigned(note: string) {
          step()
          key.keepSigned(note)
          step()
        },
      },
    }
    const died = await openLog(broken)
      .then((opened) => sequence(broken, opened))
      .then(
        () => false,
        () => true,
      )
    assert.equal(died, true, `it would have broken at ${breaksAt}`)
    await log.keep()
    assert.deepEqual((await leaves()).toSorted(), all.toSorted())
  }
})

test('a database that was put back to an earlier day stops the log with an alarm, and nothing is signed', async () => {
  await act(5)
  await log.keep()
  await world.pool.query('create table kept_leaf as table log_leaf')
  await act(5)
  await log.keep()
  const signed = log.key.findSigned()
  await world.pool.query('delete from log_leaf; insert into log_leaf select * from kept_leaf')
  await act(20)
  await assert.rejects(log.keep(), (error) => error instanceof LogStopped && error.message === 'log-would-fork')
  assert.equal(log.key.findSigned(), signed)
  // Somebody fills the places up, so that their number fits.
  await world.pool.query(
    `with taken as (delete from log_queue returning audit_id)
     insert into log_leaf select 4 + row_number() over (), audit_id from taken`,
  )
  await assert.rejects(log.keep(), LogStopped)

  const kept = await keepLog(world, { key: log.key, logDir: log.logDir })
  await kept.begun
  await kept.stop()
  assert.ok(lines.some((line) => line.includes('log-would-fork')))
  assert.match(await world.metrics.registry.metrics(), /suishenma_log\{what="stopped"\} 1/)
})

test('places that are given while the log is open stop it, too', async () => {
  const opened = await openLog(log.press)
  await act(1)
  await world.pool.query('insert into log_leaf select 0, audit_id from log_queue')
  await assert.rejects(sequence(log.press, opened), LogStopped)
})

test('an act that somebody queues again, or takes away while it waits, is an alarm and stops nothing', async () => {
  const [first] = await act(2)
  await log.keep()
  const [gone] = await act(2)
  await world.pool.query('delete from audit where id = $1', [gone])
  await world.pool.query('insert into log_queue values ($1)', [first])
  assert.equal(await log.keep(), 1)
  assert.equal((await leaves()).length, 3)
  assert.ok(
    lines.some((line) => line.includes('log-act-gone')) && lines.some((line) => line.includes('log-act-queued-again')),
  )
})

test('files that are lost are made anew from the database, if that gives the root that was signed', async () => {
  await act(700)
  await log.keep()
  const before = await leaves()
  await rm(log.logDir, { recursive: true })
  const again = { ...log.press, folder: await (await import('./folder.ts')).openLogFolder(log.logDir) }
  await openLog(again)
  assert.deepEqual(await leaves(), before)
  assert.ok(lines.some((line) => line.includes('log-files-made-anew')))

  await rm(log.logDir, { recursive: true })
  await world.pool.query(
    `update audit set kind = 'registered' where id = (select audit_id from log_leaf where leaf_index = 3)`,
  )
  const third = { ...log.press, folder: await (await import('./folder.ts')).openLogFolder(log.logDir) }
  await assert.rejects(openLog(third), LogStopped)
})

test('the key of a log is made once, for nobody else’s eyes; one that is lost stops the start', async () => {
  await act(1)
  await log.keep()
  const mode = (await stat(join(log.keysDir, 'key.json'))).mode & 0o777
  assert.equal(mode, 0o600)
  const told = { issuer: 'another.name', logDir: log.logDir, random: world.random }
  const again = openLogKey(log.keysDir, told)
  assert.deepEqual([again.name, again.publicKey], [log.key.name, log.key.publicKey])
  await rm(join(log.keysDir, 'key.json'))
  assert.throws(
    () => openLogKey(log.keysDir, told),
    (error) => error instanceof StartFailure && /log\.md/.test(error.en),
  )
  assert.deepEqual((await readdir(log.keysDir)).toSorted(), ['checkpoint'])
})

test('of two programs on one database one keeps the log', async () => {
  await act(3)
  const one = await keepLog(world, { key: log.key, logDir: log.logDir })
  await one.begun
  const other = await keepLog(world, { key: log.key, logDir: log.logDir })
  await other.begun
  assert.equal((await leaves()).length, 3)
  await Promise.all([one.stop(), other.stop()])
  assert.equal(lines.length, 0)
})
