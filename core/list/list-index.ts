import type { Cbor, CborMap } from '../code/cbor.ts'
import type { Signer } from '../code/crypto.ts'
import type { Instant } from '../instant.ts'
import { isChain } from './delta.ts'
import { INDEX_CLAIM, INDEX_CONTEXT, MAX_INDEX_FILE, PLACES_END, SHARD_SIZE } from './format.ts'
import { isCount, readSigned, signClaims, type Kind, type ListReader, type Read } from './signed.ts'

/** What is published of one epoch. */
export interface EpochIndex {
  readonly epoch: number
  /** The shards of its base, and of each appended segment. */
  readonly segments: readonly number[]
  /** The number of its last delta, and the value of the hash chain there. */
  readonly head: number
  readonly chain: Uint8Array
  /**
   * Numbers between which hour roll-ups lie, ascending, at least one: the first is the oldest that deltas reach back to.
   * From the last of them minute roll-ups lie between these numbers, and from the last of those single deltas up to the head.
   */
  readonly hours: readonly number[]
  readonly minutes: readonly number[]
}

/** The signed table of contents of a city's list: its time is that of everything it names. */
export interface ListIndex {
  readonly asOf: Instant
  /** Where the list's files lie: an address, or a path of the site that gave the index; without a slash at the end. */
  readonly address: string
  /** The number of the list of withdrawn phones. */
  readonly withdrawn: number
  /** In ascending order. */
  readonly epochs: readonly EpochIndex[]
}

/** Epochs in one index: three are live. */
const MAX_EPOCHS = 8
/** Marks of one epoch: 72 hours, 120 minutes, and room. */
const MAX_MARKS = 1_000
const MAX_SEGMENTS = 1_000
const ADDRESS = /^(?:https?:\/\/[A-Za-z0-9.:[\]-]{1,200})?(?:\/[A-Za-z0-9._~-]{1,100}){1,8}$/

/** Whether a text can be the address of a list. */
export function isListAddress(text: string): boolean {
  return ADDRESS.test(text)
}

/** How many shards an epoch has. */
export function shardsOf(epoch: Pick<EpochIndex, 'segments'>): number {
  return epoch.segments.reduce((sum, shards) => sum + shards, 0)
}

/** Signs an index. Milliseconds of its time are dropped. */
export async function signIndex(index: ListIndex, signer: Signer): Promise<Uint8Array> {
  const epochs = index.epochs.map(({ epoch, segments, head, chain, hours, minutes }): Cbor => {
    return [epoch, segments, head, chain, gapsOf(0, hours), gapsOf(hours.at(-1) ?? 0, minutes)]
  })
  return signClaims([[INDEX_CLAIM, [index.address, index.withdrawn, epochs]]], {
    at: index.asOf,
    context: INDEX_CONTEXT,
    signer,
  })
}

/** Reads an index. Never throws. */
export async function readIndex(bytes: Uint8Array, reader: ListReader): Promise<Read<ListIndex>> {
  return readSigned(bytes, KIND, reader)
}

const KIND: Kind<ListIndex> = { context: INDEX_CONTEXT, maxBytes: MAX_INDEX_FILE, decode }

function decode(claims: CborMap, asOf: Instant): ListIndex | undefined {
  const told = claims.get(INDEX_CLAIM)
  if (claims.size !== 2 || !Array.isArray(told) || told.length !== 3) return undefined
  const [address, withdrawn, raw] = told
  if (typeof address !== 'string' || !isListAddress(address) || !isCount(withdrawn)) return undefined
  if (!Array.isArray(raw) || raw.length > MAX_EPOCHS) return undefined
  const epochs: EpochIndex[] = []
  for (const one of raw) {
    const epoch = decodeEpoch(one)
    if (!epoch || epoch.epoch <= (epochs.at(-1)?.epoch ?? -1)) return undefined
    epochs.push(epoch)
  }
  return { asOf, address, withdrawn, epochs }
}

function decodeEpoch(raw: Cbor | undefined): EpochIndex | undefined {
  if (!Array.isArray(raw) || raw.length !== 6) return undefined
  const [epoch, rawSegments, head, chain, hourGaps, minuteGaps] = raw
  const segments = decodeSegments(rawSegments)
  if (!isCount(epoch) || !segments || !isCount(head) || !isChain(chain)) return undefined
  const hours = marksOf(undefined, hourGaps)
  const minutes = marksOf(hours?.at(-1), minuteGaps)
  if (!hours || !minutes || hours.length === 0) return undefined
  return (minutes.at(-1) ?? hours.at(-1) ?? 0) <= head ? { epoch, segments, head, chain, hours, minutes } : undefined
}

function decodeSegments(raw: Cbor | undefined): number[] | undefined {
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > MAX_SEGMENTS) return undefined
  const segments = raw.filter((shards) => isCount(shards) && shards > 0)
  const whole = segments.length === raw.length && segments.reduce((sum, shards) => sum + shards, 0)
  return whole !== false && whole <= PLACES_END / SHARD_SIZE ? segments : undefined
}

/** Ascending numbers as the steps between them, from a number on. */
function gapsOf(from: number, marks: readonly number[]): number[] {
  return marks.map((mark, place) => mark - (marks[place - 1] ?? from))
}

/** The numbers that steps lead to; the first step of all may be 0. */
function marksOf(from: number | undefined, gaps: Cbor | undefined): number[] | undefined {
  if (!Array.isArray(gaps) || gaps.length > MAX_MARKS) return undefined
  const marks: number[] = []
  for (const gap of gaps) {
    const before = marks.at(-1) ?? from
    if (!isCount(gap) || (gap === 0 && before !== undefined)) return undefined
    marks.push((before ?? 0) + gap)
  }
  return Number.isSafeInteger(marks.at(-1) ?? 0) ? marks : undefined
}
