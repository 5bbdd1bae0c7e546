import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aListReader, aSampleList, SAMPLE_EPOCH, type SampleList } from '../../test/list-samples.ts'
import { colourAtPlace, type EpochList } from './epoch-list.ts'
import { followEpoch, type FetchFile } from './follow.ts'
import { deltaPath, SHARD_SIZE } from './format.ts'
import type { ListIndex } from './list-index.ts'

const reader = aListReader()

function fetchNow(list: SampleList): FetchFile & { readonly asked: string[] } {
  const asked: string[] = []
  const fetch = async (path: string): Promise<Uint8Array | undefined> => {
    asked.push(path)
    return list.files.get(path)
  }
  return Object.assign(fetch, { asked })
}

async function follow(
  held: EpochList | undefined,
  list: SampleList,
  told: { index?: ListIndex; fetch?: FetchFile } = {},
): ReturnType<typeof followEpoch> {
  const { index = list.index(), fetch = fetchNow(list) } = told
  return followEpoch(held, { index, epoch: SAMPLE_EPOCH, fetch, reader })
}

/** Asserts that a list is what was published. */
function assertSame(held: EpochList | undefined, list: SampleList): void {
  assert.ok(held)
  assert.ok(Buffer.from(held.values).equals(Buffer.from(list.values)))
}

test('a gate that holds nothing loads every shard, and knows the colour at each place', async () => {
  const list = await aSampleList()
  await list.change([
    [5, 3],
    [70_000, 2],
    [70_001, 1],
  ])
  const { list: held, outcome } = await follow(undefined, list)
  assert.equal(outcome, 'current')
  assertSame(held, list)
  const colours = [5, 6, 70_000, 70_001].map((place) => colourAtPlace(held!, place))
  assert.deepEqual(colours, ['red', 'green', 'yellow', 'grey'])
  assert.equal(colourAtPlace(held!, 2 * SHARD_SIZE), undefined)
})

test('a gate that follows fetches single deltas, and after a sleep the minutes’ and hours’ roll-ups in their place', async () => {
  const list = await aSampleList()
  const { list: held } = await follow(undefined, list)
  await list.change([[1, 2]])
  const awake = fetchNow(list)
  assert.equal((await follow(held, list, { fetch: awake })).outcome, 'current')
  assert.deepEqual(awake.asked, [deltaPath(SAMPLE_EPOCH, { from: 100, to: 101 })])
  // Asleep for the rest of this hour, all of the next, and a minute and a second of the third.
  for (const place of [2, 3, 4]) await list.change([[place, 2]])
  await list.endHour()
  for (const place of [5, 6]) await list.change([[place, 3]])
  await list.endHour()
  for (const place of [7, 8]) await list.change([[place, 1]])
  await list.endMinute()
  await list.change([[1, 0]])
  const later = fetchNow(list)
  assert.equal((await follow(held, list, { fetch: later })).outcome, 'current')
  assert.deepEqual(
    later.asked,
    ['100-104', '104-106', '106-108', '108-109'].map((range) => `/${SAMPLE_EPOCH}/delta/${range}`),
  )
  assertSame(held, list)
})

test('with nothing new nothing is fetched', async () => {
  const list = await aSampleList()
  const { list: held } = await follow(undefined, list)
  const fetch = fetchNow(list)
  assert.equal((await follow(held, list, { fetch })).outcome, 'current')
  assert.deepEqual(fetch.asked, [])
})

test('an older index than the list changes nothing', async () => {
  const list = await aSampleList()
  const before = list.index()
  await list.change([[1, 3]])
  const { list: held } = await follow(undefined, list)
  assert.equal((await follow(held, list, { index: before })).outcome, 'wait')
  assert.equal(colourAtPlace(held!, 1), 'red')
})

test('a list that went back to an old copy and on from there is noticed and loaded anew, before and after it has caught up', async () => {
  for (const changesAfter of [1, 6]) {
    const list = await aSampleList({ name: 'rolled back' })
    await list.change([[1, 3]])
    const restore = list.copy()
    for (const place of [10, 11, 12]) await list.change([[place, 2]])
    const { list: held } = await follow(undefined, list)
    restore()
    list.wait(100)
    for (let place = 0; place < changesAfter; place += 1) await list.change([[20 + place, 3]])
    const { list: now, outcome } = await follow(held, list)
    assert.equal(outcome, 'current')
    assert.notEqual(now, held)
    assertSame(now, list)
  }
})

test('a list that began anew above every number is loaded anew', async () => {
  const list = await aSampleList()
  await list.change([[1, 3]])
  const { list: held } = await follow(undefined, list)
  list.values[0] = 0
  await list.begin()
  const { list: now, outcome } = await follow(held, list)
  assert.equal(outcome, 'current')
  assertSame(now, list)
})

test('an appended segment is loaded beside what is there', async () => {
  const list = await aSampleList()
  const { list: held } = await follow(undefined, list)
  await list.append()
  await list.change([[2 * SHARD_SIZE + 9, 3]])
  assert.equal((await follow(held, list)).outcome, 'current')
  assertSame(held, list)
  assert.equal(colourAtPlace(held!, 2 * SHARD_SIZE + 9), 'red')
})

test('where a delta is gone, or another one lies under its name, the shards are loaded in its place, once they are newer', async () => {
  const list = await aSampleList()
  const path = deltaPath(SAMPLE_EPOCH, { from: 100, to: 101 })
  const other = deltaPath(SAMPLE_EPOCH, { from: 101, to: 102 })
  const { list: held } = await follow(undefined, list)
  await list.change([[1, 3]])
  await list.change([[1, 2]])
  // One shard is as old as the delta yet: the list stays as it is.
  const early = await follow(held, list, {
    fetch: async (asked) => (asked === path ? undefined : list.files.get(asked)),
  })
  assert.deepEqual([early.outcome, early.list], ['missing', held])
  await list.renew(1)
  for (const broken of [undefined, list.files.get(other)]) {
    const fetch: FetchFile = async (asked) => (asked === path ? broken : list.files.get(asked))
    const { list: now, outcome } = await follow(held, list, { fetch })
    assert.equal(outcome, 'current')
    assert.notEqual(now, held)
    assertSame(now, list)
  }
})

test('where nothing can be fetched the list stays as it is, and the next try goes on', async () => {
  const list = await aSampleList()
  const { list: held } = await follow(undefined, list)
  await list.change([[1, 3]])
  const cut = await follow(held, list, { fetch: async () => undefined })
  assert.deepEqual([cut.outcome, cut.list], ['missing', held])
  assert.equal(colourAtPlace(held!, 1), 'green')
  assert.equal((await follow(held, list)).outcome, 'current')
  assertSame(held, list)
})

test('a shard under another one’s name is noticed', async () => {
  const list = await aSampleList()
  const other: FetchFile = async (path) => list.files.get(path.endsWith('/0') ? `/${SAMPLE_EPOCH}/1` : path)
  assert.equal((await follow(undefined, list, { fetch: other })).outcome, 'misplaced')
})

type Op =
  | { readonly op: 'change'; readonly pairs: readonly (readonly [number, number])[] }
  | { readonly op: 'publisher'; readonly does: 'endMinute' | 'endHour' | 'append' | 'begin' }
  | { readonly op: 'renew'; readonly shard: number }
  | { readonly op: 'follow'; readonly gate: number; readonly indexAge: number; readonly copies: readonly number[] }

const place = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 2 * SHARD_SIZE - 1 }))
const change = fc.record({
  op: fc.constant('change' as const),
  pairs: fc.array(fc.tuple(place, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 5 }),
})
const does = (what: 'endMinute' | 'endHour' | 'append' | 'begin'): Op => ({ op: 'publisher', does: what })
const op: fc.Arbitrary<Op> = fc.oneof(
  { arbitrary: change, weight: 8 },
  { arbitrary: fc.constantFrom(does('endMinute'), does('endMinute'), does('endHour')), weight: 3 },
  { arbitrary: fc.constantFrom(does('append'), does('begin')), weight: 1 },
  { arbitrary: fc.record({ op: fc.constant('renew' as const), shard: fc.integer({ min: 0, max: 1 }) }), weight: 1 },
  {
    arbitrary: fc.record({
      op: fc.constant('follow' as const),
      gate: fc.integer({ min: 0, max: 2 }),
      indexAge: fc.integer({ min: 0, max: 3 }),
      copies: fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 6 }),
    }),
    weight: 5,
  },
)

/** A gate that follows with an index and with copies of files that are older than they could be. */
async function followOnce(
  held: EpochList | undefined,
  list: SampleList,
  told: { indexes: readonly ListIndex[]; indexAge: number; copies: readonly number[] },
): Promise<EpochList | undefined> {
  let asked = 0
  const index = told.indexes.at(-1 - told.indexAge) ?? told.indexes[0]!
  // -1: the file cannot be had now; otherwise a copy that is so many versions old.
  const fetch: FetchFile = async (path) => {
    const age = told.copies[asked++ % told.copies.length]!
    const versions = list.versions.get(path) ?? []
    return age < 0 ? undefined : (versions.at(-1 - age) ?? versions[0])
  }
  return (await follow(held, list, { index, fetch })).list
}

test('whatever gates fetched, when, and how old the copies on the way were, in the end each holds what is published', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(op, { minLength: 5, maxLength: 40 }), async (ops) => {
      const list = await aSampleList()
      const indexes = [list.index()]
      const gates: (EpochList | undefined)[] = [undefined, undefined, undefined]
      for (const one of ops) {
        switch (one.op) {
          case 'change':
            await list.change(one.pairs)
            break
          case 'renew':
            await list.renew(one.shard)
            break
          case 'follow':
            gates[one.gate] = await followOnce(gates[one.gate], list, { ...one, indexes })
            break
          case 'publisher':
            await list[one.does]()
            break
        }
        indexes.push(list.index())
      }
      list.wait(60)
      for (const held of gates) {
        const { list: now, outcome } = await follow(held, list)
        assert.equal(outcome, 'current')
        assertSame(now, list)
      }
    }),
    { numRuns: 60 },
  )
})
