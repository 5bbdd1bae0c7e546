// A log as its files have it, read again from the first leaf to the signed root: what is wrong with it, and where.

import { sameBytes } from '../bytes.ts'
import { readCheckpoint, type TreeHead } from './checkpoint.ts'
import { leafHash } from './hashes.ts'
import { readLeaf } from './leaf.ts'
import type { LogCrypto, NoteFault, NoteKey } from './note.ts'
import {
  CHECKPOINT_PATH,
  countTiles,
  decodeBundle,
  decodeTile,
  fullTilePath,
  tilePath,
  TILE_WIDTH,
  type Tile,
} from './tiles.ts'
import { addLeaf, newTree, partialTiles, rootOf, type FullTile } from './tree.ts'

/** Brings the bytes of a log's file by its path; undefined where there is none. */
export type ReadFile = (path: string) => Promise<Uint8Array | undefined>

/**
 * What is wrong with a file of a log. `entry`: what a leaf says and its hash in the tile differ; `not-an-act`: it says nothing that a
 * leaf of ours says; `hash`: a tile differs from what lies below it; `root`: the signed root is not that of the leaves; `shrunk` and
 * `forked`: a head that somebody kept is that of a longer or of another tree.
 */
export type LogFaultKind = NoteFault | 'missing' | 'entry' | 'not-an-act' | 'hash' | 'root' | 'shrunk' | 'forked'

/** Something that is wrong, in which file, and at which leaf where it is about one. */
export interface LogFault {
  readonly path: string
  readonly because: LogFaultKind
  readonly leaf?: number
}

/** A log to read again. */
export interface LogToVerify {
  readonly read: ReadFile
  readonly key: NoteKey
  readonly crypto: LogCrypto
  /** Heads that were kept earlier, each with the name to tell it by. */
  readonly kept?: readonly (TreeHead & { readonly name: string })[]
  readonly showProgress?: (leaves: number, of: number) => void
}

/** What was read: how many leaves there are by the signed head, and all that is wrong; nothing wrong is an empty list. */
export interface Verified {
  readonly head: TreeHead | undefined
  readonly faults: readonly LogFault[]
}

/** Files that are fetched ahead of their turn: a log may be far away. */
const AHEAD = 16

/** Reads a whole log again and names what is wrong. Throws only what `read` throws. */
export async function verifyLog(log: LogToVerify): Promise<Verified> {
  const { sha256 } = log.crypto
  const note = await log.read(CHECKPOINT_PATH)
  if (!note) return { head: undefined, faults: [{ path: CHECKPOINT_PATH, because: 'missing' }] }
  const head = await readCheckpoint(log.crypto, new TextDecoder().decode(note), log.key)
  if (!head.ok) return { head: undefined, faults: [{ path: CHECKPOINT_PATH, because: head.because }] }

  const faults: LogFault[] = (log.kept ?? [])
    .filter(({ size }) => size > head.size)
    .map(({ name }) => ({ path: name, because: 'shrunk' }))
  const kept = (log.kept ?? []).filter(({ size }) => size <= head.size)
  const tree = newTree()
  const compareKept = (): void => {
    for (const one of kept) {
      if (one.size === tree.size && !sameBytes(one.root, rootOf(sha256, tree))) {
        faults.push({ path: one.name, because: 'forked' })
      }
    }
  }
  compareKept()
  for await (const { tile, leaves, hashes } of bundlesOf(log.read, head.size)) {
    const found = hashesOfBundle(log.crypto, { tile, leaves, hashes })
    faults.push(...found.faults)
    for (const hash of found.hashes) {
      const full = addLeaf(sha256, tree, hash)
      for (const above of full) if (above.level > 0) faults.push(...(await faultsOfTile(log.read, above)))
      compareKept()
    }
    log.showProgress?.(tree.size, head.size)
  }
  for (const last of partialTiles(tree)) if (last.level > 0) faults.push(...(await faultsOfTile(log.read, last)))
  if (!sameBytes(rootOf(sha256, tree), head.root)) faults.push({ path: CHECKPOINT_PATH, because: 'root' })
  return { head: { size: head.size, root: head.root }, faults }
}

/** A file by its path, or the full one that took its place. */
export async function readTileFile(read: ReadFile, tile: Tile): Promise<Uint8Array | undefined> {
  const bytes = await read(tilePath(tile))
  return bytes ?? (tile.width < TILE_WIDTH ? read(fullTilePath(tile)) : undefined)
}

interface Bundle {
  readonly tile: Tile
  /** What the leaves say, and their hashes; undefined where the file is not there. */
  readonly leaves: Uint8Array | undefined
  readonly hashes: Uint8Array | undefined
}

/** The bundles of a tree with the tiles of their hashes, in order. */
async function* bundlesOf(read: ReadFile, size: number): AsyncIterable<Bundle> {
  const { full, width } = countTiles(0, size)
  const count = full + Number(width > 0)
  const coming: Promise<Bundle>[] = []
  for (let index = 0; index < count + AHEAD; index += 1) {
    if (index < count) {
      const tile = { level: 0, index, width: index < full ? TILE_WIDTH : width }
      const next = Promise.all([readTileFile(read, { ...tile, level: 'entries' }), readTileFile(read, tile)])
      const bundle = next.then(([leaves, hashes]) => ({ tile, leaves, hashes }))
      // What fails is thrown in its turn.
      bundle.catch(() => undefined)
      coming.push(bundle)
    }
    if (index >= AHEAD || index >= count) {
      const first = coming.shift()
      if (first) yield await first
    }
  }
}

/** The hashes of the leaves of a bundle: by what they say, or where that cannot be had, as the tile has them. */
function hashesOfBundle({ sha256 }: LogCrypto, bundle: Bundle): { hashes: Uint8Array[]; faults: LogFault[] } {
  const { tile, leaves, hashes } = bundle
  const faults: LogFault[] = []
  const entriesTile: Tile = { ...tile, level: 'entries' }
  const entries = take(leaves && decodeBundle(leaves), tile.width)
  const kept = take(hashes && decodeTile(hashes), tile.width)
  if (!entries) faults.push({ path: tilePath(entriesTile), because: leaves ? 'malformed' : 'missing' })
  if (!kept) faults.push({ path: tilePath(tile), because: hashes ? 'malformed' : 'missing' })
  if (!entries) return { hashes: kept ?? [], faults }
  const made = entries.map((entry, at) => {
    const hash = leafHash(sha256, entry)
    const leaf = tile.index * TILE_WIDTH + at
    if (!readLeaf(entry)) faults.push({ path: tilePath(entriesTile), because: 'not-an-act', leaf })
    if (kept && !sameBytes(hash, kept[at]!)) {
      faults.push(
        { path: tilePath(entriesTile), because: 'entry', leaf },
        { path: tilePath(tile), because: 'entry', leaf },
      )
    }
    return hash
  })
  return { hashes: made, faults }
}

/** The first of what was read, as many as the head says; undefined where there are fewer. */
function take<Value>(values: Value[] | undefined, count: number): Value[] | undefined {
  return values && values.length >= count ? values.slice(0, count) : undefined
}

/** Whether a tile above the leaves' is what follows from those below it. */
async function faultsOfTile(read: ReadFile, tile: FullTile): Promise<LogFault[]> {
  const bytes = await readTileFile(read, tile)
  const hashes = take(bytes && decodeTile(bytes), tile.width)
  if (!hashes) return [{ path: tilePath(tile), because: bytes ? 'malformed' : 'missing' }]
  return hashes.every((hash, at) => sameBytes(hash, tile.hashes[at]!))
    ? []
    : [{ path: tilePath(tile), because: 'hash' }]
}
