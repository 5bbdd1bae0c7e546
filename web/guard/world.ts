// The one place where the guard's page takes in the world: randomness, network, storage.

import type { EntriesResult, EntryUpload, VerifyAnswer } from '../../contract/doors.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { call } from '../kit/api.ts'
import { webCrypto } from '../kit/code-crypto.ts'
import type { CheckWorld } from './check.ts'
import { learnTime, now } from './clock.ts'
import { fetchKeys, knownKeys, type IssuingKeys } from './issuing.ts'
import { openOutbox, type Outbox } from './outbox.ts'
import { openStore } from './store.ts'

/** What the page works with, opened once. */
export interface GuardWorld {
  readonly outbox: Outbox
  /** What a check needs; the keys are those known at the moment of each look. */
  checkWorld(demo: boolean): CheckWorld
  /** Fetches the issuing keys anew; rejects without a network. */
  refreshKeys(): Promise<void>
}

/** Opens the device's storage. Rejects where the browser forbids it. */
export async function openWorld(): Promise<GuardWorld> {
  const store = await openStore()
  const outbox = await openOutbox(store)
  let keys: IssuingKeys = await knownKeys(store)
  return {
    outbox,
    checkWorld: (demo) => ({
      now,
      keyOf: (kid) => keys.get(kid),
      crypto: webCrypto,
      acceptsDemo: demo,
      ask: askServer,
      wait,
    }),
    async refreshKeys() {
      keys = await fetchKeys(store)
    },
  }
}

/** The id of an entry, made at the scan. */
export function newEntryId(): string {
  return uuidv7(now(), (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
}

/** Sends entries to the server. */
export function postEntries(entries: EntryUpload[]): Promise<EntriesResult> {
  return call<EntriesResult>('POST', '/api/entries', { entries })
}

async function askServer(request: Parameters<CheckWorld['ask']>[0]): Promise<VerifyAnswer> {
  const askedAt = Date.now()
  const answer = await call<VerifyAnswer>('POST', '/api/verify', request)
  learnTime(answer.serverTime, askedAt)
  return answer
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
