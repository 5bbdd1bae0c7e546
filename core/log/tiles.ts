// A tree as files (C2SP tlog-tiles): 256 hashes of one level side by side, and what the leaves say in bundles of 256.

import { concat } from '../bytes.ts'
import { HASH_LENGTH } from './hashes.ts'

/** Hashes in a full tile, and leaves in a full bundle. */
export const TILE_WIDTH = 256
/** Where the signed head of the tree lies. */
export const CHECKPOINT_PATH = 'checkpoint'
/** Where the key lies by which the head is checked: ours, the format has no place for it. */
export const KEY_PATH = 'key'
/** A leaf's length is written in 16 bits. */
const LONGEST_ENTRY = 65_535
const LENGTH_BYTES = 2

/** A tile: level 0 holds leaves' hashes, each level above the roots of full tiles below it. `width` is 1 to 256. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: number
  readonly width: number
}

/** Where a tile or a bundle lies. */
export function tilePath({ level, index, width }: Tile): string {
  const whole = `tile/${level}/${indexPath(index)}`
  return width === TILE_WIDTH ? whole : `${whole}.p/${width}`
}

/** The same when it is full: a part of it is deleted once the whole is there. */
export function fullTilePath(tile: Tile): string {
  return tilePath({ ...tile, width: TILE_WIDTH })
}

/** The tiles of a level in a tree of a size, full ones first. */
export function countTiles(level: number, size: number): { readonly full: number; readonly width: number } {
  const hashes = Math.floor(size / TILE_WIDTH ** level)
  return { full: Math.floor(hashes / TILE_WIDTH), width: hashes % TILE_WIDTH }
}

/** The levels that a tree of a size has tiles in. */
export function countLevels(size: number): number {
  let levels = 0
  while (size >= TILE_WIDTH ** levels) levels += 1
  return levels
}

/** Leaves as a bundle. Throws RangeError for a leaf that is too long. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concat(
    ...entries.flatMap((entry) => {
      if (entry.length > LONGEST_ENTRY) throw new RangeError('a leaf has at most 65,535 bytes')
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
    }),
  )
}

/** The leaves of a bundle; undefined where it is none, or ends half way. */
export function decodeBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const from = at + LENGTH_BYTES
    const to = from + ((bytes[at]! << 8) | (bytes[at + 1] ?? 0))
    if (to > bytes.length) return undefined
    entries.push(bytes.subarray(from, to))
    at = to
  }
  return entries
}

/** The hashes of a tile; undefined where it is none. */
export function decodeTile(bytes: Uint8Array): Uint8Array[] | undefined {
  const count = bytes.length / HASH_LENGTH
  if (!Number.isInteger(count) || count > TILE_WIDTH) return undefined
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * HASH_LENGTH, (at + 1) * HASH_LENGTH))
}

/** 1234067 as `x001/x234/067`, so that no folder has more than a thousand files. */
function indexPath(index: number): string {
  const parts: string[] = []
  for (let rest = index; parts.length === 0 || rest > 0; rest = Math.floor(rest / 1_000)) {
    parts.unshift(`${parts.length === 0 ? '' : 'x'}${String(rest % 1_000).padStart(3, '0')}`)
  }
  return parts.join('/')
}
