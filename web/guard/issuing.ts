// The city's issuing keys, kept on the device.

import type { KeyList } from '../../contract/codes.ts'
import { readPublishedKey } from '../../core/code/published-key.ts'
import type { IssuingKey } from '../../core/code/verify.ts'
import { call } from '../kit/api.ts'
import type { GuardStore } from './store.ts'

/** The issuing keys by their id in lower-case hexadecimal. */
export type IssuingKeys = ReadonlyMap<string, IssuingKey>

/** The keys as this device knows them. */
export async function knownKeys(store: GuardStore): Promise<IssuingKeys> {
  const keys = new Map<string, IssuingKey>()
  for (const published of await store.getAll('issuing')) {
    const key = readPublishedKey(published)
    if (key) keys.set(published.kid, key)
  }
  return keys
}

/** Fetches the keys anew and keeps them. One that is no longer published is no longer trusted. */
export async function fetchKeys(store: GuardStore): Promise<IssuingKeys> {
  const { keys } = await call<KeyList>('GET', '/keys')
  const writing = store.transaction('issuing', 'readwrite')
  await writing.store.clear()
  await Promise.all(keys.map((key) => writing.store.put(key)))
  await writing.done
  return knownKeys(store)
}
