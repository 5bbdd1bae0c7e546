// The few CBOR heads that a phone needs, by hand: the citizen page's inline script cannot carry a whole codec.

import { concat, utf8 } from '../bytes.ts'

/** The head of a CBOR item in its shortest form: major type 0 to 7 and an argument from 0 to 2^53 - 1. */
export function head(major: number, argument: number): Uint8Array {
  const type = major << 5
  if (argument < 24) return Uint8Array.of(type | argument)
  if (argument < 0x100) return Uint8Array.of(type | 24, argument)
  if (argument < 0x1_0000) return Uint8Array.of(type | 25, argument >> 8, argument)
  if (argument < 0x1_0000_0000) return Uint8Array.of(type | 26, ...fourBytes(argument))
  return Uint8Array.of(type | 27, ...fourBytes(Math.floor(argument / 0x1_0000_0000)), ...fourBytes(argument))
}

/** A CBOR byte string. */
export function byteString(bytes: Uint8Array): Uint8Array {
  return concat(head(2, bytes.length), bytes)
}

/** A CBOR text string. */
export function textString(text: string): Uint8Array {
  const bytes = utf8(text)
  return concat(head(3, bytes.length), bytes)
}

function fourBytes(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
}
