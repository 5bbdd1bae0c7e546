import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EntriesResult, EntryUpload } from '../../contract/doors.ts'
import { PROBLEMS, type ProblemName } from '../../contract/problems.ts'
import { CallProblem } from '../kit/api.ts'
import type { Outbox } from './outbox.ts'
import { BATCH, delayAfter, sendWaiting } from './sender.ts'

test('entries go in order, at most 500 at once, and are forgotten after the answer', async () => {
  const outbox = anOutbox(1_201)
  const sent: string[][] = []
  assert.equal(await sendWaiting(outbox, async (entries) => take(entries, sent)), 'all-sent')
  assert.deepEqual(
    sent.map(({ length }) => length),
    [500, 500, 201],
  )
  assert.deepEqual(
    sent.flat(),
    Array.from({ length: 1_201 }, (_, place) => `entry-${place}`),
  )
  assert.deepEqual(await outbox.counts(), { waiting: 0, aside: 0 })
})

test('entries of two guards go in one queue, each under its own guard', async () => {
  const outbox = anOutbox(0)
  await outbox.add({ ...anEntry('entry-0'), guardId: 'early' })
  await outbox.add({ ...anEntry('entry-1'), guardId: 'late' })
  const guards: (string | undefined)[] = []
  await sendWaiting(outbox, async (entries) => {
    guards.push(...entries.map(({ guardId }) => guardId))
    return take(entries, [])
  })
  assert.deepEqual(guards, ['early', 'late'])
})

test('without a network nothing is forgotten', async () => {
  const outbox = anOutbox(3)
  assert.equal(await sendWaiting(outbox, () => Promise.reject(new TypeError('no network'))), 'later')
  assert.deepEqual(await outbox.counts(), { waiting: 3, aside: 0 })
})

const stops: [ProblemName, string][] = [
  ['not-signed-in', 'no-session'],
  ['not-permitted', 'no-session'],
  ['unavailable', 'later'],
  ['storage-full', 'later'],
  ['too-many-wrong-attempts', 'later'],
]
for (const [name, stop] of stops) {
  test(`after ${name} every entry still waits: ${stop}`, async () => {
    const outbox = anOutbox(3)
    assert.equal(await sendWaiting(outbox, () => Promise.reject(aProblem(name))), stop)
    assert.deepEqual(await outbox.counts(), { waiting: 3, aside: 0 })
  })
}

test('entries that the server refuses are set aside, and only they, wherever they stand', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(899), { maxLength: 5 }), async (places) => {
      const bad = new Set(places.map((place) => `entry-${place}`))
      const outbox = anOutbox(900)
      const sent: string[][] = []
      const stop = await sendWaiting(outbox, async (entries) => {
        if (entries.some(({ entryId }) => bad.has(entryId))) throw aProblem('input-invalid')
        return take(entries, sent)
      })
      assert.equal(stop, 'all-sent')
      assert.deepEqual(await outbox.counts(), { waiting: 0, aside: bad.size })
      assert.equal(sent.flat().length, 900 - bad.size)
    }),
    { numRuns: 20 },
  )
})

test('an answer that names none of the entries is tried again later, not for ever', async () => {
  assert.equal(await sendWaiting(anOutbox(2), async () => ({ results: [] })), 'later')
})

test('an entry without an answer of its own waits on', async () => {
  const outbox = anOutbox(2)
  let calls = 0
  const stop = await sendWaiting(outbox, async (entries) => {
    calls += 1
    return calls === 1 ? take(entries.slice(0, 1), []) : { results: [] }
  })
  assert.equal(stop, 'later')
  assert.deepEqual(
    (await outbox.oldest(BATCH)).map(({ entry }) => entry.entryId),
    ['entry-1'],
  )
})

test('the wait doubles with every failure, up to a minute, and is spread', () => {
  assert.deepEqual(
    [0, 1, 2, 5, 6, 20].map((failures) => delayAfter(failures, 1)),
    [1_000, 2_000, 4_000, 32_000, 60_000, 60_000],
  )
  assert.equal(delayAfter(0, 0), 500)
})

function take(entries: readonly EntryUpload[], sent: string[][]): EntriesResult {
  sent.push(entries.map(({ entryId }) => entryId))
  return { results: entries.map(({ entryId }) => ({ entryId, outcome: 'written' })) }
}

function aProblem(name: ProblemName): CallProblem {
  const { status, zh } = PROBLEMS[name]
  return new CallProblem({ type: `/problems/${name}`, title: zh, status, instance: 'urn:request:1' })
}

/** A queue in memory: the browser's storage is the world. */
function anOutbox(count: number): Outbox {
  const queue = new Map(Array.from({ length: count }, (_, place) => [place, anEntry(`entry-${place}`)]))
  const aside = new Map<number, EntryUpload>()
  return {
    async add(entry) {
      queue.set(queue.size, entry)
    },
    async oldest(limit) {
      return [...queue].slice(0, limit).map(([sequence, entry]) => ({ sequence, entry }))
    },
    async remove(sequences) {
      for (const sequence of sequences) queue.delete(sequence)
    },
    async setAside(sequence) {
      const entry = queue.get(sequence)
      if (entry) aside.set(sequence, entry)
      queue.delete(sequence)
    },
    async takeBack() {
      for (const [sequence, entry] of aside) queue.set(sequence, entry)
      aside.clear()
    },
    async counts() {
      return { waiting: queue.size, aside: aside.size }
    },
  }
}

function anEntry(entryId: string): EntryUpload {
  const [gateId, guardId] = ['gate', 'guard']
  return { entryId, gateId, guardId, at: 0, direction: 'in', shown: 'green', decision: 'admitted', reason: 'colour' }
}
