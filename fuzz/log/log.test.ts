import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aLoggedCity, type LoggedCity } from './a-city.ts'
import { compareAll, targetsOf } from './row-tampers.ts'
import { tamper } from './tampers.ts'

// Always the same; `npm run fuzz -- log` tries others.
const SEED = 20_220_618

let city: LoggedCity

before(async () => {
  city = await aLoggedCity(SEED)
})
after(() => city.close())

test('nothing is wrong with log and database before anybody tampers', async () => {
  const { compared } = await targetsOf(city)
  assert.deepEqual((await city.log.verify()).faults, [])
  const differences = await city.world.db.transaction().execute((tx) => compareAll(tx, city, compared))
  assert.deepEqual(differences, [])
})

test('of 1,000 tampers with leaves, tiles, heads, acts, evidence and colours each is found and named', async () => {
  const { tried, missed } = await tamper(city, { runs: 1_000, seed: SEED })
  assert.deepEqual(missed, [])
  assert.equal(tried, 1_000)
})
