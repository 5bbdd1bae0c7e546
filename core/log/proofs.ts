// What shows that a leaf is in a tree, and that a tree is another one with leaves added: made from tiles, and checked with nothing but
// the roots (RFC 6962 section 2.1, in the words of RFC 9162).

import { sameBytes } from '../bytes.ts'
import { HASH_LENGTH, nodeHash, type Sha256 } from './hashes.ts'
import { TILE_WIDTH, type Tile } from './tiles.ts'
import { rootOfHashes } from './tree.ts'

/** Finds the hashes of a tile. What it finds is believed by nobody before a proof of it was checked. */
export type ReadTile = (tile: Tile) => Promise<readonly Uint8Array[]>

/** A tree that proofs are made of. */
export interface ProvenTree {
  readonly size: number
  readonly readTile: ReadTile
  readonly sha256: Sha256
}

/** The path from a leaf to the root, the leaf's neighbour first. */
export async function proveInclusion(tree: ProvenTree, leaf: number): Promise<Uint8Array[]> {
  const path: Uint8Array[] = []
  let [from, to] = [0, tree.size]
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    path.push(await (leaf < middle ? rootOfRange(tree, middle, to) : rootOfRange(tree, from, middle)))
    if (leaf < middle) to = middle
    else from = middle
  }
  return path.toReversed()
}

/** What shows that a tree goes on from the one that it was at an earlier size. */
export async function proveConsistency(tree: ProvenTree, earlier: number): Promise<Uint8Array[]> {
  if (earlier === 0 || earlier === tree.size) return []
  const path: Uint8Array[] = []
  let [from, to] = [0, tree.size]
  while (to !== earlier) {
    const middle = from + largestPowerBelow(to - from)
    path.push(await (earlier <= middle ? rootOfRange(tree, middle, to) : rootOfRange(tree, from, middle)))
    if (earlier <= middle) to = middle
    else from = middle
  }
  // Whoever checks has the earlier root himself, where that is what is left.
  if (from > 0) path.push(await rootOfRange(tree, from, to))
  return path.toReversed()
}

/** Whether a leaf stands at a place of the tree with this size and root. */
export function isIncluded(
  sha256: Sha256,
  leaf: { readonly hash: Uint8Array; readonly index: number; readonly path: readonly Uint8Array[] },
  head: { readonly size: number; readonly root: Uint8Array },
): boolean {
  if (leaf.index >= head.size || ![leaf.hash, ...leaf.path].every(isHash)) return false
  let [place, last, root] = [leaf.index, head.size - 1, leaf.hash]
  for (const hash of leaf.path) {
    if (last === 0) return false
    if (isOdd(place) || place === last) {
      root = nodeHash(sha256, hash, root)
      while (!isOdd(place) && place > 0) [place, last] = [half(place), half(last)]
    } else {
      root = nodeHash(sha256, root, hash)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && sameBytes(root, head.root)
}

/** Whether the later tree is the earlier one with leaves added at its end. */
export function isConsistent(
  sha256: Sha256,
  heads: {
    readonly earlier: { readonly size: number; readonly root: Uint8Array }
    readonly later: { readonly size: number; readonly root: Uint8Array }
  },
  proof: readonly Uint8Array[],
): boolean {
  const { earlier, later } = heads
  if (earlier.size > later.size || ![earlier.root, ...proof].every(isHash)) return false
  if (earlier.size === later.size) return proof.length === 0 && sameBytes(earlier.root, later.root)
  if (earlier.size === 0) return proof.length === 0
  let [place, last] = [earlier.size - 1, later.size - 1]
  while (isOdd(place)) [place, last] = [half(place), half(last)]
  // A full tree is a node of the later one: its root is where to begin, and is not sent.
  const [first, ...rest] = place === 0 ? [earlier.root, ...proof] : proof
  if (!first) return false
  let [before, after] = [first, first]
  for (const hash of rest) {
    if (last === 0) return false
    if (isOdd(place) || place === last) {
      ;[before, after] = [nodeHash(sha256, hash, before), nodeHash(sha256, hash, after)]
      while (!isOdd(place) && place > 0) [place, last] = [half(place), half(last)]
    } else {
      after = nodeHash(sha256, after, hash)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && sameBytes(before, earlier.root) && sameBytes(after, later.root)
}

/** The root over the leaves from one to before another, where the first is a multiple of the smallest power of two that holds them. */
async function rootOfRange(tree: ProvenTree, from: number, to: number): Promise<Uint8Array> {
  const leaves = to - from
  const below = largestPowerBelow(leaves)
  if (leaves > 1 && below * 2 !== leaves) {
    const middle = from + below
    return nodeHash(tree.sha256, await rootOfRange(tree, from, middle), await rootOfRange(tree, middle, to))
  }
  let level = 0
  while (leaves >= TILE_WIDTH ** (level + 1)) level += 1
  const first = from / TILE_WIDTH ** level
  const index = Math.floor(first / TILE_WIDTH)
  const width = Math.min(TILE_WIDTH, Math.floor(tree.size / TILE_WIDTH ** level) - index * TILE_WIDTH)
  const hashes = await tree.readTile({ level, index, width })
  const at = first % TILE_WIDTH
  return rootOfHashes(tree.sha256, hashes.slice(at, at + leaves / TILE_WIDTH ** level))
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_LENGTH
}

function largestPowerBelow(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

// No bit operations: they end at 2^31.
function isOdd(count: number): boolean {
  return count % 2 === 1
}

function half(count: number): number {
  return Math.floor(count / 2)
}
