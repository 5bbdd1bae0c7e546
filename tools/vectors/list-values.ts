// The made-up list of the vectors: one file of each kind, right in everything.

import type { Cbor } from '../../core/code/cbor.ts'
import { after, DAY_LENGTH, SECOND, type Instant } from '../../core/instant.ts'
import { changesOf, encodeChanges } from '../../core/list/changes.ts'
import { nextDelta, type Delta } from '../../core/list/delta.ts'
import { SHARD_BYTES, SHARD_SIZE } from '../../core/list/format.ts'
import type { EpochIndex, ListIndex } from '../../core/list/list-index.ts'
import { shardExpiry, type Shard } from '../../core/list/shard.ts'
import { setValue } from '../../core/list/two-bits.ts'
import type { WithdrawnPhones } from '../../core/list/withdrawn.ts'
import { nodeCrypto } from '../../server/kit/code-crypto.ts'
import { SHOWN_AT } from '../../test/code-samples.ts'
import { aChain, SAMPLE_EPOCH } from '../../test/list-samples.ts'

/** A file, what was asked for, when and by which kind of reader, and what must come out: bytes in hexadecimal. */
export interface ListVector {
  readonly name: string
  readonly kind: 'shard' | 'delta' | 'index' | 'withdrawn'
  readonly asked?: { readonly epoch: number; readonly shard?: number; readonly from?: number; readonly to?: number }
  readonly issuer: string
  readonly now: Instant
  readonly acceptsDemo: boolean
  readonly file: string
  readonly expect: unknown
}

export const COMMON = { issuer: 'city.example', now: SHOWN_AT, acceptsDemo: false } as const
export const ASKED_SHARD = { epoch: SAMPLE_EPOCH, shard: 308 }
export const ASKED_DELTA = { epoch: SAMPLE_EPOCH, from: 1_649_952_000, to: 1_649_952_001 }

/** A shard of the sample list in which three people are not green. */
export function sampleShard(): Shard {
  const values = new Uint8Array(SHARD_BYTES)
  setValue(values, 0, 1)
  setValue(values, 35_327, 3)
  setValue(values, SHARD_SIZE - 1, 2)
  return { ...ASKED_SHARD, number: ASKED_DELTA.to, asOf: SHOWN_AT, expires: shardExpiry(SHOWN_AT), values }
}

/** The first delta of the sample list. */
export async function sampleDelta(): Promise<Delta> {
  const { epoch, from: number } = ASKED_DELTA
  const changes = changesOf([
    [308 * SHARD_SIZE, 1],
    [308 * SHARD_SIZE + 35_327, 3],
    [5, 0],
  ])
  return nextDelta({ epoch, number, chain: aChain('a list begins') }, { asOf: SHOWN_AT, changes }, nodeCrypto().sha256)
}

export const SAMPLE_ENTRY: EpochIndex = {
  epoch: SAMPLE_EPOCH,
  segments: [477, 1],
  head: 1_649_952_009,
  chain: aChain('a list’s head'),
  hours: [1_649_952_000, 1_649_952_004],
  minutes: [1_649_952_007],
}

export const SAMPLE_INDEX: ListIndex = {
  asOf: SHOWN_AT,
  address: 'https://lists.city.example/list',
  withdrawn: 1_649_952_003,
  epochs: [
    SAMPLE_ENTRY,
    { epoch: SAMPLE_EPOCH + 1, segments: [477], head: 7, chain: aChain('tomorrow'), hours: [7], minutes: [] },
  ],
}

export const SAMPLE_WITHDRAWN: WithdrawnPhones = {
  number: 1_649_952_003,
  asOf: SHOWN_AT,
  phones: new Map([
    ['2761f6fd07bbe8be4eee0977ef38ad92', after(SHOWN_AT, DAY_LENGTH)],
    ['00112233445566778899aabbccddeeff', after(SHOWN_AT, 60 * SECOND)],
  ]),
}

/** The claim of a delta as it is encoded. */
export function deltaClaim(delta: Delta): Cbor[] {
  const { epoch, from, to, before, after: end, path, changes } = delta
  return [epoch, from, to, before, end, path, encodeChanges(changes)]
}
