import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { VenueList, VenueView } from '../../contract/venues.ts'
import { call, pagesOf } from '../../test/app.ts'
import { aStaff } from '../../test/people.ts'
import { aVenue } from '../../test/venues.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { newId } from '../kit/world.ts'

const [STREET, NEXT_STREET, FAR_STREET] = ['310101002', '310101013', '310104003']
const NAMES = [
  ['公园 A', STREET],
  ['公园 B', NEXT_STREET],
  ['公园 C', FAR_STREET],
  ['公寓', STREET],
  ['园区', FAR_STREET],
] as const

let world: TestWorld
let city: CityApp
let organisationId: string
let cookie: string

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  ;({ organisationId, cookie } = await aStaff(world, { role: 'venue-operator' }))
  for (const [name, divisionCode] of NAMES) await register(name, divisionCode)
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function register(name: string, divisionCode: string): Promise<VenueView> {
  const what = { kind: 'park', address: '测试路 1 号', policy: 'park', gates: ['正门'] }
  const body = { venueId: newId(world.system()), name, divisionCode, ...what }
  return (await call<VenueView>(city, { url: '/api/venues', cookie, body })).body
}

async function namesOf(query: string, by = cookie): Promise<string[]> {
  const { status, body } = await call<VenueList>(city, { url: `/api/venues${query}`, cookie: by })
  assert.equal(status, 200)
  return body.venues.map(({ name, divisionCode }) => `${name} ${divisionCode.slice(6)}`)
}

function named(name: string): string {
  return `name=${encodeURIComponent(name)}`
}

test('venues come in the order of their names, and a list is narrowed to a district, a street, and how names begin', async () => {
  assert.deepEqual(await namesOf(''), ['公园 A 002', '公园 B 013', '公园 C 003', '公寓 002', '园区 003'])
  assert.deepEqual(await namesOf('?division=310101'), ['公园 A 002', '公园 B 013', '公寓 002'])
  assert.deepEqual(await namesOf(`?division=${FAR_STREET}`), ['公园 C 003', '园区 003'])
  assert.deepEqual(await namesOf(`?${named('公园')}`), ['公园 A 002', '公园 B 013', '公园 C 003'])
  assert.deepEqual(await namesOf(`?division=310101&${named(' 公园 ')}`), ['公园 A 002', '公园 B 013'])
  assert.deepEqual(await namesOf(`?division=${STREET}&${named('公园 B')}`), [])
})

test('what was narrowed stays within the jurisdiction, and beyond it nothing is there', async () => {
  const ofDistrict = await aStaff(world, { role: 'venue-operator', organisationId, division: '310101' })
  const ofStreet = await aStaff(world, { role: 'venue-operator', organisationId, division: STREET })
  assert.deepEqual(await namesOf(`?division=${STREET}`, ofDistrict.cookie), ['公园 A 002', '公寓 002'])
  assert.deepEqual(await namesOf(`?division=${FAR_STREET}`, ofDistrict.cookie), [])
  assert.deepEqual(await namesOf('?division=310101', ofStreet.cookie), ['公园 A 002', '公寓 002'])
  assert.deepEqual(await namesOf(`?${named('公园')}`, ofStreet.cookie), ['公园 A 002'])
})

test('a word in the address that means nothing is named', async () => {
  const strange = await aStaff(world, { role: 'venue-operator' })
  const { venueId } = await aVenue(world, { organisationId: strange.organisationId })
  for (const [query, field] of [
    ['?division=310199', 'division'],
    ['?division=', undefined],
    ['?division=31', 'division'],
    ['?name=', 'name'],
    ['?name=%00', 'name'],
    [`?${named('园'.repeat(41))}`, 'name'],
    ['?after=x', 'after'],
    // Nobody’s, and another organisation’s.
    [`?after=${newId(world.system())}`, 'after'],
    [`?after=${venueId}`, 'after'],
  ] as const) {
    const answer = await call<{ fields?: { field: string }[] }>(city, { url: `/api/venues${query}`, cookie })
    assert.equal(answer.status, field === undefined ? 200 : 400, query)
    assert.equal(answer.body.fields?.[0]?.field, field)
  }
})

test('page by page a long list is whole, each venue once, also where many are called alike', async () => {
  const { organisationId, cookie } = await aStaff(world, { role: 'venue-operator' })
  for (let made = 0; made < 2; made += 1) await aVenue(world, { organisationId, divisionCode: STREET })
  await world.pool.query(
    `insert into venue select gen_random_uuid(), '门店', kind, '31010' || lpad(number::text, 4, '0'), address, organisation_id, made_up
     from (select * from venue where organisation_id = $1 limit 1) as one, generate_series(1001, 1248) as number`,
    [organisationId],
  )
  for (const path of ['/api/venues', '/api/venues?division=310101', `/api/venues?division=${STREET}`]) {
    const pages = await pagesOf<VenueList>(city, path, cookie)
    const ids = pages.flatMap(({ venues }) => venues.map(({ venueId }) => venueId))
    const { rows } = await world.pool.query(
      'select count(*) from venue where organisation_id = $1 and starts_with(division_code, $2)',
      [organisationId, path.split('=')[1] ?? ''],
    )
    assert.equal(ids.length, rows[0].count, path)
    assert.equal(new Set(ids).size, ids.length)
  }
})
