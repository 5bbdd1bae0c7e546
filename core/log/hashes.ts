// The hashing of RFC 6962: a leaf and a node can never be taken for one another.

import { concat } from '../bytes.ts'

/** SHA-256, handed in; at once, for a log of a million leaves is two million hashes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

export const HASH_LENGTH = 32

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The hash of a leaf by what it says. */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  return sha256(concat(LEAF, entry))
}

/** The hash over two trees side by side. */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(NODE, left, right))
}

/** The root of the tree that has no leaves. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array())
}
