import assert from 'node:assert/strict'
import { after as afterAll, before, test, type TestContext } from 'node:test'
import { hex, utf8 } from '../../core/bytes.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { findPerson, findPhoto } from '../identity/persons.ts'
import { documentHash } from '../kit/seal.ts'
import { findColour } from '../risk/risk.ts'
import { findPersonOfHandle, makeDemoCity, type DemoSummary } from './city.ts'
import { findHandle, SHOW_HANDLES } from './handles.ts'
import { demoPerson } from './people.ts'
import { demoVenues } from './venues.ts'

const SEED = 'seed of a test'

let world: TestWorld
before(async () => {
  world = await aWorld({ settings: { publicUrl: 'http://localhost:8080' } })
  await world.pool.query(`insert into installation (created_at, city_mode, key_check) values (now(), 'demo', 'check')`)
})
afterAll(() => world.close())

let made: Promise<DemoSummary> | undefined

/** The city is made once in this file, by whichever test comes first; that one says how long it took. */
function theCity(t: TestContext): Promise<DemoSummary> {
  const began = performance.now()
  made ??= makeDemoCity(world.system(), SEED).then((summary) => {
    t.diagnostic(`made in ${Math.round(performance.now() - began)} ms`)
    assert.ok(summary)
    return summary
  })
  return made
}

async function count(query: string): Promise<number> {
  const { rows } = await world.pool.query<{ count: number }>(query)
  return rows[0]!.count
}

async function colourOf(handle: string): Promise<string | undefined> {
  const personId = await findPersonOfHandle(world.system(), SEED, handle)
  return personId === undefined ? undefined : (await findColour(world.db, world.system(), personId))?.colour
}

test('a demo city that breaks off half way leaves no person and no venue, and the next start makes it', async (t) => {
  const broken = { ...world.system(), random: breakingAfter(12_000) }
  await assert.rejects(makeDemoCity(broken, SEED), /broken off/)
  assert.equal(await count('select count(*) from person'), 0)
  assert.equal(await count('select count(*) from venue'), 0)
  assert.equal((await theCity(t)).people, 2_000)
})

// The people have been written then, the colours not.
function breakingAfter(calls: number): (bytes: number) => Uint8Array {
  let left = calls
  return (bytes) => {
    left -= 1
    if (left < 0) throw new Error('broken off')
    return world.random(bytes)
  }
}

test('the demo city has 2,000 people and 200 venues, and is made once', async (t) => {
  const first = await theCity(t)
  assert.deepEqual([first.people, first.venues], [2_000, 200])
  const again = await makeDemoCity(world.system(), SEED)
  assert.equal(again, undefined)
  assert.equal(await count('select count(*) from person'), first.registered)
  assert.equal(await count('select count(*) from venue where made_up'), 200)
  assert.equal(await count('select count(*) from area_list'), 3)
})

test('each handle is what it says', async (t) => {
  await theCity(t)
  assert.deepEqual(
    await Promise.all(['green-1', 'yellow-1', 'red-1', 'foreigner-1', 'permit-1', 'child-1', 'guard-1'].map(colourOf)),
    ['green', 'yellow', 'red', 'grey', 'green', 'green', 'green'],
  )
  for (const handle of ['new-1', 'away-1', 'visitor-1', 'plain-1', 'elder-1']) {
    assert.equal(await findPersonOfHandle(world.system(), SEED, handle), undefined, handle)
  }
})

test('people are yellow and red by a few dozen, and all others green or waiting', async (t) => {
  await theCity(t)
  const { rows } = await world.pool.query<{ colour: string; count: number }>(
    'select colour, count(*) from colour_state group by colour',
  )
  const counts = Object.fromEntries(rows.map(({ colour, count: people }) => [colour, people]))
  const expected = Array.from({ length: 2_000 }, (_, index) => demoPerson(SEED, index))
  assert.equal(counts['yellow'], expected.filter(({ stayed }) => stayed === 'medium').length)
  assert.equal(counts['red'], expected.filter(({ stayed }) => stayed === 'high').length)
  assert.equal(counts['grey'], expected.filter(({ standing }) => standing === 'awaiting-staff').length)
})

test('the lists of the demo leave nothing to review', async (t) => {
  await theCity(t)
  assert.equal(await count('select count(*) from area_review'), 0)
})

test('who arrives from elsewhere is arriving; of the handles none has declared it yet', async (t) => {
  await theCity(t)
  const personId = await findPersonOfHandle(world.system(), SEED, 'arrival-1')
  const { rows } = await world.pool.query(
    `select registration.arriving, registration.state, (select count(*) from declaration d where d.person_id = registration.person_id) as declared
     from registration where registration.person_id = $1`,
    [personId],
  )
  assert.deepEqual(rows, [{ arriving: true, state: 'confirmed', declared: 0 }])
  assert.ok((await count(`select count(*) from declaration where kind = 'arrival'`)) > 20)
})

test('a made-up person can be opened, with the picture of the register', async (t) => {
  await theCity(t)
  const ctx = world.system()
  const person = await findPerson(world.db, ctx, (await findPersonOfHandle(ctx, SEED, 'green-1'))!)
  const { name, document, phone, address } = demoPerson(SEED, findHandle('green-1')!)
  assert.deepEqual(person?.details, { name, document, phone, address })
  assert.equal((await findPhoto(world.db, person!))?.mediaType, 'image/svg+xml')
})

test('guard-1 is of an organisation with every kind of door, and every guard has doors', async (t) => {
  await theCity(t)
  const { rows } = await world.pool.query<{ policies: number; venues: number }>(
    `select count(distinct venue_policy.policy_id) as policies, count(distinct venue.venue_id) as venues
     from staff join venue on venue.organisation_id = staff.organisation_id join venue_policy on venue_policy.venue_id = venue.venue_id join gate on gate.venue_id = venue.venue_id
     where staff.role = 'guard' group by staff.staff_id order by count(distinct venue.venue_id)`,
  )
  assert.equal(rows.length, SHOW_HANDLES.filter(({ role }) => role === 'guard').length)
  assert.ok(rows.every(({ venues }) => venues >= 5))
  assert.equal(rows.filter(({ venues, policies }) => venues === 5 && policies === 5).length, 2)
})

test('venues lie in all 16 districts, in streets of theirs, and say that they are made up', () => {
  const venues = demoVenues(SEED)
  assert.equal(new Set(venues.map(({ divisionCode }) => divisionCode.slice(0, 6))).size, 16)
  assert.ok(
    venues.every(({ name, address, gates }) => name.includes('演示') && address.includes('虚构路') && gates.length > 0),
  )
  assert.deepEqual(demoVenues(SEED), venues)
})

test('no table of the city holds a name, a document or a telephone number in clear', async (t) => {
  await theCity(t)
  const { rows: tables } = await world.pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const people = [0, 3, 5, 25, 300, 1_995].map((index) => demoPerson(SEED, index))
  for (const { name: table } of tables) {
    for (const { name, document, phone } of people) {
      const secrets = [name, document.number, phone ?? name]
      // Bytes show as hexadecimal.
      const written = secrets.flatMap((secret) => [`%${secret}%`, `%${hex(utf8(secret))}%`])
      const found = await world.pool.query(`select 1 from ${table} as t where t::text like any($1) limit 1`, [written])
      assert.equal(found.rowCount, 0, table)
    }
  }
})

test('the accounts of the city are found by the hash that signing in makes', async (t) => {
  await theCity(t)
  const { document } = demoPerson(SEED, 0)
  const { rows } = await world.pool.query(`select account.channel from account where asserted_document_hash = $1`, [
    documentHash(world.keys, document),
  ])
  assert.deepEqual(rows, [{ channel: 'demo' }])
})
