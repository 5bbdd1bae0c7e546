// The guard's database on the device.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { PublishedKey } from '../../contract/codes.ts'

/** An entry under this device's key: its sequence number is the key of the row. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly box: ArrayBuffer
}

interface GuardSchema extends DBSchema {
  /** The city's issuing keys, to check a code without the server. */
  issuing: { key: string; value: PublishedKey }
  /** Entries on their way to the server, in the order in which they were made. */
  outbox: { key: number; value: Sealed }
  /** Entries that the server would not take; kept until somebody has looked. */
  aside: { key: number; value: Sealed }
  secrets: { key: 'outbox'; value: CryptoKey }
}

export type GuardStore = IDBPDatabase<GuardSchema>

/** Opens the database, and makes it the first time. */
export function openStore(): Promise<GuardStore> {
  return openDB<GuardSchema>('guard', 1, {
    upgrade(store) {
      store.createObjectStore('issuing', { keyPath: 'kid' })
      store.createObjectStore('outbox', { autoIncrement: true })
      store.createObjectStore('aside')
      store.createObjectStore('secrets')
    },
  })
}
