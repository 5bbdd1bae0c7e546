// Follows the colour list beside the page, so that no delta makes the guard wait, and answers what stands in it.

import type { Listed } from '../../core/gate-judgement.ts'
import { hex } from '../../core/bytes.ts'
import type { Instant } from '../../core/instant.ts'
import { webCrypto } from '../kit/code-crypto.ts'
import { inflate } from '../kit/inflate.ts'
import { fetchKeys } from './issuing.ts'
import { asOfLists, findListed, followLists, type FetchList, type Wanted } from './lists.ts'
import { openShelf } from './lists-shelf.ts'
import { openStore } from './store.ts'

/** What the page asks, with a number by which the answer is recognised. */
export type ListsAsked = { readonly id: number } & (
  | { readonly ask: 'find'; readonly wanted: Wanted }
  | { readonly ask: 'as-of'; readonly now: Instant }
  /** To bring the lists to where they are published now; answered when that was tried. */
  | { readonly ask: 'follow'; readonly now: Instant; readonly address: string; readonly acceptsDemo: boolean }
)

/** What is answered: for a code what is listed, otherwise as of when the lists are right. */
export interface ListsAnswer {
  readonly id: number
  readonly listed?: Listed | undefined
  readonly asOf?: Instant | undefined
}

// 20 s: a shard or a delta on a slow line; the next round tries again.
const FILE_WITHIN_MS = 20_000

const worker = globalThis as unknown as DedicatedWorkerGlobalScope
const opened = openStore().then(async (store) => ({ store, shelf: await openShelf(store) }))

worker.addEventListener('message', (event: MessageEvent<ListsAsked>) => {
  const { id } = event.data
  // Storage that cannot be opened is a gate without lists: it cannot tell, and says so.
  void answer(event.data)
    .catch((): ListsAnswer => ({ id }))
    .then((answered) => worker.postMessage(answered, []))
})

async function answer(asked: ListsAsked): Promise<ListsAnswer> {
  const { id } = asked
  const { held } = (await opened).shelf
  switch (asked.ask) {
    case 'find':
      return { id, listed: findListed(held, asked.wanted) }
    case 'follow':
      await follow(asked)
      return { id, asOf: asOfLists(held, asked.now) }
    case 'as-of':
      return { id, asOf: asOfLists(held, asked.now) }
  }
}

async function follow({ now, address, acceptsDemo }: ListsAsked & { ask: 'follow' }): Promise<void> {
  const { store, shelf } = await opened
  // Lists may lie elsewhere than the server: where it is gone, the keys known so far will mostly do.
  await fetchKeys(store).catch(() => undefined)
  const city = await store.get('city', 'keys')
  if (!city) return
  const { issuer, keys } = city.document
  const keyOf = (kid: string) => keys.find((key) => hex(key.kid) === kid)
  const reader = { now, issuer, keyOf, crypto: webCrypto, acceptsDemo, inflate }
  // Without a network nothing changes but the age of what is there, which the page shows.
  await followLists(shelf.held, { address, fetch: fetchFile, reader }).catch(() => undefined)
  // No room: entries need it more, and in memory the lists are there.
  await shelf.save(performance.now()).catch(() => undefined)
}

const fetchFile: FetchList = async (address, path) => {
  const response = await fetch(`${address}${path}`, {
    cache: path.includes('/delta/') ? 'default' : 'no-cache',
    signal: AbortSignal.timeout(FILE_WITHIN_MS),
  })
  if (response.status === 404) return undefined
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
