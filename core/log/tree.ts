// A tree that grows: of each level the hashes that do not fill a tile yet are kept, and nothing else. They are its partial tiles.

import { emptyRoot, nodeHash, type Sha256 } from './hashes.ts'
import { countLevels, countTiles, TILE_WIDTH, type Tile } from './tiles.ts'

/** A tree by its right edge. */
export interface GrowingTree {
  size: number
  /** Of each level, 0 first, the hashes of its last tile where that is partial. */
  readonly levels: Uint8Array[][]
}

/** A tile that has become full. */
export interface FullTile extends Tile {
  readonly level: number
  readonly hashes: readonly Uint8Array[]
}

/** The tree without leaves. */
export function newTree(): GrowingTree {
  return { size: 0, levels: [] }
}

/** Adds a leaf by its hash; answers the tiles that it filled, the lowest first. */
export function addLeaf(sha256: Sha256, tree: GrowingTree, hash: Uint8Array): FullTile[] {
  tree.size += 1
  const filled: FullTile[] = []
  let adding = hash
  for (let level = 0; ; level += 1) {
    const hashes = (tree.levels[level] ??= [])
    hashes.push(adding)
    if (hashes.length < TILE_WIDTH) return filled
    const index = Math.floor(tree.size / TILE_WIDTH ** (level + 1)) - 1
    filled.push({ level, index, width: TILE_WIDTH, hashes })
    adding = rootOfHashes(sha256, hashes)
    tree.levels[level] = []
  }
}

/** The tiles that a tree ends with, as far as they are partial, the lowest first. */
export function partialTiles(tree: GrowingTree): FullTile[] {
  return tree.levels.flatMap((hashes, level) => {
    if (hashes.length === 0) return []
    return [{ level, index: countTiles(level, tree.size).full, width: hashes.length, hashes }]
  })
}

/** A tree of a size by its partial tiles, as `read` finds them. */
export async function openTree(size: number, read: (tile: Tile) => Promise<Uint8Array[]>): Promise<GrowingTree> {
  const levels: Uint8Array[][] = []
  for (let level = 0; level < countLevels(size); level += 1) {
    const { full, width } = countTiles(level, size)
    levels.push(width === 0 ? [] : await read({ level, index: full, width }))
  }
  return { size, levels }
}

/** The root of a tree. */
export function rootOf(sha256: Sha256, tree: GrowingTree): Uint8Array {
  // From the right: what is smaller stands right of what is larger.
  const roots = tree.levels.flatMap((hashes) => fullSubtrees(sha256, hashes).toReversed())
  const [smallest, ...larger] = roots
  if (!smallest) return emptyRoot(sha256)
  return larger.reduce((right, left) => nodeHash(sha256, left, right), smallest)
}

/** The root over some hashes of one level. */
export function rootOfHashes(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  const [smallest, ...larger] = fullSubtrees(sha256, hashes).toReversed()
  if (!smallest) return emptyRoot(sha256)
  return larger.reduce((right, left) => nodeHash(sha256, left, right), smallest)
}

/** The roots of the full trees that hashes of one level make, the largest first. */
function fullSubtrees(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array[] {
  const roots: Uint8Array[] = []
  let from = 0
  for (let width = TILE_WIDTH; width >= 1; width /= 2) {
    if (hashes.length - from < width) continue
    let level = hashes.slice(from, from + width)
    while (level.length > 1) {
      level = Array.from({ length: level.length / 2 }, (_, at) => nodeHash(sha256, level[2 * at]!, level[2 * at + 1]!))
    }
    roots.push(level[0]!)
    from += width
  }
  return roots
}
