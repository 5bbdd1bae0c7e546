import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBounded } from './read-bounded.ts'

/** A stream that never ends, and how many pieces of a thousand bytes were taken from it. */
function endless(): { stream: ReadableStream<Uint8Array>; taken: () => number } {
  let taken = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += 1
      controller.enqueue(new Uint8Array(1_000))
    },
  })
  return { stream, taken: () => taken }
}

test('a stream that fits is read whole, to the last byte that is allowed', async () => {
  const bytes = Uint8Array.from({ length: 3_000 }, (_, place) => place)
  assert.deepEqual(await readBounded(new Blob([bytes]).stream(), 3_000), bytes)
  assert.equal(await readBounded(new Blob([bytes]).stream(), 2_999), undefined)
})

test('of a stream that is too long no more is taken than shows that it is', async () => {
  const { stream, taken } = endless()
  assert.equal(await readBounded(stream, 5_000), undefined)
  assert.ok(taken() <= 7, `${taken()} pieces`)
})

test('a stream that breaks is told to whoever reads it', async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('cut off')) })
  await assert.rejects(readBounded(broken, 1_000), /cut off/)
})
