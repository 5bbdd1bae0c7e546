// The part of CBOR that our formats use, in its one deterministic form (RFC 8949 section 4.2.1): what is decoded encodes
// to the same bytes again. No floats, no null, no indefinite lengths: each would be a second way to say something.

import { concat } from '../bytes.ts'
import { byteString, head, textString } from './heads.ts'

/** A value: whole numbers within ±(2^53 - 1), bytes, texts, booleans, arrays, maps with integer or text keys, tags. */
export type Cbor = number | boolean | string | Uint8Array | readonly Cbor[] | CborMap | Tagged

/** A map; integer keys stay integers. */
export type CborMap = ReadonlyMap<number | string, Cbor>

/** A value under a tag. */
export class Tagged {
  readonly tag: number
  readonly value: Cbor

  constructor(tag: number, value: Cbor) {
    this.tag = tag
    this.value = value
  }
}

// Deepest of ours: CWT, cnf, COSE_Key. Eight leaves room and keeps an attacker from the stack.
const MAX_DEPTH = 8
// The index of a list has the most of ours, below 25,000. A file of 16 MB may consist of so many items, and is not yet believed.
const MAX_ITEMS = 32_768

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Whether a decoded value is a map. */
export function isMap(value: Cbor | undefined): value is CborMap {
  return value instanceof Map
}

/** The deterministic encoding of a value. Throws RangeError for a number that is no safe integer. */
export function encodeCbor(value: Cbor): Uint8Array {
  if (typeof value === 'number') return encodeInteger(value)
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4)
  if (typeof value === 'string') return textString(value)
  if (value instanceof Uint8Array) return byteString(value)
  if (value instanceof Tagged) return concat(head(6, value.tag), encodeCbor(value.value))
  if (isMap(value)) {
    const entries = [...value].map(([key, item]) => ({ key: encodeCbor(key), item: encodeCbor(item) }))
    entries.sort((a, b) => compareBytes(a.key, b.key))
    return concat(head(5, entries.length), ...entries.flatMap((entry) => [entry.key, entry.item]))
  }
  return concat(head(4, value.length), ...value.map(encodeCbor))
}

/** The value of exactly these bytes; undefined when they are not its deterministic encoding, more than `maxBytes`, or too many items. */
export function decodeCbor(bytes: Uint8Array, maxBytes: number): Cbor | undefined {
  if (bytes.length > maxBytes) return undefined
  const reader: Reader = { bytes, at: 0, itemsLeft: MAX_ITEMS }
  const value = read(reader, MAX_DEPTH)
  return reader.at === bytes.length ? value : undefined
}

interface Reader {
  readonly bytes: Uint8Array
  at: number
  itemsLeft: number
}

function read(reader: Reader, depth: number): Cbor | undefined {
  if (depth === 0 || reader.itemsLeft === 0) return undefined
  reader.itemsLeft -= 1
  const first = reader.bytes[reader.at]
  if (first === undefined) return undefined
  if (first === 0xf4 || first === 0xf5) {
    reader.at += 1
    return first === 0xf5
  }
  const argument = readArgument(reader)
  if (argument === undefined) return undefined
  switch (first >> 5) {
    case 0:
      return argument
    case 1:
      return argument < Number.MAX_SAFE_INTEGER ? -1 - argument : undefined
    case 2:
      return readBytes(reader, argument)
    case 3:
      return readText(reader, argument)
    case 4:
      return readArray(reader, argument, depth - 1)
    case 5:
      return readMap(reader, argument, depth - 1)
    case 6: {
      const value = read(reader, depth - 1)
      return value === undefined ? undefined : new Tagged(argument, value)
    }
  }
  return undefined
}

/** The argument of a head, only in its shortest form. */
function readArgument(reader: Reader): number | undefined {
  const low = reader.bytes[reader.at]! & 31
  reader.at += 1
  if (low < 24) return low
  if (low > 27) return undefined
  const length = 1 << (low - 24)
  if (reader.at + length > reader.bytes.length) return undefined
  let argument = 0
  for (let place = 0; place < length; place += 1) argument = argument * 256 + reader.bytes[reader.at + place]!
  reader.at += length
  const least = length === 1 ? 24 : 2 ** (length * 4)
  return argument >= least && argument <= Number.MAX_SAFE_INTEGER ? argument : undefined
}

function readBytes(reader: Reader, length: number): Uint8Array | undefined {
  const end = reader.at + length
  if (end > reader.bytes.length) return undefined
  const bytes = reader.bytes.slice(reader.at, end)
  reader.at = end
  return bytes
}

function readText(reader: Reader, length: number): string | undefined {
  const bytes = readBytes(reader, length)
  if (!bytes) return undefined
  try {
    return decoder.decode(bytes)
  } catch {
    // Not UTF-8; a TextDecoder has no other way to say so.
    return undefined
  }
}

function readArray(reader: Reader, length: number, depth: number): readonly Cbor[] | undefined {
  const items: Cbor[] = []
  for (let place = 0; place < length; place += 1) {
    const item = read(reader, depth)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

function readMap(reader: Reader, length: number, depth: number): CborMap | undefined {
  const map = new Map<number | string, Cbor>()
  let before: Uint8Array | undefined
  for (let place = 0; place < length; place += 1) {
    const start = reader.at
    const key = read(reader, depth)
    if (typeof key !== 'number' && typeof key !== 'string') return undefined
    const encoded = reader.bytes.subarray(start, reader.at)
    // Keys ascend; so none stands twice.
    if (before && compareBytes(before, encoded) >= 0) return undefined
    before = encoded
    const value = read(reader, depth)
    if (value === undefined) return undefined
    map.set(key, value)
  }
  return map
}

function encodeInteger(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new RangeError('CBOR: only safe integers')
  return value < 0 ? head(1, -1 - value) : head(0, value)
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let place = 0; place < length; place += 1) {
    if (a[place] !== b[place]) return a[place]! - b[place]!
  }
  return a.length - b.length
}
