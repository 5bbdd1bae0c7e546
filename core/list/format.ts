// The constants of the colour list (docs/colour-list.md), and the ways in and out of zlib that are handed in.

import { utf8 } from '../bytes.ts'

/** Entries of one shard. */
export const SHARD_SIZE = 65_536

/** Bytes of one shard's entries, two bits each. */
export const SHARD_BYTES = SHARD_SIZE / 4

/** The end of all places: an index is a number of 32 bits, and its shard is a whole one. */
export const PLACES_END = 2 ** 32

/** Bytes of a chain value, a SHA-256. */
export const CHAIN_LENGTH = 32

/** Bytes of a chain value that stand in a roll-up for each number that it passes: enough against accidents, and forgers cannot sign. */
export const PATH_STEP = 4

/** The longest life of a shard: what a phone fetched yesterday says nothing about now. */
export const SHARD_LIFE_SECONDS = 86_400

/** The largest files that are looked at, in bytes. A shard of chance itself has 16,400 and its claims 200 more. */
export const MAX_SHARD_FILE = 20_000
export const MAX_INDEX_FILE = 65_536
/** An hour of 1,000 changes a second, three bytes each, is 10.8 MB. */
export const MAX_DELTA_FILE = 16_777_216
/** 800,000 phones withdrawn within two days. */
export const MAX_WITHDRAWN_FILE = 16_777_216

// What is signed begins with one of these (COSE external_aad), so that no file of the list serves as another, or as a code.
export const SHARD_CONTEXT = utf8('SSM1 shard')
export const DELTA_CONTEXT = utf8('SSM1 delta')
export const INDEX_CONTEXT = utf8('SSM1 index')
export const WITHDRAWN_CONTEXT = utf8('SSM1 withdrawn')

// Claims: those of CWT (RFC 8392) and of Token Status List, and one private claim a kind, an array each.
export const SUBJECT = 2
export const EXPIRES = 4
export const ISSUED_AT = 6
export const STATUS_LIST = 65_533
export const SHARD_CLAIM = -65_539
export const DELTA_CLAIM = -65_540
export const INDEX_CLAIM = -65_541
export const WITHDRAWN_CLAIM = -65_542

/** DEFLATE in the zlib wrapping (RFC 1950). */
export type Deflate = (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array

/** The bytes that were deflated; undefined for anything else, for bytes behind the end, and for more than `maxBytes`. */
export type Inflate = (
  deflated: Uint8Array,
  maxBytes: number,
) => Promise<Uint8Array | undefined> | Uint8Array | undefined

/** Where a shard lies under the list's address. */
export function shardPath(epoch: number, shard: number): string {
  return `/${epoch}/${shard}`
}

/** Where a delta lies under the list's address. */
export function deltaPath(epoch: number, range: { from: number; to: number }): string {
  return `/${epoch}/delta/${range.from}-${range.to}`
}

/** Where the index lies under the list's address, and the list of withdrawn phones. */
export const INDEX_PATH = '/index'
export const WITHDRAWN_PATH = '/withdrawn'
