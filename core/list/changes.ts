// What a delta changes: places in ascending order, each once, with the values that stand there from then on.
// One varint a place (LEB128, seven bits a byte, the lowest first, in its shortest form): 4 * gap + value, where the gap is
// counted from the place after the one before, and for the first from 0.

import { concat } from '../bytes.ts'
import { PLACES_END } from './format.ts'

/** Places in ascending order, none twice, and their values, 0 to 3. */
export interface Changes {
  readonly places: Uint32Array
  readonly values: Uint8Array
}

// 4 * 2^32 has 34 bits: five groups of seven.
const MAX_VARINT = 5

/** Changes out of pairs in any order, of which the last for a place counts. */
export function changesOf(pairs: Iterable<readonly [place: number, value: number]>): Changes {
  const last = new Map(pairs)
  const places = Uint32Array.from(last.keys()).sort()
  return { places, values: Uint8Array.from(places, (place) => last.get(place)!) }
}

/** The bytes of changes. */
export function encodeChanges({ places, values }: Changes): Uint8Array {
  const bytes = new Uint8Array(places.length * MAX_VARINT)
  let at = 0
  let next = 0
  for (let one = 0; one < places.length; one += 1) {
    let rest = (places[one]! - next) * 4 + values[one]!
    next = places[one]! + 1
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128
    bytes[at++] = rest
  }
  return bytes.slice(0, at)
}

/** The changes of exactly these bytes; undefined for a varint that is cut off or not in its shortest form, or a place beyond all. */
export function decodeChanges(bytes: Uint8Array): Changes | undefined {
  let count = 0
  for (const byte of bytes) if (byte < 128) count += 1
  const places = new Uint32Array(count)
  const values = new Uint8Array(count)
  let at = 0
  let next = 0
  for (let one = 0; one < count; one += 1) {
    let told = 0
    let scale = 1
    const begun = at
    let byte = bytes[at++]!
    for (; byte >= 128; byte = bytes[at++]!) {
      told += (byte - 128) * scale
      scale *= 128
    }
    if (at - begun > MAX_VARINT || (byte === 0 && at - begun > 1)) return undefined
    told += byte * scale
    const place = next + Math.floor(told / 4)
    if (place >= PLACES_END) return undefined
    places[one] = place
    values[one] = told % 4
    next = place + 1
  }
  return at === bytes.length ? { places, values } : undefined
}

/** The value of the chain after changes: SHA-256 over the value before and the SHA-256 of their bytes. */
export async function nextChain(
  before: Uint8Array,
  changes: Uint8Array,
  sha256: (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array,
): Promise<Uint8Array> {
  return sha256(concat(before, await sha256(changes)))
}
