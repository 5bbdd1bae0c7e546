// One live epoch as it is published: its list, its deltas and their roll-ups, and the files of all that.

import { instant, SECOND, type Instant } from '../../core/instant.ts'
import type { Changes } from '../../core/list/changes.ts'
import { nextDelta, readDelta, rollUp, signDelta, type Delta } from '../../core/list/delta.ts'
import { applyDelta, newEpochList, putShard, type EpochList } from '../../core/list/epoch-list.ts'
import { followEpoch } from '../../core/list/follow.ts'
import { CHAIN_LENGTH, deltaPath, SHARD_BYTES, SHARD_SIZE, shardPath } from '../../core/list/format.ts'
import type { EpochIndex, ListIndex } from '../../core/list/list-index.ts'
import { shardExpiry, signShard } from '../../core/list/shard.ts'
import type { World } from '../kit/world.ts'
import type { ListFolder } from './folder.ts'
import { deflate, ownReader } from './sealing.ts'

/** An epoch that is being published; changed in place, in step with its files. */
export interface LiveEpoch {
  readonly epoch: number
  readonly list: EpochList
  head: { number: number; chain: Uint8Array }
  /** Shards of the base and of each appended segment. */
  segments: number[]
  hours: number[]
  minutes: number[]
  /** Single deltas since the last mark, and minutes' since the last hour. */
  singles: Delta[]
  minuteDeltas: Delta[]
  /** Ranges that are in a greater one, and when their files may go. */
  passed: { from: number; to: number; goneAt: Instant }[]
}

/** How long a delta stays after a roll-up has it: somebody may hold an index that names it. */
const PASSED_KEPT_MS = 600_000
/** Files that are written at a time. */
const AT_ONCE = 32

interface Place {
  readonly world: World
  readonly folder: ListFolder
}

/** An epoch that begins, or begins anew, with these values; its number is above every one that was published before. */
export async function bear(
  at: Place,
  told: { epoch: number; values: Uint8Array; segments: number[]; above: number; asOf: Instant },
): Promise<LiveEpoch> {
  const { epoch, values, segments, asOf } = told
  // The second of its birth: deltas come once a second at most, so no list of this epoch that was lost can be further.
  const number = Math.max(Math.floor(at.world.clock() / SECOND), told.above + 1)
  const head = { number, chain: at.world.random(CHAIN_LENGTH) }
  const numbers = Array.from({ length: values.length / SHARD_BYTES }, () => number)
  const list: EpochList = { ...newEpochList(epoch), values, numbers, known: head }
  const live = { epoch, list, head, segments, hours: [number], minutes: [], singles: [], minuteDeltas: [], passed: [] }
  await at.folder.make(epoch)
  await writeShards(at, live, { shards: list.numbers.keys(), asOf })
  return live
}

/** An epoch as its files have it; undefined where they are not whole, or are further than their index. */
export async function resume(at: Place, index: ListIndex, entry: EpochIndex): Promise<LiveEpoch | undefined> {
  const { epoch } = entry
  // As it was then: what has expired since still says what was published.
  const reader = { ...ownReader(at.world), now: index.asOf }
  const { list, outcome } = await followEpoch(undefined, { index, epoch, fetch: at.folder.find, reader })
  if (outcome !== 'current' || !list) return undefined
  const lastHour = entry.hours.at(-1)!
  const marks = [lastHour, ...entry.minutes]
  const steps = Array.from({ length: entry.head - marks.at(-1)! }, (_, step) => marks.at(-1)! + step)
  const singles = await readAll(at, epoch, [...steps, entry.head])
  const minuteDeltas = await readAll(at, epoch, marks)
  if (!singles || !minuteDeltas) return undefined
  return {
    epoch,
    list,
    head: { number: entry.head, chain: entry.chain },
    segments: [...entry.segments],
    hours: [...entry.hours],
    minutes: [...entry.minutes],
    singles,
    minuteDeltas,
    passed: [],
  }
}

async function readAll(at: Place, epoch: number, marks: readonly number[]): Promise<Delta[] | undefined> {
  const deltas: Delta[] = []
  for (let place = 1; place < marks.length; place += 1) {
    const asked = { epoch, from: marks[place - 1]!, to: marks[place]! }
    const bytes = await at.folder.find(deltaPath(epoch, asked))
    const read = bytes && (await readDelta(bytes, asked, ownReader(at.world)))
    if (!read?.ok) return undefined
    deltas.push(read.value)
  }
  return deltas
}

/** Publishes changes as the next delta: first the delta, then the shards that it changes; the index comes last, and not here. */
export async function publishChanges(
  at: Place,
  live: LiveEpoch,
  told: { changes: Changes; asOf: Instant },
): Promise<void> {
  const { epoch, head, list } = live
  const delta = await nextDelta({ epoch, ...head }, told, at.world.crypto.sha256)
  await writeDelta(at, delta)
  applyDelta(list, delta)
  live.head = { number: delta.to, chain: delta.after }
  live.singles.push(delta)
  const shards = new Set(Array.from(told.changes.places, (place) => Math.floor(place / SHARD_SIZE)))
  await writeShards(at, live, { shards, asOf: told.asOf })
}

/** Adds the shards of segments that were appended: all green until somebody in them is not. */
export async function widen(at: Place, live: LiveEpoch, told: { segments: number[]; asOf: Instant }): Promise<void> {
  const { epoch, list, head } = live
  const before = list.numbers.length
  const shards = told.segments.reduce((sum, one) => sum + one, 0)
  live.segments = told.segments
  if (shards <= before) return
  const added = Array.from({ length: shards - before }, (_, place) => before + place)
  const values = new Uint8Array(SHARD_BYTES)
  for (const shard of added)
    putShard(list, { epoch, shard, number: head.number, asOf: told.asOf, expires: told.asOf, values })
  await writeShards(at, live, { shards: added, asOf: told.asOf })
}

/** Signs every shard anew, so that a phone reads how new it is. */
export async function renew(at: Place, live: LiveEpoch, asOf: Instant): Promise<void> {
  await writeShards(at, live, { shards: live.list.numbers.keys(), asOf })
}

/** Rolls the single deltas up into one, as a minute ends. */
export async function endMinute(at: Place, live: LiveEpoch): Promise<void> {
  const rolled = await roll(at, live, live.singles)
  if (!rolled) return
  live.minuteDeltas.push(rolled)
  live.minutes.push(rolled.to)
  live.singles = []
}

/** Rolls the minutes up into one, as an hour ends. */
export async function endHour(at: Place, live: LiveEpoch): Promise<void> {
  const rolled = await roll(at, live, live.minuteDeltas)
  if (!rolled) return
  live.hours.push(rolled.to)
  live.minutes = []
  live.minuteDeltas = []
}

async function roll(at: Place, live: LiveEpoch, deltas: readonly Delta[]): Promise<Delta | undefined> {
  const [first, ...rest] = deltas
  if (!first || rest.length === 0) return first
  const rolled = rollUp([first, ...rest])
  await writeDelta(at, rolled)
  const goneAt = instant(at.world.clock() + PASSED_KEPT_MS)
  live.passed.push(...deltas.map(({ from, to }) => ({ from, to, goneAt })))
  return rolled
}

/** Deletes deltas that no index has named for a while. */
export async function dropPassed(at: Place, live: LiveEpoch): Promise<void> {
  const now = at.world.clock()
  const gone = live.passed.filter(({ goneAt }) => goneAt <= now)
  live.passed = live.passed.filter(({ goneAt }) => goneAt > now)
  for (const range of gone) await at.folder.dropDelta(live.epoch, range)
}

/** The line of an epoch in the index. */
export function entryOf({ epoch, segments, head, hours, minutes }: LiveEpoch): EpochIndex {
  return { epoch, segments, head: head.number, chain: head.chain, hours, minutes }
}

async function writeDelta(at: Place, delta: Delta): Promise<void> {
  await at.folder.write(deltaPath(delta.epoch, delta), await signDelta(delta, at.world.issuing.signer))
}

async function writeShards(
  at: Place,
  live: Pick<LiveEpoch, 'epoch' | 'list' | 'head'>,
  told: { shards: Iterable<number>; asOf: Instant },
): Promise<void> {
  const { epoch, list, head } = live
  const { signer } = at.world.issuing
  const times = { asOf: told.asOf, expires: shardExpiry(told.asOf) }
  const shards = [...told.shards]
  for (let from = 0; from < shards.length; from += AT_ONCE) {
    await Promise.all(
      shards.slice(from, from + AT_ONCE).map(async (shard) => {
        const values = list.values.subarray(shard * SHARD_BYTES, (shard + 1) * SHARD_BYTES)
        const file = await signShard({ epoch, shard, number: head.number, ...times, values }, { signer, deflate })
        await at.folder.write(shardPath(epoch, shard), file)
      }),
    )
  }
}
