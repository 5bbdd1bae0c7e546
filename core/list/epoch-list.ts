// One epoch's list as a gate holds it: two bits a place, and for each shard the delta up to which it is right.
// Shards may stand at different numbers; a delta brings along those that it continues, and leaves the others.

import { sameBytes } from '../bytes.ts'
import { LIST_COLOURS, type Colour } from '../colour.ts'
import { agrees, type Delta } from './delta.ts'
import { SHARD_BYTES, SHARD_SIZE } from './format.ts'
import { shardsOf, type EpochIndex, type ListIndex } from './list-index.ts'
import type { Shard } from './shard.ts'
import { setValue, valueAt } from './two-bits.ts'

/** An epoch's list in the making and in use; changed in place. */
export interface EpochList {
  readonly epoch: number
  /** Two bits a place. */
  values: Uint8Array
  /** For each shard the number up to which it is right; -1 where it was not loaded. */
  numbers: number[]
  /** The value of the hash chain at the highest number that was reached by deltas, or confirmed by an index. */
  known: { readonly number: number; readonly chain: Uint8Array } | undefined
  /** The newest time of anything that is in it, in milliseconds. */
  newest: number
}

/** What became of a delta: `gap`: there are earlier ones to apply first; `mix-up`: it continues another list than this one. */
export type Applied = 'applied' | 'nothing-new' | 'gap' | 'mix-up' | 'other-epoch'

/** What to fetch next. `current`: nothing, the list is what the index says. `wait`: nothing, the index is older than the list. */
export type Step =
  | { readonly kind: 'current' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'delta'; readonly from: number; readonly to: number }
  | { readonly kind: 'shards'; readonly shards: readonly number[] }
  /** The list and the index do not belong together (a rollback, a mix-up): load all shards into a new one. */
  | { readonly kind: 'anew' }

/** A list of an epoch of which nothing was loaded yet. */
export function newEpochList(epoch: number): EpochList {
  return { epoch, values: new Uint8Array(), numbers: [], known: undefined, newest: 0 }
}

/** The colour at a place; undefined where its shard was not loaded or does not exist. Grey stands for every "no colour". */
export function colourAtPlace(list: EpochList, index: number): Colour | undefined {
  const number = list.numbers[Math.floor(index / SHARD_SIZE)]
  return number === undefined || number < 0 ? undefined : LIST_COLOURS[valueAt(list.values, index)]
}

/** Puts a shard in, unless the one that is there is right up to a later delta. Answers whether it is in. */
export function putShard(list: EpochList, shard: Shard): boolean {
  if (shard.epoch !== list.epoch) return false
  widen(list, shard.shard + 1)
  if (list.numbers[shard.shard]! > shard.number) return false
  list.values.set(shard.values, shard.shard * SHARD_BYTES)
  list.numbers[shard.shard] = shard.number
  list.newest = Math.max(list.newest, shard.asOf)
  return true
}

/** Applies a delta to the shards that it continues. Whatever it answers but `applied`, nothing was changed. */
export function applyDelta(list: EpochList, delta: Delta): Applied {
  if (delta.epoch !== list.epoch) return 'other-epoch'
  const at = reached(list)
  if (at === undefined || at < delta.from) return 'gap'
  if (list.known && agrees(delta, list.known.number, list.known.chain) === false) return 'mix-up'
  if (delta.to <= at) return 'nothing-new'
  const { places, values } = delta.changes
  for (let one = 0; one < places.length; one += 1) {
    const number = list.numbers[Math.floor(places[one]! / SHARD_SIZE)]
    if (number !== undefined && number >= 0 && number < delta.to) setValue(list.values, places[one]!, values[one]!)
  }
  list.numbers = list.numbers.map((number) => (number < 0 ? number : Math.max(number, delta.to)))
  if (!list.known || delta.to > list.known.number) list.known = { number: delta.to, chain: delta.after }
  list.newest = Math.max(list.newest, delta.asOf)
  return 'applied'
}

/** What to fetch to bring a list to where an index stands. A list that is there by itself learns the chain from the index. */
export function nextStep(list: EpochList, index: Pick<ListIndex, 'asOf'>, entry: EpochIndex): Step {
  if (entry.epoch !== list.epoch) return { kind: 'anew' }
  const shards = shardsOf(entry)
  widen(list, shards)
  const highest = list.numbers.reduce((most, number) => Math.max(most, number), list.known?.number ?? -1)
  const isAhead = highest > entry.head || list.numbers.length > shards
  if (isAhead) return index.asOf <= list.newest ? { kind: 'wait' } : { kind: 'anew' }
  const oldest = entry.hours[0]!
  const behind = list.numbers.flatMap((number, shard) => (number < oldest && shard < shards ? [shard] : []))
  if (behind.length > 0) return { kind: 'shards', shards: behind }
  const at = reached(list) ?? entry.head
  if (at < entry.head) return { kind: 'delta', ...stepFrom(entry, at) }
  if (list.known?.number === entry.head && !sameBytes(list.known.chain, entry.chain)) return { kind: 'anew' }
  list.known = { number: entry.head, chain: entry.chain }
  return { kind: 'current' }
}

/** The delta that leads farthest from a number between the oldest and the head. */
function stepFrom(entry: EpochIndex, at: number): { from: number; to: number } {
  const minutes = [entry.hours.at(-1)!, ...entry.minutes]
  return rangeAround(entry.hours, at) ?? rangeAround(minutes, at) ?? { from: at, to: at + 1 }
}

function rangeAround(marks: readonly number[], at: number): { from: number; to: number } | undefined {
  const place = marks.findIndex((mark) => mark > at)
  return place < 1 ? undefined : { from: marks[place - 1]!, to: marks[place]! }
}

/** The number up to which all loaded shards are right. */
function reached(list: EpochList): number | undefined {
  let least: number | undefined
  for (const number of list.numbers) if (number >= 0 && (least === undefined || number < least)) least = number
  return least
}

function widen(list: EpochList, shards: number): void {
  if (shards <= list.numbers.length) return
  const values = new Uint8Array(shards * SHARD_BYTES)
  values.set(list.values)
  list.values = values
  list.numbers = Array.from({ length: shards }, (_, shard) => list.numbers[shard] ?? -1)
}
