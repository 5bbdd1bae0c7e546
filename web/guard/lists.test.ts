import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, dayOf, HOUR, instant, startOfDay, type Instant } from '../../core/instant.ts'
import { signIndex } from '../../core/list/list-index.ts'
import { signWithdrawn } from '../../core/list/withdrawn.ts'
import { KEYS, SHOWN_AT } from '../../test/code-samples.ts'
import { aListReader, aSampleList, SAMPLE_EPOCH, type SampleList } from '../../test/list-samples.ts'
import { inflate } from '../kit/inflate.ts'
import { asOfLists, findListed, followLists, noLists, type FetchList, type HeldLists } from './lists.ts'

const EPOCH = day(SAMPLE_EPOCH)
const PHONE = new Uint8Array(16).fill(7)
const signer = KEYS.city.signer

test('a device loads every list there is, and knows colour, time and withdrawn phones', async () => {
  const city = await aCity()
  await city.list.change([[5, 3]])
  await city.withdraw('07'.repeat(16))
  const held = noLists()
  assert.equal(await follow(held, city), 'current')
  const at = (index: number, phoneKeyHash = new Uint8Array(16)) =>
    findListed(held, { epoch: EPOCH, index, phoneKeyHash })
  const asOf = city.list.index().asOf
  assert.deepEqual(at(5), { colour: 'red', asOf, isWithdrawn: false })
  assert.deepEqual(at(6, PHONE), { colour: 'green', asOf, isWithdrawn: true })
  assert.equal(at(2 * 65_536)?.colour, undefined)
  assert.equal(asOfLists(held, SHOWN_AT), asOf)
})

test('a device without lists knows nothing', () => {
  const held = noLists()
  assert.equal(findListed(held, { epoch: EPOCH, index: 5, phoneKeyHash: PHONE }), undefined)
  assert.equal(asOfLists(held, SHOWN_AT), undefined)
})

test('without a network what is held stays as it is, and its time too', async () => {
  const city = await aCity()
  const held = noLists()
  await follow(held, city)
  const asOf = asOfLists(held, SHOWN_AT)
  await assert.rejects(follow(held, city, { fetch: () => Promise.reject(new TypeError('no network')) }))
  assert.equal(asOfLists(held, SHOWN_AT), asOf)
})

test('a first load that breaks off half way goes on from there, and is nobody’s colour before it is whole', async () => {
  const city = await aCity()
  const held = noLists()
  let shards = 0
  const breaks: FetchList = async (_, path) => {
    if (path === `/${EPOCH}/1`) throw new TypeError('no network')
    return city.fetch('/list', path)
  }
  await assert.rejects(follow(held, city, { fetch: breaks }))
  assert.equal(findListed(held, { epoch: EPOCH, index: 5, phoneKeyHash: PHONE }), undefined)
  const counts: FetchList = (address, path) => {
    if (/\/\d+\/\d+$/.test(path)) shards += 1
    return city.fetch(address, path)
  }
  assert.equal(await follow(held, city, { fetch: counts }), 'current')
  assert.ok(shards <= 2)
})

test('an index that comes late makes nothing older than it was known to be', async () => {
  const city = await aCity()
  const held = noLists()
  const early = await city.fetch('/list', '/index')
  city.list.wait(60)
  await follow(held, city)
  const asOf = asOfLists(held, SHOWN_AT)
  const old: FetchList = async (address, path) => (path === '/index' ? early : city.fetch(address, path))
  await follow(held, city, { fetch: old })
  assert.equal(asOfLists(held, SHOWN_AT), asOf)
})

test('a copy of an earlier day that was put back is noticed, and replaced by what is published now', async () => {
  const city = await aCity()
  const held = noLists()
  const putBack = city.list.copy()
  await city.list.change([[5, 3]])
  await follow(held, city)
  putBack()
  city.list.wait(120)
  await city.list.change([[9, 2]])
  await city.list.begin()
  assert.equal(await follow(held, city), 'current')
  assert.deepEqual([colourAt(held, 5), colourAt(held, 9)], ['green', 'yellow'])
})

test('a list of withdrawn phones that lags behind the index keeps the lists from counting as new', async () => {
  const city = await aCity()
  const held = noLists()
  await follow(held, city)
  const asOf = asOfLists(held, SHOWN_AT)
  const lagging = await city.fetch('/list', '/withdrawn')
  await city.withdraw('07'.repeat(16))
  city.list.wait(60)
  const old: FetchList = async (address, path) => (path === '/withdrawn' ? lagging : city.fetch(address, path))
  assert.equal(await follow(held, city, { fetch: old }), 'missing')
  assert.equal(asOfLists(held, SHOWN_AT), asOf)
  assert.equal(await follow(held, city), 'current')
  assert.ok(asOfLists(held, SHOWN_AT)! > asOf!)
})

test('who was withdrawn is not given back by an index that comes late', async () => {
  const city = await aCity()
  const held = noLists()
  const early = await city.fetch('/list', '/index')
  await city.withdraw('07'.repeat(16))
  await follow(held, city)
  const old: FetchList = async (address, path) => (path === '/index' ? early : city.fetch(address, path))
  assert.equal(await follow(held, city, { fetch: old }), 'wait')
  assert.equal(findListed(held, { epoch: EPOCH, index: 6, phoneKeyHash: PHONE })?.isWithdrawn, true)
})

test('at midnight yesterday’s list is the one that was today’s, and the one before it goes', async () => {
  const city = await aCity()
  const held = noLists()
  await follow(held, city)
  const midnight = startOfDay(dayOf(instant(SHOWN_AT + 24 * HOUR)))
  await follow(held, city, { now: instant(midnight - 1) })
  assert.ok(asOfLists(held, instant(midnight - 1)))
  await follow(held, city, { now: midnight })
  // The sample city publishes nothing for the new day: without that list there is no time to show.
  assert.equal(asOfLists(held, midnight), undefined)
  assert.equal(colourAt(held, 5), 'green')
  await follow(held, city, { now: instant(midnight + 24 * HOUR) })
  assert.equal(colourAt(held, 5), undefined)
})

test('an index of another city, or by a key that was withdrawn, changes nothing', async () => {
  const city = await aCity()
  const held = noLists()
  assert.equal(await follow(held, city, { issuer: 'other.example' }), 'wrong-issuer')
  assert.equal(await follow(held, city, { keyOf: () => undefined }), 'unknown-key')
  assert.equal(held.epochs.size, 0)
})

interface City {
  readonly list: SampleList
  readonly fetch: FetchList
  withdraw(hash: string): Promise<void>
}

/** What a city of two shards has published, all files as they are now. */
async function aCity(): Promise<City> {
  const list = await aSampleList()
  const phones = new Map<string, Instant>()
  let number = 1
  return {
    list,
    async withdraw(hash) {
      number += 1
      phones.set(hash, instant(SHOWN_AT + HOUR))
      list.wait(1)
    },
    async fetch(_, path) {
      const asOf = list.index().asOf
      if (path === '/withdrawn') return signWithdrawn({ number, asOf, phones: new Map(phones) }, signer)
      return path === '/index' ? signIndex({ ...list.index(), withdrawn: number }, signer) : list.files.get(path)
    },
  }
}

function follow(
  held: HeldLists,
  city: City,
  parts: { fetch?: FetchList } & Parameters<typeof aListReader>[0] = {},
): ReturnType<typeof followLists> {
  const { fetch = city.fetch, ...reader } = parts
  return followLists(held, { address: '/list', fetch, reader: aListReader({ inflate, ...reader }) })
}

function colourAt(held: HeldLists, index: number): string | undefined {
  return findListed(held, { epoch: EPOCH, index, phoneKeyHash: new Uint8Array(16) })?.colour
}
