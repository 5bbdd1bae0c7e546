// The phone's part of the colour list (docs/colour-list.md): the one shard that its own credential names, from wherever the
// list lies. It comes with a bundle of its own, long after the code was painted.

import type { KeyList } from '../../../contract/codes.ts'
import { hex, sameBytes } from '../../../core/bytes.ts'
import { readIssuerHeader, readSign1 } from '../../../core/code/cose.ts'
import { decodeCredential, isPaper } from '../../../core/code/credential.ts'
import type { CodeCrypto } from '../../../core/code/crypto.ts'
import { FRESH_MS } from '../../../core/code/format.ts'
import { readPublishedKey } from '../../../core/code/published-key.ts'
import type { IssuingKey } from '../../../core/code/verify.ts'
import { MINUTE, SECOND, type Instant } from '../../../core/instant.ts'
import { INDEX_PATH, MAX_INDEX_FILE, MAX_SHARD_FILE, shardPath, type Inflate } from '../../../core/list/format.ts'
import { readIndex } from '../../../core/list/list-index.ts'
import { colourInShard, readShard, shardOf, type Shard } from '../../../core/list/shard.ts'
import type { ListReader, Read } from '../../../core/list/signed.ts'
import { call } from '../../kit/api.ts'
import { webCrypto } from '../../kit/code-crypto.ts'
import { inflate } from '../../kit/inflate.ts'
import { readBounded } from '../../kit/read-bounded.ts'
import type { ShownCode } from './card.ts'

/** What the colour list says of the code on this phone. */
export type ListWord =
  /** The same colour, as of a moment. */
  | { readonly word: 'same'; readonly asOf: Instant }
  /** The code was issued after the list was made: nothing follows from it. */
  | { readonly word: 'older' }
  /** Another colour, or the key of the code signs no more: the server knows what to do. */
  | { readonly word: 'other' }
  /** Nothing: the list is not there, not to be believed, or too old. */
  | { readonly word: 'silent' }

/** What reading the list needs of the world. */
export interface ListWorld {
  /** The bytes at an address; undefined where there are none, more than that, or no answer. */
  fetch(address: string, maxBytes: number): Promise<Uint8Array | undefined>
  /** The city's issuing keys. May reject. */
  keys(): Promise<readonly IssuingKey[]>
  readonly crypto: CodeCrypto
  readonly inflate: Inflate
}

/** Asks the list about a code at a moment, by the server's time. Never rejects. */
export type ListReading = (
  code: Pick<ShownCode, 'credential' | 'colour' | 'issuedAt'>,
  now: Instant,
) => Promise<ListWord>

// Every shard is signed anew within ten minutes.
const STALE_MS = 15 * MINUTE
const ANSWER_WITHIN_MS = 10 * SECOND
const MAX_CREDENTIAL_BYTES = 512

/** A reading of the list that remembers from look to look where it lies, the city's keys, and how new it was. */
export function readingList(world: ListWorld = browserWorld): ListReading {
  let keys: ReadonlyMap<string, IssuingKey> = new Map()
  let address: string | undefined
  let newest: Pick<Shard, 'epoch' | 'shard' | 'asOf'> | undefined

  return async ({ credential, colour, issuedAt }, now) => {
    const own = readOwnPlace(credential)
    const found = own && (await findShard(own, readerFor(own, now)))
    if (!found || isRolledBack(found.shard)) return { word: 'silent' }
    const { shard, kid } = found
    newest = shard
    // Our clock is slow: the server's answer sets it.
    if (shard.asOf > now + FRESH_MS) return { word: 'other' }
    if (now - shard.asOf > STALE_MS) return { word: 'silent' }
    if (shard.asOf < issuedAt) return { word: 'older' }
    // All that is signed on one day is signed by one key, unless that was withdrawn.
    const isSame = colourInShard(shard, own.index) === colour && sameBytes(kid, own.kid)
    return isSame ? { word: 'same', asOf: shard.asOf } : { word: 'other' }
  }

  async function findShard(own: OwnPlace, reader: ListReader): Promise<{ shard: Shard; kid: Uint8Array } | undefined> {
    address ??= await findAddress(reader)
    if (address === undefined) return undefined
    const asked = { epoch: own.epoch, shard: shardOf(own.index) }
    const bytes = await world.fetch(address + shardPath(asked.epoch, asked.shard), MAX_SHARD_FILE)
    const shard = bytes && (await believed(() => readShard(bytes, asked, reader)))
    // The list may have moved.
    if (!shard) address = undefined
    const kid = shard && kidOf(bytes)
    return shard && kid && { shard, kid }
  }

  async function findAddress(reader: ListReader): Promise<string | undefined> {
    const bytes = await world.fetch(`/list${INDEX_PATH}`, MAX_INDEX_FILE)
    const index = bytes && (await believed(() => readIndex(bytes, reader)))
    return index?.address
  }

  /** Reads a file; once more with the keys of now where it is by one that is not known yet. */
  async function believed<Value>(read: () => Promise<Read<Value>>): Promise<Value | undefined> {
    const first = await read()
    if (first.ok) return first.value
    if (first.because !== 'unknown-key') return undefined
    keys = await world.keys().then(byId, () => keys)
    const second = await read()
    return second.ok ? second.value : undefined
  }

  function readerFor({ issuer }: OwnPlace, now: Instant): ListReader {
    const { crypto, inflate } = world
    // Whatever city issued the code: it is its own list.
    return { now, issuer, keyOf: (kid) => keys.get(kid), crypto, acceptsDemo: true, inflate }
  }

  function isRolledBack({ epoch, shard, asOf }: Shard): boolean {
    return newest !== undefined && newest.epoch === epoch && newest.shard === shard && asOf < newest.asOf
  }
}

/** Where a credential's holder stands, and by which key it is. */
interface OwnPlace {
  readonly issuer: string
  readonly epoch: number
  readonly index: number
  readonly kid: Uint8Array
}

function readOwnPlace(credential: Uint8Array): OwnPlace | undefined {
  const message = readSign1(credential, MAX_CREDENTIAL_BYTES)
  const claims = message && decodeCredential(message.payload)
  const kid = kidOf(credential)
  return claims && kid && !isPaper(claims) ? { ...claims, kid } : undefined
}

function kidOf(signed: Uint8Array): Uint8Array | undefined {
  const message = readSign1(signed, MAX_SHARD_FILE)
  return message && readIssuerHeader(message.header)?.kid
}

function byId(keys: readonly IssuingKey[]): ReadonlyMap<string, IssuingKey> {
  return new Map(keys.map((key) => [hex(key.kid), key]))
}

const browserWorld: ListWorld = {
  async fetch(address, maxBytes) {
    try {
      // The browser asks whether its copy is still right (ETag); a CDN gets nobody's cookie.
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
      const { ok, body } = await fetch(address, { cache: 'no-cache', credentials: 'omit', signal })
      return ok && body ? await readBounded(body, maxBytes) : undefined
    } catch {
      // No network, no server, or cut off half way: the next look tries again.
      return undefined
    }
  },
  async keys() {
    // The page came from the same server: to check that the root signed them would prove nothing more.
    const { keys } = await call<KeyList>('GET', '/keys')
    return keys.map(readPublishedKey).filter((key) => key !== undefined)
  },
  crypto: webCrypto,
  inflate,
}
