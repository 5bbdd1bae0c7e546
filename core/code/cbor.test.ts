import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as cborg from 'cborg'
import fc from 'fast-check'
import { fromHex, hex } from '../bytes.ts'
import { decodeCbor, encodeCbor, Tagged, type Cbor } from './cbor.ts'

const anyValue = fc.letrec<{ value: Cbor; tagged: Tagged }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.maxSafeInteger(),
    fc.integer({ min: -300, max: 300 }),
    fc.boolean(),
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => text.isWellFormed()),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .array(fc.tuple(fc.oneof(fc.integer(), fc.string({ maxLength: 5 })), tie('value')), { maxLength: 5 })
      .map((entries) => new Map<number | string, Cbor>(entries)),
    tie('tagged'),
  ),
  tagged: fc.tuple(fc.nat(), tie('value')).map(([tag, value]) => new Tagged(tag, value)),
})).value

test('any value comes back from its bytes', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const bytes = encodeCbor(value)
      assert.deepEqual(plain(decodeCbor(bytes, bytes.length)), plain(value))
    }),
  )
})

test('bytes that decode are the only encoding of their value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
      const value = decodeCbor(bytes, 12)
      if (value !== undefined) assert.equal(hex(encodeCbor(value)), hex(bytes))
    }),
    { numRuns: 5_000 },
  )
})

test('an independent encoder gives the same bytes, and an independent reader reads ours', () => {
  const untagged = anyValue.filter((value) => !hasTag(value))
  fc.assert(
    fc.property(untagged, (value) => {
      const bytes = encodeCbor(value)
      assert.equal(hex(cborg.encode(value, cborg.rfc8949EncodeOptions)), hex(bytes))
      cborg.decode(bytes, { useMaps: true, strict: true, rejectDuplicateMapKeys: true, allowIndefinite: false })
    }),
  )
})

test('a second way to say the same is refused', () => {
  const bad = {
    'a length in more bytes than it needs': '1800',
    'two bytes for a number of one': '190017',
    'four bytes for a number of two': '1a0000ffff',
    'eight bytes for a number of four': '1b00000000ffffffff',
    'an indefinite array': '9f01ff',
    'an indefinite map': 'bf0101ff',
    'indefinite bytes': '5f4101ff',
    'a half float': 'f90000',
    'a float': 'fa00000000',
    'a double': 'fb0000000000000000',
    null: 'f6',
    undefined: 'f7',
    'a simple value': 'f820',
    'a break alone': 'ff',
    'map keys out of order': 'a202000100',
    'a map key twice': 'a201000100',
    'a map key of bytes': 'a1410000',
    'text that is not UTF-8': '61ff',
    'a byte behind': '0000',
    'nothing at all': '',
    'an array cut short': '8201',
    'a map cut short': 'a101',
    'bytes cut short': '4200',
    'a head cut short': '19ff',
    'a number above 2^53 - 1': '1b0020000000000000',
    'a number below -(2^53 - 1)': '3b001fffffffffffff',
  }
  for (const [name, bytes] of Object.entries(bad)) assert.equal(decodeCbor(fromHex(bytes)!, 100), undefined, name)
})

test('the greatest and the least numbers are read', () => {
  assert.equal(decodeCbor(fromHex('1b001fffffffffffff')!, 9), Number.MAX_SAFE_INTEGER)
  assert.equal(decodeCbor(fromHex('3b001ffffffffffffe')!, 9), Number.MIN_SAFE_INTEGER)
})

test('values stand eight deep and no deeper, and only up to the size allowed', () => {
  assert.notEqual(decodeCbor(fromHex('8181818181818100')!, 8), undefined)
  assert.equal(decodeCbor(fromHex('818181818181818100')!, 9), undefined)
  assert.equal(decodeCbor(fromHex('8181818181818100')!, 7), undefined)
  assert.equal(decodeCbor(new Uint8Array(100_000).fill(0x81), 100_000), undefined)
})

test('a number that is not safe is not encoded', () => {
  assert.throws(() => encodeCbor(2 ** 53), RangeError)
  assert.throws(() => encodeCbor(0.5), RangeError)
})

/** Maps in one order, bytes and tags without their prototypes. */
function plain(value: Cbor | undefined): unknown {
  if (value instanceof Uint8Array) return { bytes: hex(value) }
  if (value instanceof Tagged) return { tag: value.tag, value: plain(value.value) }
  if (value instanceof Map) return { map: new Map([...value].map(([key, item]) => [key, plain(item)])) }
  return Array.isArray(value) ? value.map(plain) : value
}

function hasTag(value: Cbor): boolean {
  if (value instanceof Tagged) return true
  if (value instanceof Map) return [...value.values()].some(hasTag)
  return Array.isArray(value) && value.some(hasTag)
}
