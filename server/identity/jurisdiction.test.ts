import assert from 'node:assert/strict'
import { after as afterAll, before, test } from 'node:test'
import type { ConfirmationRow } from '../../contract/identity.ts'
import { call } from '../../test/app.ts'
import { aPerson, aStaff } from '../../test/people.ts'
import { aWorld, type TestWorld } from '../../test/world.ts'
import { buildApp, type CityApp } from '../app.ts'
import { placeOfClaim } from './claim-place.ts'

const STREET = '310101002'
const NEXT_STREET = '310101013'
const OTHER_DISTRICT = '310104003'
const PLACES = [STREET, NEXT_STREET, OTHER_DISTRICT, '310101', undefined] as const

let world: TestWorld
let city: CityApp
/** The waiting claims, by where their people say that they live. */
const claims = new Map<string | undefined, string>()

before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  for (const [serial, divisionCode] of PLACES.entries()) {
    const told = { serial, state: 'awaiting-staff' as const, ...(divisionCode !== undefined && { divisionCode }) }
    const { personId } = await aPerson(world, told)
    const { rows } = await world.pool.query('select registration_id from registration where person_id = $1', [personId])
    claims.set(divisionCode, rows[0].registration_id)
  }
})
afterAll(async () => {
  await city.app.close()
  await world.close()
})

async function seenBy(division: string): Promise<{ listed: Set<unknown>; read: Set<unknown> }> {
  const { cookie } = await aStaff(world, { role: 'identity-officer', division })
  const { confirmations } = (
    await call<{ confirmations: ConfirmationRow[] }>(city, { url: '/api/confirmations', cookie })
  ).body
  const places = [...claims.keys()]
  const listed = places.filter((place) => confirmations.some((one) => one.confirmationId === claims.get(place)))
  const read: unknown[] = []
  for (const place of places) {
    const url = `/api/confirmations/${claims.get(place)}/read`
    const { status } = await call(city, { url, cookie, body: { purpose: 'review' } })
    if (status === 200) read.push(place)
    else assert.equal(status, 404)
  }
  return { listed: new Set(listed), read: new Set(read) }
}

for (const [who, division, places] of [
  ['of a street those of his street', STREET, [STREET]],
  ['of a district those of the district, also where no street is named', '310101', [STREET, NEXT_STREET, '310101']],
  ['of the city all, also those without an address', '', [...PLACES]],
] as const) {
  test(`an identity officer ${who}: no list and no guessed id shows him another claim`, async () => {
    const { listed, read } = await seenBy(division)
    assert.deepEqual(listed, new Set(places))
    assert.deepEqual(read, new Set(places))
  })
}

test('nor does he decide it, and the claim waits on', async () => {
  const { cookie } = await aStaff(world, { role: 'identity-officer', division: STREET })
  const url = `/api/confirmations/${claims.get(OTHER_DISTRICT)}/decision`
  assert.equal((await call(city, { url, cookie, body: { outcome: 'confirmed' } })).status, 404)
  const { rows } = await world.pool.query('select state from registration where registration_id = $1', [
    claims.get(OTHER_DISTRICT),
  ])
  assert.equal(rows[0].state, 'awaiting-staff')
})

test('a claim that SQL moves to his street is still none of his: the sealed address says where it belongs', async () => {
  const { streetHash } = placeOfClaim(world.keys, STREET)
  await world.pool.query('update registration set street_hash = $1 where registration_id = $2', [
    streetHash,
    claims.get(OTHER_DISTRICT),
  ])
  const { listed, read } = await seenBy(STREET)
  assert.deepEqual([listed, read], [new Set([STREET]), new Set([STREET])])
})
