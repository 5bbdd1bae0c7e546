// Where the lists outlast the page: a gate that starts without a network judges by what it knew before.

import { MINUTE } from '../../core/instant.ts'
import { noLists, type HeldEpoch, type HeldLists } from './lists.ts'
import type { GuardStore } from './store.ts'

// A city of 25 million has 8 MB a day: every minute of it would wear out a phone. What is lost by a battery that is pulled out is
// the way from five minutes ago, and the screen says how old the rest is.
const SAVED_EVERY_MS = 5 * MINUTE
const SMALL_BYTES = 1_000_000

/** Lists that are kept on the device, and brought back. */
export interface ListsShelf {
  readonly held: HeldLists
  /** Keeps what has changed; rejects where there is no room. `at`: a clock of milliseconds. */
  save(at: number): Promise<void>
}

/** What the device kept, in use. */
export async function openShelf(store: GuardStore): Promise<ListsShelf> {
  const held = noLists()
  for (const one of await store.getAll('lists')) held.epochs.set(one.list.epoch, one)
  held.withdrawn = await store.get('withdrawn', 'phones')
  let keptPhones = held.withdrawn
  const kept = new Map([...held.epochs].map(([epoch, one]) => [epoch, { one, at: -Infinity }]))

  function isDue(epoch: number, one: HeldEpoch, at: number): boolean {
    const last = kept.get(epoch)
    if (!last) return one.asOf !== undefined
    if (last.one === one) return false
    return one.list.values.length <= SMALL_BYTES || at - last.at >= SAVED_EVERY_MS
  }

  return {
    held,
    async save(at) {
      for (const [epoch, one] of held.epochs) {
        if (!isDue(epoch, one, at)) continue
        await store.put('lists', one, epoch)
        kept.set(epoch, { one, at })
      }
      for (const epoch of await store.getAllKeys('lists')) {
        if (!held.epochs.has(epoch)) await store.delete('lists', epoch)
      }
      if (held.withdrawn && held.withdrawn !== keptPhones) await store.put('withdrawn', held.withdrawn, 'phones')
      keptPhones = held.withdrawn
    },
  }
}
