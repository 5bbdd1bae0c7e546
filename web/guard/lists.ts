// The colour list as this device holds it (docs/colour-list.md, section 7): yesterday's, today's and tomorrow's, and the withdrawn phones.

import type { Credential } from '../../core/code/credential.ts'
import type { Listed } from '../../core/gate-judgement.ts'
import { dayOf, instant, type Instant } from '../../core/instant.ts'
import { colourAtPlace, newEpochList, type EpochList } from '../../core/list/epoch-list.ts'
import { followEpoch, type FetchFile, type Followed } from '../../core/list/follow.ts'
import { INDEX_PATH, WITHDRAWN_PATH } from '../../core/list/format.ts'
import { readIndex, type ListIndex } from '../../core/list/list-index.ts'
import type { ListReader } from '../../core/list/signed.ts'
import { isWithdrawn, readWithdrawn, type WithdrawnPhones } from '../../core/list/withdrawn.ts'

/** One epoch's list. `asOf` is undefined until it is whole. */
export interface HeldEpoch {
  readonly list: EpochList
  readonly asOf: Instant | undefined
}

/** Everything of the colour list that a device holds; changed in place. */
export interface HeldLists {
  readonly epochs: Map<number, HeldEpoch>
  withdrawn: WithdrawnPhones | undefined
}

/** What a code is looked up by. */
export interface Wanted {
  readonly epoch: Credential['epoch']
  readonly index: number
  readonly phoneKeyHash: Uint8Array
}

/** Fetches a file of the list: the index under the address that the gate was told, all others under the one that the index names. */
export type FetchList = (address: string, path: string) => ReturnType<FetchFile>

/** A device that holds nothing yet. */
export function noLists(): HeldLists {
  return { epochs: new Map(), withdrawn: undefined }
}

/** What the lists say about a code; undefined where the code's epoch was never loaded whole. */
export function findListed(held: HeldLists, { epoch, index, phoneKeyHash }: Wanted): Listed | undefined {
  const isOut = held.withdrawn !== undefined && isWithdrawn(held.withdrawn, phoneKeyHash)
  const found = held.epochs.get(epoch)
  if (found?.asOf === undefined) return isOut ? { colour: undefined, asOf: instant(0), isWithdrawn: true } : undefined
  return { colour: colourAtPlace(found.list, index), asOf: found.asOf, isWithdrawn: isOut }
}

/** As of when the lists are right by which codes are judged now: the older of yesterday's and today's. Undefined without today's. */
export function asOfLists(held: HeldLists, now: Instant): Instant | undefined {
  const today = dayOf(now)
  const asOf = held.epochs.get(today)?.asOf
  const yesterday = held.epochs.get(today - 1)
  if (asOf === undefined || !yesterday) return asOf
  return yesterday.asOf === undefined ? undefined : instant(Math.min(asOf, yesterday.asOf))
}

/**
 * Brings what is held to where the published index stands. Answers how far it came: `current` only where everything is as new as
 * the index. Rejects where a file could not be fetched; what had come until then stays, and the next time goes on from there.
 */
export async function followLists(
  held: HeldLists,
  told: { address: string; fetch: FetchList; reader: ListReader },
): Promise<Followed> {
  const { reader } = told
  forgetOld(held, reader.now)
  const bytes = await told.fetch(told.address, INDEX_PATH)
  if (!bytes) return 'missing'
  const read = await readIndex(bytes, reader)
  if (!read.ok) return read.because
  const index = read.value
  const fetch: FetchFile = (path) => told.fetch(index.address, path)
  // The withdrawn first: a list is as new as the index only together with them.
  const withdrawn = await followWithdrawn(held, { index, fetch, reader })
  if (withdrawn !== 'current') return withdrawn
  let worst: Followed = 'current'
  for (const epoch of wantedEpochs(index, reader.now)) {
    const outcome = await followOne(held, epoch, { index, fetch, reader })
    if (outcome !== 'current') worst = outcome
  }
  return worst
}

async function followOne(
  held: HeldLists,
  epoch: number,
  told: { index: ListIndex; fetch: FetchFile; reader: ListReader },
): Promise<Followed> {
  const before = held.epochs.get(epoch) ?? { list: newEpochList(epoch), asOf: undefined }
  // In its place before it is filled, so that what came counts even where the next file does not come.
  held.epochs.set(epoch, before)
  const { list = before.list, outcome } = await followEpoch(before.list, { ...told, epoch })
  const { asOf } = told.index
  // An index that comes late, from a copy on the way, makes nothing older than it was known to be.
  const isSame = list === before.list && before.asOf !== undefined
  if (outcome === 'current') held.epochs.set(epoch, { list, asOf: isSame ? latest(asOf, before.asOf) : asOf })
  return outcome
}

async function followWithdrawn(
  held: HeldLists,
  told: { index: ListIndex; fetch: FetchFile; reader: ListReader },
): Promise<Followed> {
  const { index, fetch, reader } = told
  const known = held.withdrawn
  if (known?.number === index.withdrawn) return 'current'
  // Who is beyond the index either sees an old copy of it, or a list that was put back; only a later index tells.
  if (known && known.number > index.withdrawn && index.asOf <= known.asOf) return 'wait'
  const bytes = await fetch(WITHDRAWN_PATH)
  if (!bytes) return 'missing'
  const read = await readWithdrawn(bytes, reader)
  if (!read.ok) return read.because
  if (read.value.number < index.withdrawn) return 'missing'
  held.withdrawn = read.value
  return 'current'
}

/** Today's first: it is the one that is asked for. */
function wantedEpochs(index: ListIndex, now: Instant): number[] {
  const today = dayOf(now)
  return [today, today - 1, today + 1].filter((wanted) => index.epochs.some(({ epoch }) => epoch === wanted))
}

function forgetOld(held: HeldLists, now: Instant): void {
  for (const epoch of held.epochs.keys()) if (epoch < dayOf(now) - 1) held.epochs.delete(epoch)
}

function latest(a: Instant, b: Instant): Instant {
  return instant(Math.max(a, b))
}
