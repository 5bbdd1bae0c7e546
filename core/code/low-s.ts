// An ECDSA signature (r, s) has a twin (r, n - s) that verifies as well. Only the one with the smaller s counts here,
// so that nobody can make a second, different code out of one that he saw. Bytes, no BigInt: the phone loads this.

// Order of P-256, and the greatest s that is not above half of it.
const ORDER = fromWords([0xffffffff, 0, 0xffffffff, 0xffffffff, 0xbce6faad, 0xa7179e84, 0xf3b9cac2, 0xfc632551])
const HALF = fromWords([0x7fffffff, 0x80000000, 0x7fffffff, 0xffffffff, 0xde737d56, 0xd38bcf42, 0x79dce561, 0x7e3192a8])

/** Whether a P-256 signature (r and s, 32 bytes each) has the smaller of its two possible s. */
export function isLowS(signature: Uint8Array): boolean {
  for (let place = 0; place < 32; place += 1) {
    const difference = signature[32 + place]! - HALF[place]!
    if (difference !== 0) return difference < 0
  }
  return true
}

/** The same P-256 signature with the smaller s. */
export function lowS(signature: Uint8Array): Uint8Array {
  if (isLowS(signature)) return signature
  const low = signature.slice()
  let borrow = 0
  for (let place = 31; place >= 0; place -= 1) {
    const difference = ORDER[place]! - signature[32 + place]! - borrow
    low[32 + place] = difference
    borrow = difference < 0 ? 1 : 0
  }
  return low
}

function fromWords(words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(32)
  words.forEach((word, place) => new DataView(bytes.buffer).setUint32(place * 4, word))
  return bytes
}
