// Entries wait here until the server has answered: nothing is lost without a network. Sealed with a key that never
// leaves this device, so that a copy of its storage names nobody.

import type { EntryUpload } from '../../contract/doors.ts'
import type { GuardStore, Sealed } from './store.ts'

/** An entry that waits, and its place in the queue. */
export interface Waiting {
  readonly sequence: number
  readonly entry: EntryUpload
}

/** How many entries wait, and how many the server would not take. */
export interface OutboxCounts {
  readonly waiting: number
  readonly aside: number
}

/** What the sender needs of a queue. */
export interface Outbox {
  add(entry: EntryUpload): Promise<void>
  /** The oldest entries, in order. */
  oldest(limit: number): Promise<Waiting[]>
  /** Forgets entries of the queue: the server has answered. */
  remove(sequences: readonly number[]): Promise<void>
  setAside(sequence: number): Promise<void>
  /** Puts what was set aside back into the queue, at its old places. */
  takeBack(): Promise<void>
  counts(): Promise<OutboxCounts>
}

/** The queue in the device's database. Its key is made when the device is enrolled; before, there is nothing to keep. */
export function openOutbox(store: GuardStore): Outbox {
  let known: CryptoKey | undefined

  async function outboxKey(): Promise<CryptoKey> {
    known ??= await store.get('secrets', 'outbox')
    if (!known) throw new Error('this device is not enrolled')
    return known
  }

  async function oldest(limit: number): Promise<Waiting[]> {
    const reading = store.transaction('outbox')
    const [sequences, rows] = await Promise.all([
      reading.store.getAllKeys(undefined, limit),
      reading.store.getAll(undefined, limit),
    ])
    const key = await outboxKey()
    const entries = await Promise.all(rows.map((row) => unseal(key, row)))
    return entries.flatMap((entry, place) => {
      const sequence = sequences[place]
      return sequence === undefined ? [] : [{ sequence, entry }]
    })
  }

  return {
    oldest,
    async add(entry) {
      const sealed = await seal(await outboxKey(), entry)
      // Strict: the guard is told "recorded", so it must survive a battery that is pulled out now.
      const writing = store.transaction('outbox', 'readwrite', { durability: 'strict' })
      await Promise.all([writing.store.add(sealed), writing.done])
    },
    async remove(sequences) {
      const writing = store.transaction('outbox', 'readwrite')
      await Promise.all([...sequences.map((sequence) => writing.store.delete(sequence)), writing.done])
    },
    async setAside(sequence) {
      await move(store, { from: 'outbox', to: 'aside' }, [sequence])
    },
    async takeBack() {
      await move(store, { from: 'aside', to: 'outbox' }, await store.getAllKeys('aside'))
    },
    async counts() {
      const [waiting, aside] = await Promise.all([store.count('outbox'), store.count('aside')])
      return { waiting, aside }
    },
  }
}

type Queue = 'outbox' | 'aside'

async function move(store: GuardStore, way: { from: Queue; to: Queue }, sequences: readonly number[]): Promise<void> {
  const writing = store.transaction(['outbox', 'aside'], 'readwrite', { durability: 'strict' })
  for (const sequence of sequences) {
    const row = await writing.objectStore(way.from).get(sequence)
    if (!row) continue
    await writing.objectStore(way.to).put(row, sequence)
    await writing.objectStore(way.from).delete(sequence)
  }
  await writing.done
}

/** A key for an outbox. It can be used here and read nowhere. */
export function makeOutboxKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

async function seal(key: CryptoKey, entry: EntryUpload): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const text = new TextEncoder().encode(JSON.stringify(entry))
  return { iv, box: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text) }
}

async function unseal(key: CryptoKey, { iv, box }: Sealed): Promise<EntryUpload> {
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, box)
  return JSON.parse(new TextDecoder().decode(text)) as EntryUpload
}
