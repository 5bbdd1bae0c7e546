// The keyed shuffle of the city: where in an epoch's colour list a person stands. Only the issuer holds the key.
// A Feistel network of 10 rounds over pairs below `side`, the least whole number whose square holds the segment; the few
// results beyond the segment are walked on until one falls into it. The round function is one AES-256 block.

/** AES-256-ECB without padding over a multiple of 16 bytes, under the epoch's key. */
export type EncryptBlocks = (blocks: Uint8Array) => Uint8Array

/** A stretch of numbers, and of places, permuted by itself: from `first`, `size` of them; a multiple of 65,536. */
interface Segment {
  readonly first: number
  readonly size: number
}

/** The domain of an epoch: the base from 0, then what was appended for numbers given out since, each right after the one before. */
export interface EpochShape {
  readonly segments: readonly Segment[]
}

// Entries of one shard of the list; every segment is a multiple of it.
const SHARD_SIZE = 65_536

const ROUNDS = 10
const BLOCK = 16

/** The size of a new epoch's base when `highest` is the highest number given out: a quarter is kept free. */
export function domainSize(highest: number): number {
  return Math.max(1, Math.ceil((highest * 1.25) / SHARD_SIZE)) * SHARD_SIZE
}

/** The place of a number. Throws RangeError when the epoch has no such number. */
export function placeOf(shape: EpochShape, number: number, encryptBlocks: EncryptBlocks): number {
  return placesOf(shape, Uint32Array.of(number), encryptBlocks)[0]!
}

/** The number that stands at a place. Throws RangeError when the epoch has no such place. */
export function numberAt(shape: EpochShape, index: number, encryptBlocks: EncryptBlocks): number {
  return numbersAt(shape, Uint32Array.of(index), encryptBlocks)[0]!
}

/** The places of many numbers, with one call of `encryptBlocks` a round for all of them. Throws RangeError as `placeOf`. */
export function placesOf(shape: EpochShape, numbers: Uint32Array, encryptBlocks: EncryptBlocks): Uint32Array {
  return permute(shape, numbers, { encryptBlocks, backwards: false })
}

/** The numbers that stand at many places, as `placesOf` backwards. Throws RangeError as `numberAt`. */
export function numbersAt(shape: EpochShape, indexes: Uint32Array, encryptBlocks: EncryptBlocks): Uint32Array {
  return permute(shape, indexes, { encryptBlocks, backwards: true })
}

interface How {
  readonly encryptBlocks: EncryptBlocks
  readonly backwards: boolean
}

function permute(shape: EpochShape, numbers: Uint32Array, how: How): Uint32Array {
  const homes = numbers.map((number) => homeOf(shape, number))
  const values = numbers.map((number, at) => number - shape.segments[homes[at]!]!.first)
  let walking = numbers.map((_, at) => at)
  while (walking.length > 0) {
    walk(shape, { homes, values, walking }, how)
    walking = walking.filter((at) => values[at]! >= shape.segments[homes[at]!]!.size)
  }
  return values.map((value, at) => value + shape.segments[homes[at]!]!.first)
}

function homeOf(shape: EpochShape, number: number): number {
  const home = shape.segments.findIndex(({ first, size }) => number >= first && number < first + size)
  if (home < 0) throw new RangeError(`the epoch has no number ${number}`)
  return home
}

interface Walk {
  /** The segment of each value. */
  readonly homes: Uint32Array
  /** Within their segments; changed in place. */
  readonly values: Uint32Array
  /** Which of the values take part. */
  readonly walking: Uint32Array
}

/** One pass of all rounds over the values that are walking. */
function walk(shape: EpochShape, { homes, values, walking }: Walk, how: How): void {
  const sides = walking.map((at) => Math.ceil(Math.sqrt(shape.segments[homes[at]!]!.size)))
  const left = walking.map((at, place) => values[at]! / sides[place]!)
  const right = walking.map((at, place) => values[at]! % sides[place]!)
  const blocks = new Uint8Array(walking.length * BLOCK)
  const asked = new DataView(blocks.buffer)
  for (let place = 0; place < walking.length; place += 1) {
    const home = homes[walking[place]!]!
    asked.setUint16(place * BLOCK + 2, home)
    asked.setUint32(place * BLOCK + 4, shape.segments[home]!.size)
  }
  for (let step = 0; step < ROUNDS; step += 1) {
    const round = how.backwards ? ROUNDS - 1 - step : step
    const kept = how.backwards ? left : right
    const mixed = how.backwards ? right : left
    for (let place = 0; place < kept.length; place += 1) {
      blocks[place * BLOCK] = round
      asked.setUint32(place * BLOCK + 8, kept[place]!)
    }
    const encrypted = how.encryptBlocks(blocks)
    const answer = new DataView(encrypted.buffer, encrypted.byteOffset, encrypted.byteLength)
    for (let place = 0; place < kept.length; place += 1) {
      const side = sides[place]!
      const added = remainder(answer, place * BLOCK, side)
      const sum = mixed[place]! + (how.backwards ? side - added : added)
      mixed[place] = kept[place]!
      kept[place] = sum >= side ? sum - side : sum
    }
  }
  for (let place = 0; place < walking.length; place += 1) {
    values[walking[place]!] = left[place]! * sides[place]! + right[place]!
  }
}

/** The first 48 bits of a block modulo `side` (at most 65,536), in 32-bit steps; from 32 bits some results would be likelier. */
function remainder(answer: DataView, at: number, side: number): number {
  const high = answer.getUint32(at) % side
  return (((high << 16) | answer.getUint16(at + 4)) >>> 0) % side
}
