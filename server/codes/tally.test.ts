import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after as afterAll, before, test } from 'node:test'
import { call } from '../../test/app.ts'
import { aPerson, type SignedIn } from '../../test/people.ts'
import { aPhoneKey } from '../../test/phone.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { countedSigner, openSignedCounts, type SignedCounts } from '../kit/signed-counts.ts'
import { newId } from '../kit/world.ts'
import { noticeIssuingKeys } from './issuing-keys-change.ts'
import { reconcileCredentials } from './tally.ts'

let world: TestWorld
let city: CityApp
let folder: string
let people: SignedIn[]

before(async () => {
  world = await aWorld()
  folder = await mkdtemp(join(tmpdir(), 'suishenma-signed-'))
  city = await buildApp(world)
  people = await Promise.all([1, 2, 3, 4].map((serial) => aPerson(world, { serial })))
})
afterAll(async () => {
  await city.app.close()
  await world.close()
  await rm(folder, { recursive: true })
})

/** The program begins another run. */
function aRun(): SignedCounts {
  const signed = openSignedCounts(folder, newId(world.system()))
  const credentialSigner = () => countedSigner(world.issuing.signer, signed)
  Object.assign(world.issuing, { signed, credentialSigner })
  return signed
}

async function issueToAll(): Promise<void> {
  const answers = await Promise.all(
    people.map(({ cookie }) => call(city, { url: '/api/code', cookie, body: { phoneKey: aPhoneKey().phoneKey } })),
  )
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
}

async function look(last = { recorded: 0 }): Promise<string[]> {
  return (await reconcileCredentials(world.system(), last)).map(({ what }) => what)
}

test('what was signed and what was recorded agree, on first phones and on known ones, also after it is added up', async () => {
  const run = aRun()
  const last = { recorded: 0 }
  await issueToAll()
  await issueToAll()
  assert.equal(run.signed, 8)
  assert.deepEqual(await look(last), [])
  assert.equal(last.recorded, 8)
  await issueToAll()
  assert.deepEqual(await look(last), [])
  const { rows } = await world.pool.query('select count from credential_tally')
  assert.deepEqual(rows, [{ count: 12 }])
})

test('a credential that is signed and not recorded, a record that is deleted and one put in by hand are each an alarm', async () => {
  await rm(folder, { recursive: true })
  const last = { recorded: 0 }
  aRun()
  await issueToAll()
  await world.issuing.credentialSigner().sign(new Uint8Array(1))
  assert.deepEqual(await look(last), ['credentials-not-recorded'])
  await world.pool.query('update credential_tally set count = count + 1')
  assert.deepEqual(await look(last), [])
  await world.pool.query('delete from credential_tally')
  assert.deepEqual(await look(last), ['credentials-not-recorded'])
  await world.pool.query('insert into credential_tally select gen_random_uuid(), $1, 9', [world.issuing.signed.runId])
  assert.deepEqual(await look(last), [])
  assert.deepEqual(await look(last), ['credentials-not-signed'])
  assert.match(await world.metrics.registry.metrics(), /suishenma_log_faults_total\{what="credentials-not-signed"\} 1/)
})

test('a run that ended in order is held against its records by the next, and forgotten where they agree', async () => {
  await rm(folder, { recursive: true })
  const one = aRun()
  await issueToAll()
  one.end()
  aRun()
  assert.equal((await readdir(folder)).length, 1)
  assert.deepEqual(await look(), [])
  assert.deepEqual(await readdir(folder), [])

  const other = aRun()
  await issueToAll()
  other.end()
  await world.pool.query('update credential_tally set count = count - 1 where run_id = $1', [other.runId])
  aRun()
  assert.deepEqual(await look(), ['credentials-not-recorded'])
  await world.pool.query('update credential_tally set count = count + 2 where run_id = $1', [other.runId])
  assert.deepEqual(await look(), ['credentials-not-signed'])
})

test('of a run that was killed nobody says that it signed too little', async () => {
  await rm(folder, { recursive: true })
  const killed = aRun()
  await issueToAll()
  killed.keep()
  await issueToAll()
  aRun()
  assert.deepEqual(await look(), [])
  await world.pool.query('delete from credential_tally where run_id = $1', [killed.runId])
  assert.deepEqual(await look(), ['credentials-not-recorded'])
})

test('other issuing keys than before are recorded once, by their ids', async () => {
  const notice = () => world.db.transaction().execute((tx) => noticeIssuingKeys(tx, world.system()))
  assert.deepEqual([await notice(), await notice()], [true, false])
  const { rows } = await world.pool.query(
    `select detail from audit_body join audit using (id) where kind = 'issuing-keys-changed'`,
  )
  assert.equal(rows.length, 1)
  assert.match(rows[0].detail, /^\{"root":"[0-9a-f]{16}","keys":"[0-9a-f]{16}"\}$/)
})
