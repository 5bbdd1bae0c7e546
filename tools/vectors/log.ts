// A log of 260 made-up acts: its leaves, files, heads and proofs.

import { createHash, createPrivateKey, sign } from 'node:crypto'
import { base64, concat, hex, utf8 } from '../../core/bytes.ts'
import { instant } from '../../core/instant.ts'
import { signCheckpoint } from '../../core/log/checkpoint.ts'
import { leafHash } from '../../core/log/hashes.ts'
import { writeLeaf } from '../../core/log/leaf.ts'
import { keyText, type NoteSigner } from '../../core/log/note.ts'
import { proveConsistency, proveInclusion, type ProvenTree } from '../../core/log/proofs.ts'
import { CHECKPOINT_PATH, encodeBundle, tilePath, TILE_WIDTH } from '../../core/log/tiles.ts'
import { addLeaf, newTree, partialTiles, rootOf, type FullTile } from '../../core/log/tree.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { issuingPublicKey } from '../../server/kit/code-crypto.ts'

const LEAVES = 260
const EARLIER = 3
const KINDS = ['registered', 'colour-changed', 'code-verified', 'entries-written', 'approved']
const BEGAN = 1_650_067_200_000
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest())
}

/** The key of the made-up log; its private half is public, and nothing must ever be signed by it. */
function aSigner(): NoteSigner {
  const der = Buffer.concat([PKCS8_ED25519, sha256(utf8('the key of a made-up log'))])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const { publicKey } = issuingPublicKey(privateKey)
  return { name: 'city.example/log', publicKey, sign: (message) => new Uint8Array(sign(null, message, privateKey)) }
}

function aLeaf(at: number): Uint8Array {
  const moment = instant(BEGAN + 1_000 * at)
  const id = uuidv7(moment, () => sha256(utf8(`id ${at}`)).slice(0, 10))
  return writeLeaf({ id, at: moment, kind: KINDS[at % KINDS.length]!, commitment: sha256(utf8(`act ${at}`)) })
}

/** All files of the log by their paths. */
export function logVectorFiles(): Map<string, Uint8Array> {
  return grown(LEAVES).files
}

function grown(size: number): { files: Map<string, Uint8Array>; proven: ProvenTree; head: string } {
  const tree = newTree()
  const tiles = new Map<string, readonly Uint8Array[]>()
  const keep = (tile: FullTile): void => void tiles.set(tilePath(tile), tile.hashes)
  const entries = Array.from({ length: size }, (_, at) => aLeaf(at))
  for (const entry of entries) addLeaf(sha256, tree, leafHash(sha256, entry)).forEach(keep)
  partialTiles(tree).forEach(keep)
  const files = new Map([...tiles].map(([path, hashes]) => [path, concat(...hashes)]))
  for (let from = 0; from < size; from += TILE_WIDTH) {
    const bundle = entries.slice(from, from + TILE_WIDTH)
    const path = tilePath({ level: 'entries', index: from / TILE_WIDTH, width: bundle.length })
    files.set(path, encodeBundle(bundle))
  }
  const head = signCheckpoint(sha256, { size, root: rootOf(sha256, tree) }, aSigner())
  files.set(CHECKPOINT_PATH, utf8(head))
  return { files, head, proven: { size, sha256, readTile: async (tile) => tiles.get(tilePath(tile))! } }
}

/** What `docs/vectors/log.json` holds. */
export async function logVectors() {
  const { files, proven, head } = grown(LEAVES)
  const inclusion = [0, 3, 255, 256, 259].map(async (index) => ({
    index,
    path: (await proveInclusion(proven, index)).map(base64),
  }))
  const consistency = [1, EARLIER, 128, 256, 259].map(async (from) => ({
    from,
    root: grown(from).head.split('\n')[2],
    proof: (await proveConsistency(proven, from)).map(base64),
  }))
  return {
    about: 'A made-up log of 260 leaves. Its private key is public: never trust it.',
    key: keyText(sha256, aSigner()),
    leaves: Array.from({ length: LEAVES }, (_, at) => new TextDecoder().decode(aLeaf(at))),
    checkpoints: { [EARLIER]: grown(EARLIER).head, [LEAVES]: head },
    // Small files whole; of the others their SHA-256.
    files: Object.fromEntries(
      [...files].map(([path, bytes]) => [
        path,
        bytes.length < 1_000 ? { hex: hex(bytes) } : { bytes: bytes.length, sha256: hex(sha256(bytes)) },
      ]),
    ),
    inclusion: await Promise.all(inclusion),
    consistency: await Promise.all(consistency),
  }
}
