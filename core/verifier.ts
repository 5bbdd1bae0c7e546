import { hex } from './bytes.ts'
import type { Colour } from './colour.ts'
import { readPublishedKey, type KeyText } from './code/published-key.ts'
import { subtleCrypto, type Subtle } from './code/subtle-crypto.ts'
import { verifyCode, type IssuingKey, type Verdict } from './code/verify.ts'
import { instant, type Instant } from './instant.ts'
import { shardPath, WITHDRAWN_PATH, type Inflate } from './list/format.ts'
import { colourInShard, readShard, shardOf } from './list/shard.ts'
import type { ListReader, Read } from './list/signed.ts'
import { readWithdrawn, type WithdrawnPhones } from './list/withdrawn.ts'

// What other people's programs take from us: `npm run pack:verifier` makes a package of this file.

/** What a verifier knows: the city's published keys, and the platform's cryptography (`crypto.subtle`). */
export interface Known<Key> {
  readonly keys: readonly KeyText[]
  readonly subtle: Subtle<Key>
  /** Whether codes of a demo city pass as genuine; they do not, unless this says so. */
  readonly acceptsDemo?: boolean
}

/**
 * A function that judges the text of a scanned code at a moment (milliseconds since 1970): genuine, not genuine, or cannot tell.
 * It throws on no text. Keys that cannot be read are left out: their codes are `unknown-key`. Without the colour list the colour in
 * a verdict is that of the moment of issue.
 */
export function makeVerifier<Key>(known: Known<Key>): (text: string, nowMs: number) => Promise<Verdict> {
  const keyOf = keysOf(known)
  const crypto = subtleCrypto(known.subtle)
  const { acceptsDemo = false } = known
  return (text, nowMs) => verifyCode(text, { now: instant(nowMs), keyOf, crypto, acceptsDemo })
}

/** What reading the colour list takes besides: whose list it is (a credential's `issuer`), and a way out of zlib (RFC 1950). */
export interface KnownList<Key> extends Known<Key> {
  readonly issuer: string
  readonly inflate: Inflate
}

/** A place in the list, as a credential names it. */
export interface Place {
  readonly epoch: number
  readonly index: number
}

/** Reads what a city publishes of its colours. Paths are those below the list's address; moments are milliseconds since 1970. */
export interface PublishedList {
  /** Where the shard of a place lies. */
  shardPath(place: Place): string
  /** The colour at a place, and as of when, from the bytes of its shard; or why they are not to be believed. Throws on no bytes. */
  readColour(
    bytes: Uint8Array,
    place: Place,
    nowMs: number,
  ): Promise<Read<{ readonly colour: Colour; readonly asOf: Instant }>>
  /** Where the list of withdrawn phones lies. */
  readonly withdrawnPath: string
  /** The phones whose codes count no more, by a verdict's `phoneKeyHash` in lower-case hexadecimal. Throws on no bytes. */
  readWithdrawn(bytes: Uint8Array, nowMs: number): Promise<Read<WithdrawnPhones>>
}

/** A reader of a city's colour list. Whichever is newer decides, the list or the credential's issue; on a tie the list. */
export function makeListReader<Key>(known: KnownList<Key>): PublishedList {
  const { issuer, inflate, acceptsDemo = false } = known
  const [keyOf, crypto] = [keysOf(known), subtleCrypto(known.subtle)]
  const readerAt = (nowMs: number): ListReader => ({
    now: instant(nowMs),
    issuer,
    keyOf,
    crypto,
    acceptsDemo,
    inflate,
  })
  return {
    shardPath: ({ epoch, index }) => shardPath(epoch, shardOf(index)),
    async readColour(bytes, { epoch, index }, nowMs) {
      const read = await readShard(bytes, { epoch, shard: shardOf(index) }, readerAt(nowMs))
      if (!read.ok) return read
      // A shard that was asked for has the place.
      const colour = colourInShard(read.value, index) ?? 'grey'
      return { ok: true, value: { colour, asOf: read.value.asOf } }
    },
    withdrawnPath: WITHDRAWN_PATH,
    readWithdrawn: (bytes, nowMs) => readWithdrawn(bytes, readerAt(nowMs)),
  }
}

function keysOf({ keys }: Pick<Known<unknown>, 'keys'>): (kidHex: string) => IssuingKey | undefined {
  const known = keys.map(readPublishedKey).filter((key) => key !== undefined)
  const byId = new Map(known.map((key) => [hex(key.kid), key]))
  return (kidHex) => byId.get(kidHex)
}
