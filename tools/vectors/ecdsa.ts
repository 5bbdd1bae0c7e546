// ECDSA on P-256 with the nonce of RFC 6979, so that making the vectors twice gives the same file. Slow and not in
// constant time: for published test keys only.

import { createHash, createHmac } from 'node:crypto'

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const G: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
}

const powers: Point[] = []

interface Point {
  readonly x: bigint
  readonly y: bigint
}

/** The signature (r and s, 32 bytes each, s as it falls) of a message by a private key of 32 bytes. */
export function signDeterministically(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(message).digest()
  const d = toNumber(privateKey)
  const k = nonce(privateKey, digest)
  const r = multiply(k).x % N
  const s = modulo(inverse(k, N) * (toNumber(digest) + r * d), N)
  return Buffer.concat([toBytes(r), toBytes(s)])
}

/** RFC 6979 section 3.2 with HMAC-SHA-256. That the first candidate is out of range has a chance of 2^-32. */
function nonce(privateKey: Uint8Array, digest: Uint8Array): bigint {
  const seed = Buffer.concat([privateKey, toBytes(toNumber(digest) % N)])
  let key: Uint8Array = Buffer.alloc(32)
  let value: Uint8Array = Buffer.alloc(32, 1)
  for (const separator of [0, 1]) {
    key = hmac(key, value, Buffer.of(separator), seed)
    value = hmac(key, value)
  }
  return toNumber(hmac(key, value))
}

function multiply(factor: bigint): Point {
  const terms = powersOfTwo().filter((_, place) => (factor >> BigInt(place)) & 1n)
  return terms.reduce(add)
}

/** G times 1, 2, 4 and so on, made once. */
function powersOfTwo(): readonly Point[] {
  if (powers.length === 0) {
    powers.push(G)
    for (let place = 1; place < 256; place += 1) powers.push(add(powers[place - 1]!, powers[place - 1]!))
  }
  return powers
}

function add(a: Point, b: Point): Point {
  const slope =
    a.x === b.x ? (3n * a.x * a.x - 3n) * inverse(2n * a.y, P) : (b.y - a.y) * inverse(modulo(b.x - a.x, P), P)
  const x = modulo(slope * slope - a.x - b.x, P)
  return { x, y: modulo(slope * (a.x - x) - a.y, P) }
}

function inverse(of: bigint, modulus: bigint): bigint {
  let [old, rest] = [modulo(of, modulus), modulus]
  let [oldFactor, factor] = [1n, 0n]
  while (rest !== 0n) {
    const times = old / rest
    ;[old, rest] = [rest, old - times * rest]
    ;[oldFactor, factor] = [factor, oldFactor - times * factor]
  }
  return modulo(oldFactor, modulus)
}

function modulo(value: bigint, modulus: bigint): bigint {
  const remainder = value % modulus
  return remainder < 0n ? remainder + modulus : remainder
}

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

function toBytes(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}
