import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { EpochView, PublishedList } from '../../contract/keys-and-lists.ts'
import { day, formatDay, MINUTE, type Instant } from '../../core/instant.ts'
import { readDelta } from '../../core/list/delta.ts'
import { deltaPath, INDEX_PATH, SHARD_SIZE, shardPath, WITHDRAWN_PATH } from '../../core/list/format.ts'
import { readIndex, shardsOf, type EpochIndex } from '../../core/list/list-index.ts'
import { readShard } from '../../core/list/shard.ts'
import { readWithdrawn } from '../../core/list/withdrawn.ts'
import type { Ctx } from '../kit/world.ts'
import { openFolder, type ListFolder } from './folder.ts'
import { ownReader } from './sealing.ts'

// What lies in the folder is what the city gets, whichever program put it there: so it is told from the files.

/** The index is written once a minute. */
const INDEX_LATE_MS = 3 * MINUTE
/** Every shard is signed anew every ten minutes. */
const SHARD_LATE_MS = 25 * MINUTE
/** Files that are looked at at a time. */
const AT_ONCE = 64

/** The list as it is published; undefined where none is, or its index is not ours. */
export async function describeList(ctx: Ctx, listDir: string): Promise<PublishedList | undefined> {
  const folder = await openFolder(listDir)
  const bytes = await folder.find(INDEX_PATH)
  const read = bytes && (await readIndex(bytes, ownReader(ctx)))
  if (!read?.ok) return undefined
  const { asOf } = read.value
  const epochs: EpochView[] = []
  for (const entry of read.value.epochs) epochs.push(await describeEpoch(ctx, { folder, listDir }, entry))
  const file = await folder.find(WITHDRAWN_PATH)
  const withdrawn = file && (await readWithdrawn(file, ownReader(ctx)))
  return {
    asOf,
    standing: ctx.now - asOf > INDEX_LATE_MS ? 'late' : 'good',
    epochs,
    ...(withdrawn?.ok && { withdrawnPhones: { count: withdrawn.value.phones.size, asOf: withdrawn.value.asOf } }),
  }
}

interface Place {
  readonly folder: ListFolder
  readonly listDir: string
}

async function describeEpoch(ctx: Ctx, place: Place, entry: EpochIndex): Promise<EpochView> {
  const shards = shardsOf(entry)
  const files = await filesOf(place, entry)
  const renewedAt = files.oldest === undefined ? undefined : await timeOfShard(ctx, place, [entry.epoch, files.oldest])
  const deltaAt = await timeOfDelta(ctx, place, entry)
  const isLate = renewedAt === undefined || ctx.now - renewedAt > SHARD_LATE_MS
  return {
    day: formatDay(day(entry.epoch)),
    ...(renewedAt !== undefined && { renewedAt }),
    standing: isLate ? 'late' : 'good',
    delta: entry.head,
    ...(deltaAt !== undefined && { deltaAt }),
    shards,
    entries: shards * SHARD_SIZE,
    bytes: files.bytes,
  }
}

/** The bytes of an epoch's shards, and which of them was written longest ago; undefined where one is missing. */
async function filesOf({ listDir }: Place, entry: EpochIndex): Promise<{ bytes: number; oldest: number | undefined }> {
  const numbers = Array.from({ length: shardsOf(entry) }, (_, shard) => shard)
  let [bytes, oldest, oldestMs, isWhole] = [0, 0, Infinity, true]
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    const some = numbers.slice(from, from + AT_ONCE)
    const found = await Promise.all(
      some.map((shard) => stat(join(listDir, shardPath(entry.epoch, shard))).catch(() => undefined)),
    )
    found.forEach((file, at) => {
      bytes += file?.size ?? 0
      isWhole &&= file !== undefined
      if (file && file.mtimeMs < oldestMs) [oldest, oldestMs] = [some[at]!, file.mtimeMs]
    })
  }
  return { bytes, oldest: isWhole ? oldest : undefined }
}

async function timeOfShard(
  ctx: Ctx,
  { folder }: Place,
  [epoch, shard]: [epoch: number, shard: number],
): Promise<Instant | undefined> {
  const bytes = await folder.find(shardPath(epoch, shard))
  // An expired shard still says when it was signed; that is the question.
  const read = bytes && (await readShard(bytes, { epoch, shard }, { ...ownReader(ctx), now: 0 as Instant }))
  return read?.ok ? read.value.asOf : undefined
}

/** The time of the file that the last delta is in: by itself, or with those of its minute or its hour. */
async function timeOfDelta(ctx: Ctx, { folder }: Place, entry: EpochIndex): Promise<Instant | undefined> {
  const marks = [...entry.hours, ...entry.minutes]
  const to = entry.head
  const before = marks.filter((mark) => mark < to)
  const from = marks.at(-1) === to ? before.at(-1) : to - 1
  if (from === undefined) return undefined
  const asked = { epoch: entry.epoch, from, to }
  const bytes = await folder.find(deltaPath(entry.epoch, asked))
  const read = bytes && (await readDelta(bytes, asked, ownReader(ctx)))
  return read?.ok ? read.value.asOf : undefined
}
