// The city's issuing keys, kept on the device.

import type { KeyList } from '../../contract/codes.ts'
import { fromBase64url, hex, sameBytes } from '../../core/bytes.ts'
import { readKeyDocument, type KeyDocument } from '../../core/code/key-document.ts'
import { readPublishedKey } from '../../core/code/published-key.ts'
import type { IssuingKey } from '../../core/code/verify.ts'
import { call } from '../kit/api.ts'
import { webCrypto } from '../kit/code-crypto.ts'
import type { GuardStore } from './store.ts'

/** The issuing keys by their id in lower-case hexadecimal. */
export type IssuingKeys = ReadonlyMap<string, IssuingKey>

/** What the device keeps of the keys: the root of its enrolment, and the latest document that this root signed. */
export interface KnownCity {
  readonly root: IssuingKey
  readonly document: KeyDocument
}

/** The keys as this device knows them. */
export async function knownKeys(store: GuardStore): Promise<IssuingKeys> {
  const known = await store.get('city', 'keys')
  return new Map(known?.document.keys.map((key) => [hex(key.kid), key]))
}

/**
 * Fetches the keys anew and keeps them. One that is no longer published is no longer trusted. Rejects for a document by another root
 * than the one that this device knows, and for one that is older than what it has: neither is our city's word of today.
 */
export async function fetchKeys(store: GuardStore): Promise<void> {
  const known = await store.get('city', 'keys')
  await store.put('city', await laterCity(await call<KeyList>('GET', '/keys'), known), 'keys')
}

/** The keys and the root as the server tells them now, for a device that is enrolled and stays with that root. */
export async function fetchCity(): Promise<KnownCity> {
  return laterCity(await call<KeyList>('GET', '/keys'), undefined)
}

/** What a device knows of a city after it was told its keys. Throws where it must not believe them. */
export async function laterCity(told: KeyList, known: KnownCity | undefined): Promise<KnownCity> {
  const root = readPublishedKey(told.root)
  const bytes = fromBase64url(told.document)
  if (!root || !bytes) throw new TypeError('the keys are not in their form')
  if (known && !sameBytes(known.root.publicKey, root.publicKey)) throw new TypeError('the keys are by another root')
  const document = await readKeyDocument(bytes, { root, crypto: webCrypto })
  if (!document) throw new TypeError('the keys are not signed by their root')
  if (known && document.signedAt < known.document.signedAt) throw new TypeError('the keys are older than those we have')
  return { root, document }
}
