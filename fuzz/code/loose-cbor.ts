import { concat, utf8 } from '../../core/bytes.ts'
import { encodeCbor, isMap, Tagged, type Cbor } from '../../core/code/cbor.ts'
import { head } from '../../core/code/heads.ts'

// CBOR as an attacker writes it: other values in the place of one, and the same values in other bytes.

/** What becomes of one item of a value. `put`: another value in its place. */
export type Edit = 'remove' | 'double' | 'wrap' | 'tag' | 'next' | { readonly put: Cbor }

/** Ways to write one item that a strict decoder does not take, or a strict reader. */
export const OTHER_BYTES = [
  'longer-head',
  'longest-head',
  'indefinite',
  'as-float',
  'reversed',
  'key-twice',
  'null',
  'one-more',
] as const

/** One of them. */
export type OtherBytes = (typeof OTHER_BYTES)[number]

/** A value with one item edited; `place` counts items from the outside in and starts anew behind the last. */
export function edited(value: Cbor, place: number, edit: Edit): Cbor {
  let left = place % countItems(value)
  const visit = (item: Cbor): Cbor[] => {
    if (left === 0) {
      left = -1
      return editsOf(item, edit)
    }
    left -= 1
    return [withMembers(item, visit)]
  }
  return visit(value)[0] ?? []
}

/** The bytes of a value in which one item is written otherwise. What has no such other form is written as it should be. */
export function encodedOtherwise(value: Cbor, place: number, how: OtherBytes): Uint8Array {
  let left = place % countItems(value)
  const write = (item: Cbor): Uint8Array => {
    const isIt = left === 0
    left -= 1
    return isIt ? writeOtherwise(item, how, write) : writeItem(item, write)
  }
  return write(value)
}

function countItems(value: Cbor): number {
  return 1 + membersOf(value).reduce<number>((sum, member) => sum + countItems(member), 0)
}

function membersOf(item: Cbor): readonly Cbor[] {
  if (item instanceof Tagged) return [item.value]
  if (isMap(item)) return [...item.values()]
  return isArray(item) ? item : []
}

function withMembers(item: Cbor, visit: (member: Cbor) => Cbor[]): Cbor {
  if (item instanceof Tagged) return new Tagged(item.tag, visit(item.value)[0] ?? [])
  if (isMap(item)) {
    return new Map(
      [...item].flatMap(([key, member]) =>
        visit(member)
          .slice(0, 1)
          .map((one) => [key, one] as const),
      ),
    )
  }
  return isArray(item) ? item.flatMap(visit) : item
}

function editsOf(item: Cbor, edit: Edit): Cbor[] {
  if (typeof edit === 'object') return [edit.put]
  switch (edit) {
    case 'remove':
      return []
    case 'double':
      return [item, item]
    case 'wrap':
      return [[item]]
    case 'tag':
      return [new Tagged(18, item)]
    case 'next':
      return [next(item)]
  }
}

/** The value that looks most like it: the next number, another last letter, the next tag, one key further. */
function next(item: Cbor): Cbor {
  if (typeof item === 'number') return item + 1
  if (typeof item === 'boolean') return !item
  if (typeof item === 'string') return `${item.slice(0, -1)}${item.endsWith('0') ? '1' : '0'}`
  if (item instanceof Uint8Array) return item.map((byte, place) => (place === item.length - 1 ? byte ^ 1 : byte))
  if (item instanceof Tagged) return new Tagged(item.tag + 1, item.value)
  if (isMap(item)) return new Map([...item].map(([key, member]) => [typeof key === 'number' ? key + 1 : key, member]))
  return item.toReversed()
}

function writeItem(item: Cbor, write: (member: Cbor) => Uint8Array): Uint8Array {
  if (item instanceof Tagged) return concat(head(6, item.tag), write(item.value))
  if (isMap(item)) return concat(head(5, item.size), ...writeEntries(item, write))
  return isArray(item) ? concat(head(4, item.length), ...item.map(write)) : encodeCbor(item)
}

function writeOtherwise(item: Cbor, how: OtherBytes, write: (member: Cbor) => Uint8Array): Uint8Array {
  const right = writeItem(item, write)
  switch (how) {
    case 'longer-head':
    case 'longest-head':
      return withLongerHead(right, how === 'longest-head')
    case 'indefinite':
      return isSized(right) ? indefinite(right, item) : right
    case 'as-float':
      return typeof item === 'number' ? float(item) : right
    case 'reversed':
      return isMap(item) ? concat(head(5, item.size), ...writeEntries(item, write).toReversed()) : right
    case 'key-twice':
      return isMap(item) ? concat(head(5, item.size + 1), ...twiceTheFirst(writeEntries(item, write))) : right
    case 'null':
      return Uint8Array.of(0xf6)
    case 'one-more':
      if (isMap(item)) return writeItem(new Map([...item, [1_000, 0]]), encodeCbor)
      return isArray(item) ? writeItem([...item, 0], encodeCbor) : right
  }
}

function writeEntries(item: ReadonlyMap<number | string, Cbor>, write: (member: Cbor) => Uint8Array): Uint8Array[] {
  const keys = new Map([...item.keys()].map((key) => [key, Buffer.from(encodeCbor(key))]))
  const sorted = [...item].toSorted(([a], [b]) => Buffer.compare(keys.get(a)!, keys.get(b)!))
  return sorted.map(([key, member]) => concat(keys.get(key)!, write(member)))
}

function twiceTheFirst(entries: readonly Uint8Array[]): Uint8Array[] {
  return entries[0] === undefined ? [Uint8Array.of(1, 1)] : [entries[0], ...entries]
}

/** The same item with its argument in more bytes than it needs. */
function withLongerHead(right: Uint8Array, longest: boolean): Uint8Array {
  const low = right[0]! & 31
  if (right[0]! >> 5 === 7 || low > 26) return right
  const size = low < 24 ? 0 : 1 << (low - 24)
  const argument = size === 0 ? Uint8Array.of(low) : right.subarray(1, 1 + size)
  const to = longest ? 8 : Math.max(1, size * 2)
  const padded = concat(new Uint8Array(to - argument.length), argument)
  return concat(Uint8Array.of((right[0]! & 0xe0) | (24 + Math.log2(to))), padded, right.subarray(1 + size))
}

/** Whether an item is a string, an array or a map. */
function isSized(right: Uint8Array): boolean {
  const major = right[0]! >> 5
  return major >= 2 && major <= 5
}

function indefinite(right: Uint8Array, item: Cbor): Uint8Array {
  const open = Uint8Array.of((right[0]! & 0xe0) | 31)
  const isString = typeof item === 'string' || item instanceof Uint8Array
  return concat(open, isString ? right : right.subarray(headLength(right)), Uint8Array.of(0xff))
}

function headLength(right: Uint8Array): number {
  const low = right[0]! & 31
  return low < 24 ? 1 : 1 + (1 << (low - 24))
}

function float(value: number): Uint8Array {
  const bytes = new Uint8Array(9)
  bytes[0] = 0xfb
  new DataView(bytes.buffer).setFloat64(1, value)
  return bytes
}

function isArray(item: Cbor): item is readonly Cbor[] {
  return Array.isArray(item)
}

/** Values of every type to put in the place of others. */
export const STRANGE_VALUES: readonly Cbor[] = [
  0,
  -1,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  true,
  '',
  '王小明',
  '\u202E\u0000',
  'x'.repeat(300),
  utf8(''),
  new Uint8Array(32),
  new Uint8Array(64),
  [],
  new Map(),
  new Tagged(61, 0),
]
