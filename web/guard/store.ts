// The guard's database on the device.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { KnownCity } from './issuing.ts'

/** An entry under this device's key: its sequence number is the key of the row. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly box: ArrayBuffer
}

interface GuardSchema extends DBSchema {
  /** The city's issuing keys, to check a code without the server. */
  city: { key: 'keys'; value: KnownCity }
  /** Entries on their way to the server, in the order in which they were made. */
  outbox: { key: number; value: Sealed }
  /** Entries that the server would not take; kept until somebody has looked. */
  aside: { key: number; value: Sealed }
  secrets: { key: 'outbox'; value: CryptoKey }
}

export type GuardStore = IDBPDatabase<GuardSchema>

/** Opens the database, and makes it the first time. */
export function openStore(): Promise<GuardStore> {
  return openDB<GuardSchema>('guard', 2, {
    upgrade(store, from) {
      store.createObjectStore('city')
      // Entries of an earlier version wait on: only its list of keys, which anybody could have signed, is left behind.
      if (from === 1) return
      store.createObjectStore('outbox', { autoIncrement: true })
      store.createObjectStore('aside')
      store.createObjectStore('secrets')
    },
  })
}
