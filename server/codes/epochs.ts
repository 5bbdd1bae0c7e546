import type { Day } from '../../core/instant.ts'
import {
  domainSize,
  numberAt,
  numbersAt,
  placeOf,
  placesOf,
  type EncryptBlocks,
  type EpochShape,
} from '../../core/permutation.ts'
import { aesBlocks } from '../kit/code-crypto.ts'
import type { World } from '../kit/world.ts'
import { addSegment, highestListNumber, listSegments } from './store.ts'

interface Epoch {
  shape: EpochShape
  readonly encryptBlocks: EncryptBlocks
}

/** Places in the daily shuffle of the city: a person's list number to an index and back. */
export interface Epochs {
  /** The index of a list number in an epoch. Numbers beyond the epoch's domain get an appended segment at once. */
  placeOf(epoch: Day, listNumber: number): Promise<number>
  /** The list number at an index; undefined for an index outside the epoch. */
  numberAt(epoch: Day, index: number): Promise<number | undefined>
  /** The indexes of many list numbers, with as few rounds of the cipher as for one. */
  placesOf(epoch: Day, listNumbers: Uint32Array): Promise<Uint32Array>
  /** The list numbers at many indexes of the epoch. */
  numbersAt(epoch: Day, indexes: Uint32Array): Promise<Uint32Array>
  /** The segments of an epoch as they are now, whoever appended the last. */
  segmentsOf(epoch: Day): Promise<EpochShape['segments']>
  /** Holds an epoch to the sizes of segments that were published, whatever the database remembers of them. */
  keepSegments(epoch: Day, sizes: readonly number[]): Promise<void>
}

/** The epochs of a city, with the shapes and ciphers of those in use kept at hand. */
export function openEpochs(world: World): Epochs {
  const open = new Map<Day, Epoch>()

  async function epochOf(epoch: Day): Promise<Epoch> {
    const known = open.get(epoch)
    if (known) return known
    let segments = await listSegments(world, epoch)
    if (segments.length === 0) {
      await addSegment(world, { epoch, segment: 0, first: 0, size: domainSize(await highestListNumber(world.pool)) })
      segments = await listSegments(world, epoch)
    }
    const made = { shape: { segments }, encryptBlocks: aesBlocks(world.issuing.epochKey(epoch)) }
    open.set(epoch, made)
    // Three epochs are live and an entry may come eight days late: what is older is forgotten.
    for (const old of open.keys()) if (old < epoch - 10) open.delete(old)
    return made
  }

  /** Another process may have appended a segment since we looked; whoever took one away takes no place away. */
  async function lookAgain(epoch: Day, known: Epoch): Promise<void> {
    const segments = await listSegments(world, epoch)
    if (segments.length >= known.shape.segments.length) known.shape = { segments }
    else await writeMissing(epoch, known.shape.segments, segments.length)
  }

  async function writeMissing(epoch: Day, segments: EpochShape['segments'], from: number): Promise<void> {
    for (const [segment, { first, size }] of segments.entries()) {
      if (segment >= from) await addSegment(world, { epoch, segment, first, size })
    }
  }

  async function grow(epoch: Day, listNumber: number): Promise<Epoch> {
    const known = await epochOf(epoch)
    for (;;) {
      await lookAgain(epoch, known)
      const end = endOf(known.shape)
      if (listNumber < end) return known
      await addSegment(world, {
        epoch,
        segment: known.shape.segments.length,
        first: end,
        size: domainSize(listNumber - end),
      })
    }
  }

  async function wideEnough(epoch: Day, listNumber: number): Promise<Epoch> {
    const known = await epochOf(epoch)
    return listNumber < endOf(known.shape) ? known : grow(epoch, listNumber)
  }

  return {
    async placeOf(epoch, listNumber) {
      const { shape, encryptBlocks } = await wideEnough(epoch, listNumber)
      return placeOf(shape, listNumber, encryptBlocks)
    },
    async numberAt(epoch, index) {
      const known = await epochOf(epoch)
      if (index >= endOf(known.shape)) {
        await lookAgain(epoch, known)
        if (index >= endOf(known.shape)) return undefined
      }
      return numberAt(known.shape, index, known.encryptBlocks)
    },
    async placesOf(epoch, listNumbers) {
      const highest = listNumbers.reduce((most, number) => Math.max(most, number), 0)
      const { shape, encryptBlocks } = await wideEnough(epoch, highest)
      return placesOf(shape, listNumbers, encryptBlocks)
    },
    async numbersAt(epoch, indexes) {
      const { shape, encryptBlocks } = await epochOf(epoch)
      return numbersAt(shape, indexes, encryptBlocks)
    },
    async segmentsOf(epoch) {
      const known = await epochOf(epoch)
      await lookAgain(epoch, known)
      return known.shape.segments
    },
    async keepSegments(epoch, sizes) {
      let first = 0
      const published = sizes.map((size) => {
        first += size
        return { first: first - size, size }
      })
      const found = await listSegments(world, epoch)
      const same = published.findIndex(({ size }, place) => found[place]?.size !== size)
      if (same < 0) return
      world.log.error({ count: published.length - same }, 'segments of the colour list were restored as published')
      await writeMissing(epoch, published, same)
      open.delete(epoch)
    },
  }
}

function endOf(shape: EpochShape): number {
  return shape.segments.reduce((end, segment) => end + segment.size, 0)
}
