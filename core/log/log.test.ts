import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { base64, fromBase64, fromHex, hex, utf8 } from '../bytes.ts'
import { instant } from '../instant.ts'
import { issuingPublicKey, nodeCrypto } from '../../server/kit/code-crypto.ts'
import { readCheckpoint, signCheckpoint } from './checkpoint.ts'
import { emptyRoot, leafHash, nodeHash } from './hashes.ts'
import { readLeaf, writeLeaf } from './leaf.ts'
import { keyText, openNote, readKeyText, type LogCrypto, type NoteSigner } from './note.ts'
import { isConsistent, isIncluded, proveConsistency, proveInclusion, type ProvenTree } from './proofs.ts'
import { countLevels, countTiles, decodeBundle, encodeBundle, tilePath, type Tile } from './tiles.ts'
import { addLeaf, newTree, partialTiles, rootOf, type FullTile } from './tree.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest())
const crypto: LogCrypto = { sha256, verify: nodeCrypto().verify }

// The leaves and roots that RFC 6962's reference implementation is tested with, and everybody after it.
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** A tree with its tiles, and its root. */
function grown(hashes: readonly Uint8Array[]): { root: Uint8Array; proven: ProvenTree } {
  const tree = newTree()
  const tiles = new Map<string, readonly Uint8Array[]>()
  const keep = (tile: FullTile): void => void tiles.set(tilePath(tile), tile.hashes)
  for (const hash of hashes) addLeaf(sha256, tree, hash).forEach(keep)
  partialTiles(tree).forEach(keep)
  const proven = { size: tree.size, sha256, readTile: async (tile: Tile) => tiles.get(tilePath(tile))! }
  return { root: rootOf(sha256, tree), proven }
}

/** The root by the words of RFC 6962, section 2.1, and nothing clever. */
function rootByTheBook(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyRoot(sha256)
  if (hashes.length === 1) return hashes[0]!
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  return nodeHash(sha256, rootByTheBook(hashes.slice(0, split)), rootByTheBook(hashes.slice(split)))
}

function someHashes(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => leafHash(sha256, utf8(`leaf ${at}`)))
}

test('the eight known leaves have the known roots at every size', () => {
  const hashes = LEAVES.map((leaf) => leafHash(sha256, fromHex(leaf)!))
  const roots = ROOTS.map((_, size) => grown(hashes.slice(0, size)).root)
  assert.deepEqual(roots.map(hex), ROOTS)
})

test('a tree that grows by tiles has the root of the definition, around a full tile and far beyond', () => {
  const hashes = someHashes(66_000)
  const sizes = new Set([254, 255, 256, 257, 511, 512, 513, 1_000, 65_535, 65_536, 65_537, 66_000])
  const tree = newTree()
  for (const hash of hashes) {
    addLeaf(sha256, tree, hash)
    if (!sizes.has(tree.size)) continue
    assert.equal(hex(rootOf(sha256, tree)), hex(rootByTheBook(hashes.slice(0, tree.size))), String(tree.size))
  }
})

test('leaves at both ends and in the middle of trees small and large are proved to be where they are and nowhere else', async () => {
  for (const size of [1, 2, 3, 5, 8, 31, 255, 256, 257, 300, 66_000]) {
    const hashes = someHashes(size)
    const { root, proven } = grown(hashes)
    const head = { size, root }
    for (const index of new Set([0, 1, size >> 1, size - 2, size - 1].filter((at) => at >= 0 && at < size))) {
      const path = await proveInclusion(proven, index)
      assert.ok(isIncluded(sha256, { hash: hashes[index]!, index, path }, head), `${index} of ${size}`)
      assert.ok(!isIncluded(sha256, { hash: hashes[index]!, index: index + 1, path }, head))
      assert.ok(!isIncluded(sha256, { hash: hashes[index]!, index, path: [...path, root] }, head))
      for (const other of path.length > 0 ? [path.slice(1), path.with(0, path[0]!.slice(1))] : []) {
        assert.ok(!isIncluded(sha256, { hash: hashes[index]!, index, path: other }, head))
      }
    }
  }
})

test('a tree is proved to go on from each of its earlier sizes, and from no other tree', async () => {
  const hashes = someHashes(600)
  const nothing = emptyRoot(sha256)
  await fc.assert(
    fc.asyncProperty(fc.nat(600), fc.nat(600), async (one, other) => {
      const [earlier, later] = [Math.min(one, other), Math.max(one, other)]
      const { root, proven } = grown(hashes.slice(0, later))
      const proof = await proveConsistency(proven, earlier)
      const before = grown(hashes.slice(0, earlier)).root
      const heads = { earlier: { size: earlier, root: before }, later: { size: later, root } }
      assert.ok(isConsistent(sha256, heads, proof))
      if (earlier === 0) return
      const forked = { ...heads, earlier: { size: earlier, root: leafHash(sha256, before) } }
      assert.ok(!isConsistent(sha256, forked, proof))
      for (let at = 0; at < proof.length; at += 1) {
        assert.ok(!isConsistent(sha256, heads, proof.with(at, nothing)))
        assert.ok(!isConsistent(sha256, heads, proof.toSpliced(at, 1)))
      }
    }),
    { numRuns: 200, seed: 6_962 },
  )
})

test('tiles lie where C2SP says, also for its own examples', () => {
  assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 1, index: 0, width: 17 }), 'tile/1/000.p/17')
  assert.equal(tilePath({ level: 'entries', index: 1_000, width: 256 }), 'tile/entries/x001/000')
  const at70000 = [0, 1, 2].map((level) => countTiles(level, 70_000))
  assert.deepEqual(at70000, [
    { full: 273, width: 112 },
    { full: 1, width: 17 },
    { full: 0, width: 1 },
  ])
  assert.deepEqual([0, 1, 255, 256, 65_535, 65_536].map(countLevels), [0, 1, 1, 2, 2, 3])
})

test('a bundle gives back its leaves, and what is cut off is none', () => {
  const entries = [utf8('one'), new Uint8Array(), new Uint8Array(65_535).fill(7)]
  const bundle = encodeBundle(entries)
  assert.deepEqual(decodeBundle(bundle), entries)
  for (const length of [1, 4, 6, bundle.length - 1]) assert.equal(decodeBundle(bundle.slice(0, length)), undefined)
  assert.throws(() => encodeBundle([new Uint8Array(65_536)]), RangeError)
})

test('a leaf gives back its act, and nothing but what is written is read', () => {
  const act = {
    id: '01802ea5-1c00-7000-8000-000000000001',
    at: instant(1_650_067_200_000),
    kind: 'colour-changed',
    commitment: new Uint8Array(32).fill(0xab),
  }
  const leaf = writeLeaf(act)
  assert.equal(
    new TextDecoder().decode(leaf),
    `suishenma-act/1 01802ea5-1c00-7000-8000-000000000001 1650067200000 colour-changed ${'ab'.repeat(32)}`,
  )
  assert.deepEqual(readLeaf(leaf), act)
  for (let at = 0; at < leaf.length; at += 1) {
    const other = leaf.with(at, 0x20 ^ leaf[at]!)
    const read = readLeaf(other)
    if (read) assert.deepEqual(writeLeaf(read), other)
  }
  for (const text of ['', `${new TextDecoder().decode(leaf)}\n`, 'x'.repeat(70_000)]) {
    assert.equal(readLeaf(utf8(text)), undefined)
  }
})

test('base64 is read as strictly as it is written', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => hex(fromBase64(base64(bytes))!) === hex(bytes)))
  for (const text of ['A', 'AA', 'AA=', 'AB==', 'A-_=', 'AAAA=', 'AA==\n'])
    assert.equal(fromBase64(text), undefined, text)
})

function aSigner(name = 'shanghai.test/log'): NoteSigner {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { name, publicKey: issuingPublicKey(privateKey).publicKey, sign: (message) => sign(null, message, privateKey) }
}

test('the note of C2SP, by the key of Go’s documentation, is read, and its key is told as Go tells it', async () => {
  const text = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  const key = readKeyText(sha256, text)!
  assert.equal(keyText(sha256, key), text)
  assert.equal(readKeyText(sha256, text.replace('c74f', 'c74e')), undefined)
  const note =
    'If you think cryptography is the answer to your problem,\nthen you don\u2019t know what your problem is.\n\n' +
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
  const opened = await openNote(crypto, note.replace('\u2019', "'"), key)
  assert.deepEqual(opened.ok || opened.because, true)
})

test('a checkpoint says size and root, and no letter of it can be another one', async () => {
  const signer = aSigner()
  const head = { size: 20_852_163, root: fromHex(ROOTS[8]!)! }
  const note = signCheckpoint(sha256, head, signer)
  assert.deepEqual(await readCheckpoint(crypto, note, signer), { ok: true, ...head })
  for (let at = 0; at < note.length; at += 1) {
    for (const letter of ['0', 'A', '\n']) {
      if (note[at] === letter) continue
      const other = note.slice(0, at) + letter + note.slice(at + 1)
      assert.equal((await readCheckpoint(crypto, other, signer)).ok, false, `${at} ${letter}`)
    }
  }
  assert.deepEqual(await readCheckpoint(crypto, note, aSigner()), { ok: false, because: 'unsigned' })
  const witnessed = `${note}\u2014 witness.example AAAAAAAA\n`
  assert.equal((await readCheckpoint(crypto, witnessed, signer)).ok, true)
})
