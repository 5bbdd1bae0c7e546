import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant } from '../core/instant.ts'
import { buildApp } from '../server/app.ts'
import { EVERYBODY } from '../server/assignments/assignments.ts'
import { insertDevice } from '../server/gates/store.ts'
import { openDb } from '../server/kit/db.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { systemRandom } from '../server/kit/random.ts'
import { newId } from '../server/kit/world.ts'
import { aDevice } from '../test/gates.ts'
import { aPerson, aStaff } from '../test/people.ts'
import { aVenue } from '../test/venues.ts'
import { aWorld } from '../test/world.ts'
import { fillForOfficers, type CopyRows } from './console-officers.ts'
import { measuredPool } from './pool.ts'

// The measured process: a street whose officers have a page of work each, in a table of a million rows: of claims all wait in that
// street; of an organisation's staff, venues, gates and devices all others lie in another one. Of appeals half a million wait for
// nobody in particular, and as many are another officer's, overdue or not; of each a department is asked. Of
// claims and of what a department is asked thousands are worked on.

/** Whose list is asked for, and where. */
export interface Asked {
  readonly path: string
  readonly cookie: string
}

/** What the measured process tells once it listens. */
export interface Hosting {
  readonly port: number
  readonly lists: readonly Asked[]
}

const rows = Number(process.argv[2])
const OWN = 100
const TAKEN_BY_OTHERS = 5_000
const [STREET, QUIET_STREET, OTHER_STREET] = ['310101002', '310101013', '310104003']

const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
const world = await aWorld({ clock: () => instant(Date.now()), random: systemRandom() })
const pool = measuredPool(world.connection, 8)
Object.assign(world, { pool, db: openDb(pool) })

const officer = await aStaff(world, { role: 'identity-officer', division: STREET })
const quiet = await aStaff(world, { role: 'identity-officer', division: QUIET_STREET })
for (let serial = 0; serial < 3 * OWN; serial += 1) {
  await aPerson(world, { serial, state: 'awaiting-staff', divisionCode: STREET })
}
await aPerson(world, { serial: 3 * OWN, state: 'awaiting-staff', divisionCode: QUIET_STREET })
await copyClaims()

const { organisationId, ...administrator } = await aStaff(world, { role: 'administrator', division: STREET })
const operator = await aStaff(world, { role: 'venue-operator', organisationId, division: STREET })
const everywhere = await aStaff(world, { role: 'venue-operator', organisationId })
for (let made = 0; made < OWN; made += 1) await aStaff(world, { role: 'auditor', organisationId, division: STREET })
await copyStaff()
for (let made = 0; made < OWN; made += 1) {
  const { gateId } = await aVenue(world, { organisationId, divisionCode: STREET })
  const { deviceKey } = await aDevice()
  const ctx = world.system()
  const device = { deviceId: newId(ctx), gateId, deviceKey, enrolledAt: ctx.now, signedAt: 0 }
  await world.db.transaction().execute((tx) => insertDevice(tx, ctx.keys, device))
}
await copyVenues()

const hearing = await aStaff(world, { role: 'appeal-officer' })
const answering = await aStaff(world, { role: 'department-officer', organisationId, division: STREET })
await fillAppeals()
await fillAssignments()
const city = await buildApp(world)
const forOfficers = await fillForOfficers(world, city, copyRows)
await pool.query('vacuum analyze')

await city.app.listen({ port: 0, host: '127.0.0.1' })
process.on('message', () => void stop())
process.send!({
  port: (city.app.server.address() as AddressInfo).port,
  lists: [
    // Reads one row by its key, and so is what any answer costs at least: the first is what the others are held against.
    { path: '/api/session', cookie: officer.cookie },
    { path: '/api/confirmations', cookie: officer.cookie },
    { path: '/api/confirmations', cookie: quiet.cookie },
    { path: '/api/confirmations?assigned=me', cookie: officer.cookie },
    { path: '/api/confirmations?assigned=nobody', cookie: officer.cookie },
    { path: '/api/confirmations?assigned=another', cookie: officer.cookie },
    { path: '/api/staff', cookie: administrator.cookie },
    { path: '/api/staff?role=auditor&active=true', cookie: administrator.cookie },
    { path: '/api/venues', cookie: operator.cookie },
    { path: '/api/venues?name=测试', cookie: operator.cookie },
    { path: '/api/venues', cookie: everywhere.cookie },
    { path: '/api/venues?division=310101', cookie: everywhere.cookie },
    { path: `/api/venues?division=${OTHER_STREET}`, cookie: everywhere.cookie },
    { path: '/api/venues?name=测试', cookie: everywhere.cookie },
    { path: '/api/venues?division=310104&name=门店', cookie: everywhere.cookie },
    { path: `/api/venues?division=${STREET}&name=门店`, cookie: everywhere.cookie },
    { path: '/api/gate-devices', cookie: operator.cookie },
    { path: '/api/guards', cookie: operator.cookie },
    { path: '/api/appeals', cookie: hearing.cookie },
    { path: '/api/appeals?assigned=me', cookie: hearing.cookie },
    { path: '/api/appeals?assigned=another', cookie: hearing.cookie },
    { path: '/api/appeals?kind=name-wrong&assigned=nobody', cookie: hearing.cookie },
    { path: '/api/appeal-questions', cookie: answering.cookie },
    { path: '/api/appeal-questions?kind=name-wrong', cookie: answering.cookie },
    { path: '/api/appeal-questions?assigned=me', cookie: answering.cookie },
    { path: '/api/appeal-questions?assigned=nobody', cookie: answering.cookie },
    { path: '/api/appeal-questions?assigned=another', cookie: answering.cookie },
    ...forOfficers,
  ],
} satisfies Hosting)

async function copyClaims(): Promise<void> {
  await copyRows('registration', {
    where: `registration.street_hash = (select street_hash from registration order by requested_at limit 1)`,
    anew: {
      registration_id: 'gen_random_uuid()',
      account_id: 'gen_random_uuid()',
      due_at: `due_at + (1 + random()) * interval '1 day'`,
    },
  })
}

async function copyStaff(): Promise<void> {
  await copyRows('staff', {
    where: `staff.organisation_id = '${organisationId}'`,
    anew: {
      staff_id: 'gen_random_uuid()',
      division: `'${OTHER_STREET}'`,
      subject_hash: `decode(md5(random()::text), 'hex')`,
    },
  })
}

async function copyVenues(): Promise<void> {
  await copyRows('venue', {
    where: `venue.organisation_id = '${organisationId}'`,
    anew: {
      venue_id: 'gen_random_uuid()',
      name: `'门店 ' || gen_random_uuid()`,
      division_code: `'${OTHER_STREET}'`,
    },
  })
  await pool.query(
    `insert into gate (gate_id, venue_id, name) select gen_random_uuid(), venue_id, '1 号门' from venue where division_code = $1`,
    [OTHER_STREET],
  )
  const columns = await columnsOf('gate_device')
  const values = columns.map((name) =>
    name === 'device_id' ? 'gen_random_uuid()' : name === 'gate_id' ? 'gate.gate_id' : `one.${name}`,
  )
  await pool.query(
    `insert into gate_device (${columns.join(', ')}) select ${values.join(', ')}
     from gate join venue using (venue_id), (select * from gate_device limit 1) as one where venue.division_code = $1`,
    [OTHER_STREET],
  )
}

/** Written by hand: no list opens what is sealed. Those of the rarer kind are due last, behind all others. */
async function fillAppeals(): Promise<void> {
  const other = await aStaff(world, { role: 'appeal-officer' })
  for (const { count, kind, due, to } of [
    { count: rows / 2, kind: 'colour-wrong', due: 'random() - 0.5', to: null },
    { count: rows / 2, kind: 'colour-wrong', due: 'random() - 0.01', to: other.staffId },
    { count: OWN, kind: 'name-wrong', due: '1', to: null },
    { count: OWN, kind: 'colour-wrong', due: '1', to: hearing.staffId },
  ]) {
    await pool.query(
      `with made as (
         insert into appeal (person_id, appeal_id, kind, appealed_at, due_at, assigned_to, assigned_organisation_id, assigned_at, request_hash, sealed)
         select gen_random_uuid(), gen_random_uuid(), $2, now(), date_trunc('milliseconds', now() + (${due}) * interval '1 day'),
           $3::uuid, $3::uuid, now(), '', ''
         from generate_series(1, $1)
         returning person_id, appeal_id, kind, due_at
       )
       insert into appeal_question (person_id, appeal_id, organisation_id, kind, due_at, sealed)
       select person_id, appeal_id, $4, kind, due_at, '' from made`,
      [count, kind, to, organisationId],
    )
  }
}

/**
 * Of what is due first a page is nobody's, a page one's own, and the next thousands others': more than a street, or an organisation, has
 * officers. Claims on these pages are real ones, for the list opens them.
 */
async function fillAssignments(): Promise<void> {
  for (const { kind, deskId, from, id, own } of [
    { kind: 'claim', deskId: EVERYBODY, from: 'registration', id: 'registration_id', own: officer.staffId },
    { kind: 'question', deskId: organisationId, from: 'appeal_question', id: 'appeal_id', own: answering.staffId },
  ]) {
    for (const { count, after, staffId } of [
      { count: OWN, after: OWN, staffId: own },
      { count: TAKEN_BY_OTHERS, after: 2 * OWN, staffId: newId(world.system()) },
    ]) {
      await pool.query(
        `insert into assignment (case_id, desk_id, kind, staff_id, taken_at, until)
         select ${id}, $1, $2, $3, now(), now() + interval '1 day' from ${from} order by due_at, ${id} offset $4 limit $5`,
        [deskId, kind, staffId, after, count],
      )
    }
  }
}

/** Copies one row of a table again and again, with some columns made anew. */
async function copyRows(...[table, how]: Parameters<CopyRows>): Promise<void> {
  const columns = await columnsOf(table)
  const values = columns.map((name) => how.anew[name] ?? `one.${name}`)
  await pool.query(
    `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
     from (select * from ${table} where ${how.where} limit 1) as one, generate_series(1, $1)`,
    [rows],
  )
}

async function columnsOf(table: string): Promise<string[]> {
  const found = await pool.query(
    'select column_name from information_schema.columns where table_name = $1 order by ordinal_position',
    [table],
  )
  return found.rows.map((row) => row.column_name)
}

async function stop(): Promise<void> {
  await city.app.close()
  await pool.end()
  await world.close()
  await postgres.stop()
  await deleteEmbeddedPostgres(dataDir)
  await rm(dataDir, { recursive: true, force: true })
  process.exit(0)
}
