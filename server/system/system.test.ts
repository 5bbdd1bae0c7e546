import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after as afterAll, before, test } from 'node:test'
import type { Figure, FigureName, HealthFigures, RouteGroup } from '../../contract/health-figures.ts'
import type { KeysAndLists } from '../../contract/keys-and-lists.ts'
import { hex } from '../../core/bytes.ts'
import { after, DAY_LENGTH, dayOf, formatDay, HOUR, MINUTE, SECOND } from '../../core/instant.ts'
import { SHARD_SIZE } from '../../core/list/format.ts'
import { aLog, type TestLog } from '../../test/a-log.ts'
import { aPress, type TestPress } from '../../test/a-published-list.ts'
import { call, type Answer } from '../../test/app.ts'
import { aStaff } from '../../test/people.ts'
import { A_MORNING, aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { append } from '../audit/audit.ts'
import { openIssuingKeys, type IssuingKeyRing } from '../kit/issuing-keys.ts'

const HUANGPU = '310101'

let world: TestWorld
let city: CityApp
let folder: string
let press: TestPress
let log: TestLog
let ring: IssuingKeyRing
let administrator: { cookie: string; organisationId: string }

before(async () => {
  world = await aWorld()
  folder = await mkdtemp(join(tmpdir(), 'suishenma-system-'))
  const { clock, random, settings } = world
  ring = openIssuingKeys(folder, { issuer: settings.issuer, demo: true, clock, random })
  const { signed, credentialSigner, epochKey } = world.issuing
  Object.assign(world, { issuing: Object.assign(ring, { signed, credentialSigner, epochKey }) })
  press = await aPress(world)
  log = await aLog(world)
  city = await buildApp(world, { listDir: press.listDir, logDir: log.logDir, dataDir: folder })
  await city.app.ready()
  administrator = await aStaff(world, { role: 'administrator', division: '' })
})
afterAll(async () => {
  await city.app.close()
  await press.delete()
  await log.delete()
  await world.close()
  await rm(folder, { recursive: true })
})

async function seeHealth(): Promise<HealthFigures> {
  const { status, body } = await call<HealthFigures>(city, { url: '/api/health-figures', cookie: administrator.cookie })
  assert.equal(status, 200)
  return body
}

async function seeKeys(): Promise<KeysAndLists> {
  const { status, body } = await call<KeysAndLists>(city, { url: '/api/keys-and-lists', cookie: administrator.cookie })
  assert.equal(status, 200)
  return body
}

async function figureOf(what: FigureName): Promise<Figure> {
  const found = (await seeHealth()).figures.find((figure) => figure.what === what)
  assert.ok(found, what)
  return found
}

async function requestsOf(group: RouteGroup): Promise<number> {
  return (await seeHealth()).groups.find((one) => one.group === group)!.requests
}

for (const url of ['/api/keys-and-lists', '/api/health-figures']) {
  test(`${url} is the city’s administrator’s: not there for one of a district, refused to others`, async () => {
    const statusOf = async (cookie: string): Promise<number> => {
      const answer: Answer<object> = await call<object>(city, { url, cookie })
      return answer.status
    }
    assert.equal(await statusOf(administrator.cookie), 200)
    assert.equal(await statusOf((await aStaff(world, { role: 'administrator', division: HUANGPU })).cookie), 404)
    for (const role of ['auditor', 'data-steward', 'health-officer'] as const) {
      assert.equal(await statusOf((await aStaff(world, { role, division: '' })).cookie), 403, role)
    }
    assert.equal(await statusOf(''), 401)
  })
}

test('each request is counted once, with those of its group', async () => {
  const [before, others] = [await requestsOf('public'), await requestsOf('citizen')]
  await call(city, { url: '/health' })
  await call(city, { url: '/keys' })
  assert.equal(await requestsOf('public'), before + 2)
  assert.equal(await requestsOf('citizen'), others)
  const { groups } = await seeHealth()
  const { halfWithinMs, mostWithinMs, inLastMinute } = groups.find(({ group }) => group === 'public')!
  assert.ok(inLastMinute >= 2)
  assert.ok(halfWithinMs! > 0 && mostWithinMs! >= halfWithinMs!)
})

test('a job that waits is counted with its age, and one that is done no more', async () => {
  await world.work()
  assert.equal((await figureOf('jobs-waiting')).value, 0)
  const ctx = world.system()
  await ctx.db.transaction().execute((tx) => ctx.jobs.enqueue(tx, 'risk.reassess', { personIds: [] }))
  await world.pool.query(`update pgboss.job set start_after = now() - interval '1 hour' where state = 'created'`)
  assert.equal((await figureOf('jobs-waiting')).value, 1)
  const oldest = await figureOf('oldest-job')
  assert.ok(oldest.value! >= HOUR && oldest.value! < HOUR + MINUTE)
  assert.equal(oldest.standing, 'late')
  await world.pool.query(`update pgboss.job set state = 'failed' where state = 'created'`)
  assert.deepEqual(await figureOf('jobs-failing'), { what: 'jobs-failing', value: 1, standing: 'late' })
  assert.deepEqual(await figureOf('oldest-job'), { what: 'oldest-job', value: 0, standing: 'good' })
  await world.pool.query('delete from pgboss.job')
})

test('upkeep that was done lately is good, and late when it was not for more than two of its turns', async () => {
  const { upkeepDone, upkeepPause } = world.metrics
  upkeepPause.set({ what: 'colours' }, 5)
  assert.equal((await figureOf('colour-sweep')).standing, 'waits')
  upkeepDone.set({ what: 'colours' }, world.clock() / SECOND)
  world.at(after(A_MORNING, 30 * SECOND))
  assert.deepEqual(await figureOf('colour-sweep'), { what: 'colour-sweep', value: 30 * SECOND, standing: 'good' })
  world.at(after(A_MORNING, 41 * SECOND))
  assert.equal((await figureOf('colour-sweep')).standing, 'late')
  assert.equal((await figureOf('upkeep')).standing, 'late')
  world.at(A_MORNING)
})

test('the database has a size and the disk some room', async () => {
  assert.ok((await figureOf('database-size')).value! > 1_000_000)
  assert.ok((await figureOf('disk-free')).value! > 0)
})

test('the keys are told without their private halves: one in use, later days’ and the spare announced', async () => {
  const { keys, root, nextRotationAt } = await seeKeys()
  assert.equal(root.keyId, hex(ring.root.kid))
  assert.deepEqual(
    keys.filter(({ state }) => state === 'in-use').map(({ keyId }) => keyId),
    [hex(ring.signer.kid)],
  )
  assert.equal(keys.filter(({ state }) => state === 'announced').length, 4)
  assert.ok(nextRotationAt! > A_MORNING && nextRotationAt! <= A_MORNING + DAY_LENGTH)
  assert.doesNotMatch(JSON.stringify(await seeKeys()), /jwk|"d"|signer|private/)
})

test('a list that is published is good, and late when it was not renewed', async () => {
  assert.equal((await seeKeys()).list, undefined)
  await press.start()
  const { list } = await seeKeys()
  assert.equal(list!.standing, 'good')
  assert.deepEqual(
    list!.epochs.map(({ day }) => day),
    [-1, 0, 1].map((away) => formatDay(dayOf(after(A_MORNING, away * DAY_LENGTH)))),
  )
  for (const { standing, entries, shards, bytes, deltaAt } of list!.epochs) {
    assert.deepEqual([standing, entries, deltaAt], ['good', shards * SHARD_SIZE, undefined])
    assert.ok(shards > 0 && bytes > 0)
  }
  assert.equal(list!.withdrawnPhones?.count, 0)
  world.at(after(A_MORNING, 4 * MINUTE))
  assert.equal((await seeKeys()).list!.standing, 'late')
  assert.equal((await seeKeys()).list!.epochs[0]!.standing, 'good')
  world.at(after(A_MORNING, 26 * MINUTE))
  assert.equal((await seeKeys()).list!.epochs[0]!.standing, 'late')
  await press.turn()
  const renewed = (await seeKeys()).list!
  assert.deepEqual([renewed.standing, renewed.epochs[0]!.standing], ['good', 'good'])
  world.at(A_MORNING)
})

test('the log is good while what was done gets its place, and late when the oldest act waits for minutes', async () => {
  const ctx = world.system()
  const act = () => ctx.db.transaction().execute((tx) => append(tx, ctx, { action: 'declared' }))
  await act()
  await log.keep()
  await act()
  const waiting = (await seeKeys()).log!
  assert.deepEqual([waiting.standing, waiting.waiting, waiting.oldestAt], ['good', 1, A_MORNING])
  world.at(after(A_MORNING, 3 * MINUTE))
  assert.equal((await seeKeys()).log!.standing, 'late')
  await log.keep()
  const { standing, checkpoint, ...kept } = (await seeKeys()).log!
  assert.deepEqual([standing, kept], ['good', { waiting: 0, stopped: false }])
  assert.equal(checkpoint!.size, (await log.verify()).head!.size)
  world.at(A_MORNING)
})

test('a key that was withdrawn shows as withdrawn, and another one is in use', async () => {
  const keyId = hex(ring.signer.kid)
  assert.equal((await seeKeys()).withdrawnKeys.count, 0)
  ring.withdraw(keyId)
  const { keys, withdrawnKeys } = await seeKeys()
  const found = keys.find((key) => key.keyId === keyId)!
  assert.deepEqual([found.state, found.withdrawnAt], ['withdrawn', A_MORNING])
  assert.deepEqual(withdrawnKeys, { count: 1, latestAt: A_MORNING })
  assert.equal(keys.filter(({ state }) => state === 'in-use').length, 1)
})
