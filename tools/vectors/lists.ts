// Files of a colour list and what a reader says of each; and a list's story, from which a reader of one's own can be tried.

import { hex } from '../../core/bytes.ts'
import { after, instant, SECOND } from '../../core/instant.ts'
import { changesOf } from '../../core/list/changes.ts'
import { nextDelta, rollUp, signDelta } from '../../core/list/delta.ts'
import { SHARD_BYTES, SHARD_SIZE } from '../../core/list/format.ts'
import { signIndex } from '../../core/list/list-index.ts'
import { signShard } from '../../core/list/shard.ts'
import { valueAt } from '../../core/list/two-bits.ts'
import { signWithdrawn } from '../../core/list/withdrawn.ts'
import { nodeCrypto } from '../../server/kit/code-crypto.ts'
import { deflate } from '../../server/lists/sealing.ts'
import { KEYS, SHOWN_AT } from '../../test/code-samples.ts'
import { aSampleList, SAMPLE_EPOCH } from '../../test/list-samples.ts'
import { forgedFiles } from './forged-lists.ts'
import * as sample from './list-values.ts'
import type { ListVector } from './list-values.ts'

/** Everything in docs/vectors/lists.json. */
export async function listVectors(): Promise<{ about: string; files: ListVector[]; story: object }> {
  return {
    about:
      'Files in hexadecimal, by the keys of keys.json. "now" and moments in milliseconds. "values": places and values of who is not green. The story: after each chapter a reader that held any list of an earlier one, or none, holds "values".',
    files: [...(await genuine()), ...(await forgedFiles())],
    story: await story(),
  }
}

async function genuine(): Promise<ListVector[]> {
  const { signer } = KEYS.city
  const [shard, delta] = [sample.sampleShard(), await sample.sampleDelta()]
  const second = { epoch: SAMPLE_EPOCH, number: delta.to, chain: delta.after }
  const changes = changesOf([
    [5, 2],
    [2 ** 32 - 1, 1],
  ])
  const rolled = rollUp([
    delta,
    await nextDelta(second, { asOf: after(SHOWN_AT, SECOND), changes }, nodeCrypto().sha256),
  ])
  const empty = { ...shard, values: new Uint8Array(SHARD_BYTES) }
  const file = async (
    kind: ListVector['kind'],
    name: string,
    told: { bytes: Uint8Array; value: object; asked?: ListVector['asked'] } & Partial<ListVector>,
  ): Promise<ListVector> => {
    const { bytes, value, ...rest } = told
    return { name, kind, ...sample.COMMON, ...rest, file: hex(bytes), expect: { ok: true, value: readable(value) } }
  }
  const [signedShard, signedIndex] = [
    await signShard(shard, { signer, deflate }),
    await signIndex(sample.SAMPLE_INDEX, signer),
  ]
  return [
    await file('shard', 'a shard', { bytes: signedShard, value: shard, asked: sample.ASKED_SHARD }),
    await file('shard', 'a shard in its last millisecond', {
      bytes: signedShard,
      value: shard,
      asked: sample.ASKED_SHARD,
      now: instant(shard.expires - 1),
    }),
    await file('shard', 'everybody green', {
      bytes: await signShard(empty, { signer: KEYS.cityEd.signer, deflate }),
      value: empty,
      asked: sample.ASKED_SHARD,
    }),
    await file('delta', 'a single delta', {
      bytes: await signDelta(delta, signer),
      value: delta,
      asked: sample.ASKED_DELTA,
    }),
    await file('delta', 'a roll-up', {
      bytes: await signDelta(rolled, signer),
      value: rolled,
      asked: { epoch: SAMPLE_EPOCH, from: rolled.from, to: rolled.to },
    }),
    await file('index', 'an index', { bytes: signedIndex, value: sample.SAMPLE_INDEX }),
    await file('index', 'an index by an EdDSA key', {
      bytes: await signIndex(sample.SAMPLE_INDEX, KEYS.cityEd.signer),
      value: sample.SAMPLE_INDEX,
    }),
    await file('index', 'a demo’s index at a demo gate', {
      bytes: await signIndex({ ...sample.SAMPLE_INDEX, address: '/list' }, KEYS.demo.signer),
      value: { ...sample.SAMPLE_INDEX, address: '/list' },
      issuer: 'demo.example',
      acceptsDemo: true,
    }),
    await file('withdrawn', 'two withdrawn phones', {
      bytes: await signWithdrawn(sample.SAMPLE_WITHDRAWN, signer),
      value: sample.SAMPLE_WITHDRAWN,
    }),
    await file('withdrawn', 'no withdrawn phone', {
      bytes: await signWithdrawn({ ...sample.SAMPLE_WITHDRAWN, phones: new Map() }, signer),
      value: { ...sample.SAMPLE_WITHDRAWN, phones: new Map() },
    }),
  ]
}

/** A small list through changes, roll-ups, an appended segment, a loss of its files, and a restored old copy of them. */
async function story(): Promise<object> {
  const list = await aSampleList({ signer: KEYS.city.signer, name: 'the story of a list' })
  const chapters: object[] = []
  async function tell(name: string): Promise<void> {
    const files = Object.fromEntries([...list.files].map(([path, bytes]) => [path, hex(bytes)]))
    chapters.push({
      name,
      index: hex(await signIndex(list.index(), KEYS.city.signer)),
      files,
      values: notGreen(list.values),
    })
  }
  await tell('everybody is green')
  await list.change([
    [5, 3],
    [70_000, 2],
  ])
  await list.change([[5, 0]])
  await tell('two single deltas')
  await list.endMinute()
  await list.change([[6, 1]])
  await list.change([[7, 2]])
  await list.endHour()
  await list.change([[70_000, 3]])
  await tell('an hour’s roll-up and a single delta')
  const restore = list.copy()
  await list.append()
  await list.change([[2 * SHARD_SIZE + 1, 2]])
  await list.change([[8, 3]])
  await tell('a segment was appended')
  restore()
  list.wait(60)
  await list.change([[9, 2]])
  await tell('an old copy of the files was restored, and went on')
  await list.begin()
  await tell('the list began anew')
  return { ...sample.COMMON, epoch: SAMPLE_EPOCH, chapters }
}

/** A value as JSON holds it: a shard's values as who is not green, other bytes in hexadecimal, a map as pairs. */
export function readable(value: object): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown): unknown => {
      if (one instanceof Map) return [...one].toSorted(([a], [b]) => (a < b ? -1 : 1))
      if (one instanceof Uint32Array) return [...one]
      if (!(one instanceof Uint8Array)) return one
      if (key === 'values') return one.length === SHARD_BYTES ? notGreen(one) : [...one]
      return hex(one)
    }),
  )
}

/** Places and values of who is not green. */
export function notGreen(values: Uint8Array): [place: number, value: number][] {
  const found: [number, number][] = []
  for (let place = 0; place < values.length * 4; place += 1) {
    const value = valueAt(values, place)
    if (value !== 0) found.push([place, value])
  }
  return found
}
