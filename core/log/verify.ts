// A log as its files have it, read again from the first leaf to the signed root: what is wrong with it, and where.

import { sameBytes } from '../bytes.ts'
import { readCheckpoint, type TreeHead } from './checkpoint.ts'
import { leafHash, type Sha256 } from './hashes.ts'
import { isActLeaf } from './leaf.ts'
import type { LogCrypto, NoteFault, NoteKey } from './note.ts'
import type { ProvenTree } from './proofs.ts'
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
  for await (const bundle of bundlesOf(log.read, head.size)) {
    const found = hashesOfBundle(log.crypto, bundle)
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

/** What lies in a tile's file, decoded: as many as the tile is wide, also from the full file that took its place. */
export type ReadTile<Value> = Promise<Value[] | 'missing' | 'malformed'>

/** The hashes of a tile by its file. */
export async function readHashes(read: ReadFile, tile: Tile): ReadTile<Uint8Array> {
  return readDecoded(read, tile, decodeTile)
}

/** The leaves of a bundle by its file. */
export async function readEntries(read: ReadFile, tile: Omit<Tile, 'level'>): ReadTile<Uint8Array> {
  return readDecoded(read, { ...tile, level: 'entries' }, decodeBundle)
}

async function readDecoded<Value>(
  read: ReadFile,
  tile: Tile,
  decode: (bytes: Uint8Array) => Value[] | undefined,
): ReadTile<Value> {
  const part = await read(tilePath(tile))
  const bytes = part ?? (tile.width < TILE_WIDTH ? await read(fullTilePath(tile)) : undefined)
  if (!bytes) return 'missing'
  const values = decode(bytes)
  return values?.length === (part ? tile.width : TILE_WIDTH) ? values.slice(0, tile.width) : 'malformed'
}

/** The tree of a head as a log's files have it, to make proofs of. A tile that is not there is an empty one, and the proof fails. */
export function treeOf(log: { readonly read: ReadFile; readonly sha256: Sha256 }, { size }: TreeHead): ProvenTree {
  const known = new Map<string, Promise<readonly Uint8Array[]>>()
  return {
    size,
    sha256: log.sha256,
    readTile(tile) {
      const path = tilePath(tile)
      const found =
        known.get(path) ?? readHashes(log.read, tile).then((hashes) => (typeof hashes === 'string' ? [] : hashes))
      known.set(path, found)
      return found
    },
  }
}

interface Bundle {
  readonly tile: Tile
  readonly entries: Awaited<ReadTile<Uint8Array>>
  readonly hashes: Awaited<ReadTile<Uint8Array>>
}

/** The bundles of a tree with the tiles of their hashes, in order. */
async function* bundlesOf(read: ReadFile, size: number): AsyncIterable<Bundle> {
  const { full, width } = countTiles(0, size)
  const count = full + Number(width > 0)
  const coming: Promise<Bundle>[] = []
  for (let index = 0; index < count + AHEAD; index += 1) {
    if (index < count) {
      const tile = { level: 0, index, width: index < full ? TILE_WIDTH : width }
      const next = Promise.all([readEntries(read, tile), readHashes(read, tile)])
      const bundle = next.then(([entries, hashes]) => ({ tile, entries, hashes }))
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
  const { tile, entries, hashes } = bundle
  const faults: LogFault[] = []
  const entriesPath = tilePath({ ...tile, level: 'entries' })
  if (typeof entries === 'string') faults.push({ path: entriesPath, because: entries })
  if (typeof hashes === 'string') faults.push({ path: tilePath(tile), because: hashes })
  if (typeof entries === 'string') return { hashes: typeof hashes === 'string' ? [] : hashes, faults }
  const made = entries.map((entry, at) => {
    const hash = leafHash(sha256, entry)
    const leaf = tile.index * TILE_WIDTH + at
    if (!isActLeaf(entry)) faults.push({ path: entriesPath, because: 'not-an-act', leaf })
    if (typeof hashes !== 'string' && !sameBytes(hash, hashes[at]!)) {
      faults.push({ path: entriesPath, because: 'entry', leaf }, { path: tilePath(tile), because: 'entry', leaf })
    }
    return hash
  })
  return { hashes: made, faults }
}

/** Whether a tile above the leaves' is what follows from those below it. */
async function faultsOfTile(read: ReadFile, tile: FullTile): Promise<LogFault[]> {
  const hashes = await readHashes(read, tile)
  if (typeof hashes === 'string') return [{ path: tilePath(tile), because: hashes }]
  return hashes.every((hash, at) => sameBytes(hash, tile.hashes[at]!))
    ? []
    : [{ path: tilePath(tile), because: 'hash' }]
}
