// Acts get places, places become leaves, leaves become files, and the root over all of them is signed: in this order, so that whatever
// ends the program in between, the next one goes on from what was signed last and from what the database has.

import { concat, sameBytes, utf8 } from '../../core/bytes.ts'
import { readCheckpoint, signCheckpoint, type TreeHead } from '../../core/log/checkpoint.ts'
import { emptyRoot, leafHash } from '../../core/log/hashes.ts'
import { readLeaf, writeLeaf, type LoggedAct } from '../../core/log/leaf.ts'
import { keyText } from '../../core/log/note.ts'
import { CHECKPOINT_PATH, encodeBundle, KEY_PATH, tilePath, TILE_WIDTH, type Tile } from '../../core/log/tiles.ts'
import {
  addLeaf,
  newTree,
  openTree,
  partialTiles,
  rootOf,
  type FullTile,
  type GrowingTree,
} from '../../core/log/tree.ts'
import { readEntries, readHashes } from '../../core/log/verify.ts'
import { takeQueued } from '../audit/queue.ts'
import { nodeSha256 as sha256 } from '../kit/code-crypto.ts'
import type { LogKey } from '../kit/log-key.ts'
import type { World } from '../kit/world.ts'
import type { LogFile, LogFolder } from './folder.ts'
import { countLeaves, insertLeaves, listPlaced, listPlacedOf } from './store.ts'

/** What keeping the log takes. */
export interface LogPress {
  readonly world: World
  readonly key: LogKey
  readonly folder: LogFolder
}

interface Grown {
  readonly tree: GrowingTree
  /** The leaves of the last bundle where that is not full. */
  bundle: Uint8Array[]
}

interface Found extends Grown {
  readonly lastLeaf: Uint8Array | undefined
}

/** The log as far as it is signed, and what grows on it. */
export interface Sequenced extends Grown {
  /** Places that the database has given; beyond the tree's size only while they are not published. */
  places: number
}

/** Why the log has to stop: going on would contradict what was signed. */
export class LogStopped extends Error {}

/** Acts that one turn takes up. */
const MOST = 20_000

/** Finds the log as it was signed last, and publishes what the database has given places since. Throws `LogStopped`. */
export async function openLog(press: LogPress): Promise<Sequenced> {
  const head = await signedHead(press)
  const found = (await fromFiles(press, head)) ?? (await fromDatabase(press, head))
  await press.folder.write([{ path: KEY_PATH, bytes: utf8(`${keyText(sha256, press.key)}\n`) }])
  await publishSigned(press)
  const log = { tree: found.tree, bundle: found.bundle, places: await countPlaces(press, found) }
  press.world.metrics.log.set({ what: 'leaves' }, log.tree.size)
  for await (const acts of actsOf(press, { from: log.tree.size, to: log.places })) await publish(press, log, acts)
  return log
}

/** One turn: gives the acts that wait their places and publishes them; answers how many. Throws `LogStopped`. */
export async function sequence(press: LogPress, log: Sequenced): Promise<number> {
  const acts = await press.world.db.transaction().execute(async (tx) => {
    const queued = await takeQueued(tx, MOST)
    if (queued.length === 0) return []
    const places = await countLeaves(tx)
    if (places !== log.places) throw new LogStopped('log-places-changed')
    const again = new Set(
      await listPlacedOf(
        tx,
        queued.map(({ id }) => id),
      ),
    )
    const there = queued.flatMap(({ act }) => (act && !again.has(act.id) ? [act] : []))
    // Of an act that is gone there is nothing that a leaf could say, and one that has its place gets no other.
    tellStrange(press, 'log-act-gone', queued.filter(({ act }) => !act).length)
    tellStrange(press, 'log-act-queued-again', again.size)
    await insertLeaves(
      tx,
      places,
      there.map(({ id }) => id),
    )
    return there
  })
  log.places += acts.length
  if (acts.length > 0) await publish(press, log, acts)
  return acts.length
}

function tellStrange({ world }: LogPress, what: string, count: number): void {
  if (count === 0) return
  world.metrics.logFaults.inc({ what }, count)
  world.log.error({ count }, what)
}

async function signedHead({ key, world }: LogPress): Promise<TreeHead> {
  const signed = key.findSigned()
  if (signed === undefined) return { size: 0, root: emptyRoot(sha256) }
  const head = await readCheckpoint({ sha256, verify: world.crypto.verify }, signed, key)
  if (!head.ok) throw new LogStopped('log-signed-head-damaged')
  return head
}

/** The tree of the signed head by its files; undefined where they are not there, or give another root. */
async function fromFiles({ folder }: LogPress, head: TreeHead): Promise<Found | undefined> {
  async function hashesOf(tile: Tile): Promise<Uint8Array[]> {
    const hashes = await readHashes(folder.find, tile)
    return typeof hashes === 'string' ? [] : hashes
  }
  const tree = await openTree(head.size, hashesOf)
  if (!sameBytes(rootOf(sha256, tree), head.root)) return undefined
  if (head.size === 0) return { tree, bundle: [], lastLeaf: undefined }
  const index = Math.ceil(head.size / TILE_WIDTH) - 1
  const last = { index, width: head.size - index * TILE_WIDTH }
  const entries = await readEntries(folder.find, last)
  if (typeof entries === 'string') return undefined
  const hashes = await hashesOf({ level: 0, ...last })
  const isWhole = hashes.length === last.width && hashes.every((hash, at) => isLeaf(entries[at], hash))
  if (!isWhole) return undefined
  return { tree, bundle: last.width === TILE_WIDTH ? [] : entries, lastLeaf: entries.at(-1) }
}

function isLeaf(entry: Uint8Array | undefined, hash: Uint8Array): boolean {
  return entry !== undefined && sameBytes(leafHash(sha256, entry), hash)
}

/** The same from the database, with all its files written anew: only where that gives the root that was signed. */
async function fromDatabase(press: LogPress, head: TreeHead): Promise<Found> {
  const [trial, made] = [aGrown(), aGrown()]
  for await (const acts of actsOf(press, { from: 0, to: head.size })) grow(trial, acts)
  if (!sameBytes(rootOf(sha256, trial.tree), head.root)) throw new LogStopped('log-would-fork')
  press.world.log.error({ count: head.size }, 'log-files-made-anew')
  let lastLeaf: Uint8Array | undefined
  for await (const acts of actsOf(press, { from: 0, to: head.size })) {
    const files = grow(made, acts)
    await press.folder.write(files.map(({ file }) => file))
    lastLeaf = writeLeaf(acts.at(-1)!)
  }
  return { ...made, lastLeaf }
}

/** A database that was put back to an earlier day has given fewer places than were signed, or other ones. */
async function countPlaces({ world }: LogPress, { tree, lastLeaf }: Found): Promise<number> {
  const places = await countLeaves(world.db)
  if (places < tree.size) throw new LogStopped('log-would-fork')
  if (!lastLeaf) return places
  const [placed] = await listPlaced(world.db, { from: tree.size - 1, to: tree.size })
  if (readLeaf(lastLeaf)?.id !== placed?.id) throw new LogStopped('log-would-fork')
  return places
}

/** The acts that have some places, so many at a time; every one of them is there, or the log would say less than was done. */
async function* actsOf({ world }: LogPress, range: { from: number; to: number }): AsyncIterable<LoggedAct[]> {
  for (let { from } = range; from < range.to; from += MOST) {
    const to = Math.min(range.to, from + MOST)
    const placed = await listPlaced(world.db, { from, to })
    const acts = placed.flatMap(({ act, leaf }, at) => (act && leaf === from + at ? [act] : []))
    if (acts.length !== to - from) throw new LogStopped('log-place-without-act')
    yield acts
  }
}

interface Written {
  readonly file: LogFile
  /** Set where a tile became full, of which there may be parts. */
  readonly full?: Tile
}

function aGrown(): Grown {
  return { tree: newTree(), bundle: [] }
}

/** Adds acts to a tree; answers the files that are new. */
function grow(log: Grown, acts: readonly LoggedAct[]): Written[] {
  const written: Written[] = []
  for (const act of acts) {
    const entry = writeLeaf(act)
    log.bundle.push(entry)
    for (const tile of addLeaf(sha256, log.tree, leafHash(sha256, entry))) written.push(tileFile(tile))
    if (log.bundle.length < TILE_WIDTH) continue
    written.push(bundleFile(log))
    log.bundle = []
  }
  if (log.bundle.length > 0) written.push(bundleFile(log))
  return [...written, ...partialTiles(log.tree).map(tileFile)]
}

function tileFile({ hashes, ...tile }: FullTile): Written {
  return withParts(tile, concat(...hashes))
}

function bundleFile({ tree, bundle }: Grown): Written {
  const index = Math.ceil(tree.size / TILE_WIDTH) - 1
  return withParts({ level: 'entries', index, width: bundle.length }, encodeBundle(bundle))
}

function withParts(tile: Tile, bytes: Uint8Array): Written {
  return { file: { path: tilePath(tile), bytes }, ...(tile.width === TILE_WIDTH && { full: tile }) }
}

/** Writes what acts add to the log, then signs its head, keeps that outside the database, and only then shows it. */
async function publish(press: LogPress, log: Sequenced, acts: readonly LoggedAct[]): Promise<void> {
  const { key, folder, world } = press
  const written = grow(log, acts)
  await folder.write(written.map(({ file }) => file))
  key.keepSigned(signCheckpoint(sha256, { size: log.tree.size, root: rootOf(sha256, log.tree) }, key))
  await publishSigned(press)
  for (const { full } of written) if (full) await folder.dropParts(full)
  world.metrics.log.set({ what: 'leaves' }, log.tree.size)
}

async function publishSigned({ key, folder }: LogPress): Promise<void> {
  const signed = key.findSigned()
  if (signed !== undefined) await folder.write([{ path: CHECKPOINT_PATH, bytes: utf8(signed) }])
}
