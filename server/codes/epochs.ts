import type { Day } from '../../core/instant.ts'
import { domainSize, numberAt, placeOf, type EncryptBlocks, type EpochShape } from '../../core/permutation.ts'
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
}

/** The epochs of a city, with the shapes and ciphers of those in use kept at hand. */
export function openEpochs(world: World): Epochs {
  const open = new Map<Day, Epoch>()

  async function epochOf(epoch: Day): Promise<Epoch> {
    const known = open.get(epoch)
    if (known) return known
    let segments = await listSegments(world.db, epoch)
    if (segments.length === 0) {
      await addSegment(world.db, { epoch, segment: 0, first: 0, size: domainSize(await highestListNumber(world.pool)) })
      segments = await listSegments(world.db, epoch)
    }
    const made = { shape: { segments }, encryptBlocks: aesBlocks(world.issuing.epochKey(epoch)) }
    open.set(epoch, made)
    // Three epochs are live and an entry may come eight days late: what is older is forgotten.
    for (const old of open.keys()) if (old < epoch - 10) open.delete(old)
    return made
  }

  async function grow(epoch: Day, listNumber: number): Promise<Epoch> {
    const known = await epochOf(epoch)
    for (;;) {
      known.shape = { segments: await listSegments(world.db, epoch) }
      const end = endOf(known.shape)
      if (listNumber < end) return known
      await addSegment(world.db, {
        epoch,
        segment: known.shape.segments.length,
        first: end,
        size: domainSize(listNumber - end),
      })
    }
  }

  return {
    async placeOf(epoch, listNumber) {
      const known = await epochOf(epoch)
      const wide = listNumber < endOf(known.shape) ? known : await grow(epoch, listNumber)
      return placeOf(wide.shape, listNumber, wide.encryptBlocks)
    },
    async numberAt(epoch, index) {
      let known = await epochOf(epoch)
      if (index >= endOf(known.shape)) {
        // Another process may have appended a segment since we looked.
        known.shape = { segments: await listSegments(world.db, epoch) }
        if (index >= endOf(known.shape)) return undefined
      }
      return numberAt(known.shape, index, known.encryptBlocks)
    },
  }
}

function endOf(shape: EpochShape): number {
  return shape.segments.reduce((end, segment) => end + segment.size, 0)
}
