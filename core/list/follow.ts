// How a gate keeps an epoch's list: from whatever it holds to where an index stands, through files that are fetched as needed.

import { readDelta } from './delta.ts'
import { applyDelta, newEpochList, nextStep, putShard, type EpochList, type Step } from './epoch-list.ts'
import { deltaPath, shardPath } from './format.ts'
import type { ListIndex } from './list-index.ts'
import { readShard } from './shard.ts'
import type { ListFault, ListReader } from './signed.ts'

/** What following came to. Only with `current` is the list as new as the index; `missing`: a shard is gone, or its copy on the way is older than the index. */
export type Followed = 'current' | 'wait' | 'missing' | ListFault

/** Brings the bytes of a file under the list's address; undefined where there is none. */
export type FetchFile = (path: string) => Promise<Uint8Array | undefined>

/** Shards that are fetched at a time. */
const AT_ONCE = 8
/** More than any way from a list to an index has: an hour's step for each of three days, a minute's for two hours, a minute of single ones. */
const MOST_STEPS = 1_000

/**
 * Brings a list of an epoch to where an index stands. Where list and index do not belong together, or a delta cannot be had, a new one
 * is loaded, and the old one stays until that is whole. Answers the list to use from now on, and whether it is as new as the index; one that was
 * loaded in part is answered, too, and goes on from there.
 */
export async function followEpoch(
  list: EpochList | undefined,
  told: { index: ListIndex; epoch: number; fetch: FetchFile; reader: ListReader },
): Promise<{ list: EpochList | undefined; outcome: Followed }> {
  const entry = told.index.epochs.find(({ epoch }) => epoch === told.epoch)
  if (!entry) return { list, outcome: 'missing' }
  let at = list ?? newEpochList(told.epoch)
  let last: Step | undefined
  let isAnew = false
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextStep(at, told.index, entry)
    if (step.kind === 'current') return { list: at, outcome: 'current' }
    if (step.kind === 'wait') return { list: list ?? at, outcome: 'wait' }
    // A step that leaves everything as it was would be taken for ever.
    if (last?.kind === 'shards' && step.kind === 'shards') return { list: list ?? at, outcome: 'missing' }
    last = step
    const outcome = step.kind === 'anew' ? 'anew' : await take(at, step, told)
    if (outcome === 'taken') continue
    if (outcome !== 'anew') return { list: list ?? at, outcome }
    // Once: where the shards that are there lead back to the same delta, newer ones have to come first.
    if (isAnew) return { list: list ?? at, outcome: 'missing' }
    isAnew = true
    at = newEpochList(told.epoch)
  }
  return { list: list ?? at, outcome: 'missing' }
}

async function take(
  list: EpochList,
  step: Extract<Step, { kind: 'delta' | 'shards' }>,
  told: { fetch: FetchFile; reader: ListReader },
): Promise<'taken' | 'anew' | 'missing' | ListFault> {
  if (step.kind === 'shards') return takeShards(list, step.shards, told)
  const bytes = await told.fetch(deltaPath(list.epoch, step))
  const asked = { epoch: list.epoch, from: step.from, to: step.to }
  const delta = bytes && (await readDelta(bytes, asked, told.reader))
  // A delta that is gone or cannot be believed, say since its key was withdrawn, need not be waited for: within ten minutes the shards say the same.
  return delta?.ok && applyDelta(list, delta.value) === 'applied' ? 'taken' : 'anew'
}

async function takeShards(
  list: EpochList,
  shards: readonly number[],
  told: { fetch: FetchFile; reader: ListReader },
): Promise<'taken' | 'missing' | ListFault> {
  for (let from = 0; from < shards.length; from += AT_ONCE) {
    const some = shards.slice(from, from + AT_ONCE)
    const read = await Promise.all(
      some.map(async (shard) => {
        const bytes = await told.fetch(shardPath(list.epoch, shard))
        return bytes && readShard(bytes, { epoch: list.epoch, shard }, told.reader)
      }),
    )
    for (const one of read) {
      if (!one) return 'missing'
      if (!one.ok) return one.because
      putShard(list, one.value)
    }
  }
  return 'taken'
}
