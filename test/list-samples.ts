import { createHash } from 'node:crypto'
import type { Signer } from '../core/code/crypto.ts'
import { after, SECOND, type Instant } from '../core/instant.ts'
import { changesOf } from '../core/list/changes.ts'
import { nextDelta, rollUp, signDelta, type Delta } from '../core/list/delta.ts'
import { deltaPath, SHARD_BYTES, shardPath } from '../core/list/format.ts'
import type { EpochIndex, ListIndex } from '../core/list/list-index.ts'
import { shardExpiry, signShard } from '../core/list/shard.ts'
import type { ListReader } from '../core/list/signed.ts'
import { setValue } from '../core/list/two-bits.ts'
import { nodeCrypto, nodeSigner } from '../server/kit/code-crypto.ts'
import { deflate, inflate } from '../server/lists/sealing.ts'
import { aVerifier, KEYS, SHOWN_AT } from './code-samples.ts'

/** The epoch of `SHOWN_AT`. */
export const SAMPLE_EPOCH = 19_097

/** Somebody who reads the sample city's list at the moment of `SHOWN_AT`. */
export function aListReader(parts: Partial<ListReader> = {}): ListReader {
  const { keyOf, crypto, acceptsDemo } = aVerifier()
  return { now: SHOWN_AT, issuer: 'city.example', keyOf, crypto, acceptsDemo, inflate, ...parts }
}

/** 32 bytes that look random and are the same for the same name. */
export function aChain(name: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(name).digest())
}

/** One epoch's list published into memory, by the format alone: what readers are tried against. */
export interface SampleList {
  /** What each place has now. */
  values: Uint8Array<ArrayBuffer>
  /** The files as they are now, and each version there was of them, by their path. */
  readonly files: Map<string, Uint8Array>
  readonly versions: Map<string, Uint8Array[]>
  change(pairs: readonly (readonly [place: number, value: number])[]): Promise<void>
  endMinute(): Promise<void>
  endHour(): Promise<void>
  /** Signs a shard anew. */
  renew(shard: number): Promise<void>
  append(): Promise<void>
  /** Begins anew above every number, as after a loss of files. */
  begin(): Promise<void>
  /** As an old copy of the folder brings it back: everything at an earlier moment. */
  copy(): () => void
  /** Lets seconds pass. */
  wait(seconds: number): void
  index(): ListIndex
}

/** A list of some shards, all green, whose first number is 100. */
export async function aSampleList(told: { shards?: number; signer?: Signer; name?: string } = {}): Promise<SampleList> {
  const signer = told.signer ?? nodeSigner(KEYS.city.privateKey)
  const files = new Map<string, Uint8Array>()
  const versions = new Map<string, Uint8Array[]>()
  let now: Instant = after(SHOWN_AT, -600 * SECOND)
  let segments = [told.shards ?? 2]
  let births = 0
  let head: { number: number; chain: Uint8Array } = { number: 99, chain: new Uint8Array() }
  let [hours, minutes, singles, minuteDeltas] = [[] as number[], [] as number[], [] as Delta[], [] as Delta[]]

  function put(path: string, bytes: Uint8Array): void {
    files.set(path, bytes)
    versions.set(path, [...(versions.get(path) ?? []), bytes])
  }
  async function putDelta(delta: Delta): Promise<void> {
    put(deltaPath(delta.epoch, delta), await signDelta(delta, signer))
  }
  async function roll(deltas: readonly Delta[]): Promise<Delta | undefined> {
    const [first, ...rest] = deltas
    if (!first || rest.length === 0) return first
    const rolled = rollUp([first, ...rest])
    await putDelta(rolled)
    return rolled
  }
  const list: SampleList = {
    values: new Uint8Array(segments[0]! * SHARD_BYTES),
    files,
    versions,
    async change(pairs) {
      now = after(now, SECOND)
      const changes = changesOf(pairs)
      const told = { asOf: now, changes }
      const delta = await nextDelta({ epoch: SAMPLE_EPOCH, ...head }, told, nodeCrypto().sha256)
      await putDelta(delta)
      head = { number: delta.to, chain: delta.after }
      singles.push(delta)
      for (const [place, value] of pairs) setValue(list.values, place, value)
      for (const shard of new Set(pairs.map(([place]) => Math.floor(place / 65_536)))) await list.renew(shard)
    },
    async endMinute() {
      const rolled = await roll(singles)
      if (!rolled) return
      minutes.push(rolled.to)
      minuteDeltas.push(rolled)
      singles = []
    },
    async endHour() {
      await list.endMinute()
      const rolled = await roll(minuteDeltas)
      if (!rolled) return
      hours.push(rolled.to)
      minutes = []
      minuteDeltas = []
    },
    async renew(shard) {
      const values = list.values.slice(shard * SHARD_BYTES, (shard + 1) * SHARD_BYTES)
      const times = { asOf: now, expires: shardExpiry(now) }
      const file = await signShard(
        { epoch: SAMPLE_EPOCH, shard, number: head.number, ...times, values },
        { signer, deflate },
      )
      put(shardPath(SAMPLE_EPOCH, shard), file)
    },
    async append() {
      const shards = list.values.length / SHARD_BYTES
      segments = [...segments, 1]
      const wider = new Uint8Array((shards + 1) * SHARD_BYTES)
      wider.set(list.values)
      list.values = wider
      await list.renew(shards)
    },
    async begin() {
      births += 1
      now = after(now, SECOND)
      head = { number: head.number + (births === 1 ? 1 : 1_000), chain: aChain(`${told.name ?? 'birth'} ${births}`) }
      ;[hours, minutes, singles, minuteDeltas] = [[head.number], [], [], []]
      for (let shard = 0; shard < list.values.length / SHARD_BYTES; shard += 1) await list.renew(shard)
    },
    copy() {
      const kept = { files: new Map(files), values: list.values.slice(), head, segments }
      const marks = { hours: [...hours], minutes: [...minutes], singles: [...singles], minuteDeltas: [...minuteDeltas] }
      return () => {
        files.clear()
        for (const [path, bytes] of kept.files) files.set(path, bytes)
        list.values = kept.values
        ;({ head, segments } = kept)
        ;({ hours, minutes, singles, minuteDeltas } = marks)
      }
    },
    wait(seconds) {
      now = after(now, seconds * SECOND)
    },
    index() {
      const entry: EpochIndex = {
        epoch: SAMPLE_EPOCH,
        segments,
        head: head.number,
        chain: head.chain,
        hours: [...hours],
        minutes: [...minutes],
      }
      return { asOf: now, address: '/list', withdrawn: 0, epochs: [entry] }
    },
  }
  await list.begin()
  return list
}
