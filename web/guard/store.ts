// The guard's database on the device.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { GateDuty } from '../../contract/gates.ts'
import type { WithdrawnPhones } from '../../core/list/withdrawn.ts'
import type { KnownCity } from './issuing.ts'
import type { HeldEpoch } from './lists.ts'

/** An entry under this device's key: its sequence number is the key of the row. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly box: ArrayBuffer
}

interface GuardSchema extends DBSchema {
  /** The city's issuing keys, to check a code without the server. */
  city: { key: 'keys'; value: KnownCity }
  /** What the device works with, as the server said last. */
  gate: { key: 'duty'; value: GateDuty }
  /** The colour list, by epoch, and the withdrawn phones. */
  lists: { key: number; value: HeldEpoch }
  withdrawn: { key: 'phones'; value: WithdrawnPhones }
  /** Entries on their way to the server, in the order in which they were made. */
  outbox: { key: number; value: Sealed }
  /** Entries that the server would not take; kept until somebody has looked. */
  aside: { key: number; value: Sealed }
  /** Keys that can be used here and read nowhere: the outbox's, and the one by which the server knows this device. */
  secrets: { key: 'outbox' | 'device'; value: CryptoKey }
}

export type GuardStore = IDBPDatabase<GuardSchema>

/** Opens the database, and makes it the first time. */
export function openStore(): Promise<GuardStore> {
  return openDB<GuardSchema>('guard', 3, {
    upgrade(store, from) {
      // Entries and keys of an earlier version wait on; from the first one not its list of keys, which anybody could have signed.
      if (from < 2) store.createObjectStore('city')
      if (from < 1) {
        store.createObjectStore('outbox', { autoIncrement: true })
        store.createObjectStore('aside')
        store.createObjectStore('secrets')
      }
      store.createObjectStore('gate')
      store.createObjectStore('lists')
      store.createObjectStore('withdrawn')
    },
  })
}
