import assert from 'node:assert/strict'
import { createCipheriv } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { aesBlocks } from '../server/kit/code-crypto.ts'
import { fromHex } from './bytes.ts'
import { domainSize, numberAt, placeOf, placesOf, type EpochShape } from './permutation.ts'

interface Vectors {
  key: string
  shapes: { name: string; segments: EpochShape['segments']; places: [number, number][] }[]
}

const vectors: Vectors = JSON.parse(
  await readFile(new URL('../docs/vectors/permutation.json', import.meta.url), 'utf8'),
)

const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 })
const anyShape = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).map(shapeOf)

test('the vectors hold, one by one, in a batch, and backwards', () => {
  const encryptBlocks = aesBlocks(fromHex(vectors.key)!)
  for (const { name, segments, places } of vectors.shapes) {
    const shape = { segments }
    for (const [number, place] of places) {
      assert.equal(placeOf(shape, number, encryptBlocks), place, name)
      assert.equal(numberAt(shape, place, encryptBlocks), number, name)
    }
    const numbers = Uint32Array.from(places, ([number]) => number)
    assert.deepEqual(
      [...placesOf(shape, numbers, encryptBlocks)],
      places.map(([, place]) => place),
    )
  }
})

test('a program written from the document alone finds the same places', () => {
  const key = fromHex(vectors.key)!
  for (const { segments, places } of vectors.shapes) {
    for (const [number, place] of places) assert.equal(placeByTheBook(segments, number, key), place)
  }
})

test('every segment is shuffled within itself, each place given exactly once', () => {
  fc.assert(
    fc.property(anyShape, anyKey, (shape, key) => {
      const end = shape.segments.reduce((sum, { size }) => sum + size, 0)
      const places = placesOf(
        shape,
        Uint32Array.from({ length: end }, (_, at) => at),
        aesBlocks(key),
      )
      for (const { first, size } of shape.segments) {
        const own = places.subarray(first, first + size)
        assert.equal(new Set(own).size, size)
        assert.ok(own.every((place) => place >= first && place < first + size))
      }
    }),
    { numRuns: 3 },
  )
})

test('the number at the place of a number is that number, also in the greatest domain', () => {
  const greatest: EpochShape = { segments: [{ first: 0, size: 2 ** 32 - 65_536 }] }
  fc.assert(
    fc.property(
      fc.oneof(anyShape, fc.constant(greatest)),
      anyKey,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (shape, key, part) => {
        const end = shape.segments.reduce((sum, { size }) => sum + size, 0)
        const number = Math.floor(part * end)
        const encryptBlocks = aesBlocks(key)
        assert.equal(numberAt(shape, placeOf(shape, number, encryptBlocks), encryptBlocks), number)
      },
    ),
  )
})

test('a batch of any numbers makes one call a round, and one more round of them for each walk', () => {
  let calls = 0
  const cipher = aesBlocks(new Uint8Array(32))
  const counted = (blocks: Uint8Array) => {
    calls += 1
    return cipher(blocks)
  }
  placesOf(
    shapeOf([1]),
    Uint32Array.from({ length: 65_536 }, (_, at) => at),
    counted,
  )
  // A side of 256: its square is the segment, so nothing walks.
  assert.equal(calls, 10)
})

test('another key, another segment and another size each shuffle differently', () => {
  const numbers = Uint32Array.from({ length: 1_000 }, (_, at) => at)
  const cipher = aesBlocks(new Uint8Array(32))
  const one = placesOf(shapeOf([1]), numbers, cipher)
  const otherKey = placesOf(shapeOf([1]), numbers, aesBlocks(new Uint8Array(32).fill(1)))
  const appended = placesOf(
    shapeOf([1, 1]),
    numbers.map((number) => number + 65_536),
    cipher,
  )
  assert.ok(agreements(one, otherKey) < 10)
  assert.ok(
    agreements(
      one,
      appended.map((place) => place - 65_536),
    ) < 10,
  )
  assert.deepEqual(placesOf(shapeOf([1, 2, 3]), numbers, cipher), one)
})

test('a shuffle leaves no more in place, and no more neighbours together, than chance does', () => {
  const numbers = Uint32Array.from({ length: 65_536 }, (_, at) => at)
  const places = placesOf(shapeOf([1]), numbers, aesBlocks(new Uint8Array(32).fill(9)))
  // One is expected of either; ten or more come by chance once in ten million keys, and this key is fixed.
  assert.ok(agreements(places, numbers) < 10)
  assert.ok(places.filter((place, at) => at > 0 && place === places[at - 1]! + 1).length < 10)
})

test('a number or a place that the epoch does not have is refused', () => {
  const cipher = aesBlocks(new Uint8Array(32))
  assert.throws(() => placeOf(shapeOf([1]), 65_536, cipher), RangeError)
  assert.throws(() => numberAt(shapeOf([1]), 65_536, cipher), RangeError)
  assert.ok(placeOf(shapeOf([1, 1]), 65_536, cipher) >= 65_536)
})

test('a domain is a multiple of 65,536 and at least a quarter larger than the highest number', () => {
  assert.equal(domainSize(0), 65_536)
  assert.equal(domainSize(52_428), 65_536)
  assert.equal(domainSize(52_429), 131_072)
  assert.equal(domainSize(25_000_000), 31_260_672)
  fc.assert(
    fc.property(fc.nat(3_000_000_000), (highest) => {
      const size = domainSize(highest)
      assert.ok(size % 65_536 === 0 && size >= highest * 1.25 && size > highest)
    }),
  )
})

function shapeOf(shards: readonly number[]): EpochShape {
  let first = 0
  const segments = shards.map((count) => {
    const segment = { first, size: count * 65_536 }
    first += segment.size
    return segment
  })
  return { segments }
}

function agreements(a: Uint32Array, b: Uint32Array): number {
  return a.filter((place, at) => place === b[at]).length
}

/** Section 8 of docs/code-format.md in whole numbers, one number at a time. */
function placeByTheBook(segments: EpochShape['segments'], number: number, key: Uint8Array): number {
  const home = segments.findIndex(({ first, size }) => number >= first && number < first + size)
  const { first, size } = segments[home]!
  let side = 1
  while (side * side < size) side += 1
  let value = number - first
  do {
    let [left, right] = [Math.floor(value / side), value % side]
    for (let round = 0; round < 10; round += 1) {
      const block = Buffer.alloc(16)
      block.writeUInt8(round, 0)
      block.writeUInt16BE(home, 2)
      block.writeUInt32BE(size, 4)
      block.writeUInt32BE(right, 8)
      const cipher = createCipheriv('aes-256-ecb', key, null)
      const mixed = BigInt(`0x${cipher.update(block).subarray(0, 6).toString('hex')}`)
      ;[left, right] = [right, Number((BigInt(left) + mixed) % BigInt(side))]
    }
    value = left * side + right
  } while (value >= size)
  return first + value
}
