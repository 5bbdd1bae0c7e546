// The hashing of RFC 6962: a leaf and a node can never be taken for one another.

/** SHA-256, handed in; at once, for a log of a million leaves is two million hashes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

export const HASH_LENGTH = 32

const LEAF = 0
const NODE = 1

/** The hash of a leaf by what it says. */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  const said = new Uint8Array(1 + entry.length)
  said[0] = LEAF
  said.set(entry, 1)
  return sha256(said)
}

/** The hash over two trees side by side. */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const said = new Uint8Array(1 + 2 * HASH_LENGTH)
  said[0] = NODE
  said.set(left, 1)
  said.set(right, 1 + HASH_LENGTH)
  return sha256(said)
}

/** The root of the tree that has no leaves. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array())
}
