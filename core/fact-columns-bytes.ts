import { concat, utf8 } from './bytes.ts'
import { CHUNK_PEOPLE, CHUNK_SHAPES, emptyColumns, type FactColumns } from './fact-columns.ts'
import { isFactShape, type FactShape } from './fact-shapes.ts'
import { MINUTE, SECOND } from './instant.ts'

// Columns as bytes, to be kept. Numbers are written seven bits to a byte, the lowest first (LEB128); times count the
// largest unit that divides them all, from the earliest of the chunk; a number that may be negative is doubled, and one
// less than doubled where it is (zigzag).
//
//   "SFC" and the version (4 bytes)
//   people, facts, bytes of the shapes, unit in milliseconds, earliest time (numbers; the last zigzag)
//   shapes (JSON in UTF-8)
//   confirmed (a bit a person), district (a byte a person), facts of each person (numbers)
//   of all facts the shapes; the times since the earliest; 0 without an end, or 1 + the length (zigzag)
//   FNV-1a of all that (4 bytes, the highest first): finds every single byte that was changed by accident

const HEAD = Uint8Array.of(0x53, 0x46, 0x43, 0x01)
const CHECK_LENGTH = 4
const UNITS: readonly number[] = [MINUTE, SECOND, 1]

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Columns as bytes. Throws RangeError for columns that do not fit together, and for times that are no whole milliseconds. */
export function encodeColumns(columns: FactColumns): Uint8Array {
  checkColumns(columns)
  const { shapes, first, from, to, confirmed, district } = columns
  const unit = unitOf(columns)
  const earliest = from.reduce((least, at) => Math.min(least, at), from[0] ?? 0)
  const shapesText = utf8(JSON.stringify(shapes))
  const body = concat(
    HEAD,
    numbers([confirmed.length, from.length, shapesText.length, unit, zigzag(earliest)]),
    shapesText,
    bitsOf(confirmed),
    district,
    numbers(first.subarray(1).map((next, person) => next - first[person]!)),
    numbers(columns.shape),
    numbers(from.map((at) => (at - earliest) / unit)),
    numbers(to.map((end, fact) => (Number.isNaN(end) ? 0 : 1 + zigzag((end - from[fact]!) / unit)))),
  )
  const bytes = concat(body, new Uint8Array(CHECK_LENGTH))
  viewOf(bytes).setUint32(body.length, checkOf(body))
  return bytes
}

/** The columns of exactly these bytes. Throws RangeError for bytes that are damaged or of another version. */
export function decodeColumns(bytes: Uint8Array): FactColumns {
  const end = bytes.length - CHECK_LENGTH
  expect(end >= HEAD.length && HEAD.every((byte, place) => bytes[place] === byte))
  const reader: Reader = { bytes: bytes.subarray(0, end), at: HEAD.length }
  expect(viewOf(bytes).getUint32(end) === checkOf(reader.bytes))
  const people = readNumber(reader, CHUNK_PEOPLE)
  // A fact takes at least three bytes: a short text cannot ask for large room.
  const facts = readNumber(reader, end / 3)
  const shapesLength = readNumber(reader, end)
  const unit = readNumber(reader, MINUTE)
  const earliest = unzigzag(readNumber(reader))
  const shapes = readShapes(take(reader, shapesLength))
  const columns = { ...emptyColumns(people, facts), shapes }
  const { first, shape, from, to, confirmed, district } = columns
  const bits = take(reader, Math.ceil(people / 8))
  for (let person = 0; person < people; person += 1) confirmed[person] = (bits[person >> 3]! >> (person & 7)) & 1
  district.set(take(reader, people))
  for (let person = 0; person < people; person += 1) {
    first[person + 1] = first[person]! + readNumber(reader, facts - first[person]!)
  }
  for (let fact = 0; fact < facts; fact += 1) shape[fact] = readNumber(reader, shapes.length - 1)
  for (let fact = 0; fact < facts; fact += 1) from[fact] = earliest + readNumber(reader) * unit
  for (let fact = 0; fact < facts; fact += 1) {
    const length = readNumber(reader)
    to[fact] = length === 0 ? NaN : from[fact]! + unzigzag(length - 1) * unit
  }
  expect(UNITS.includes(unit) && reader.at === end)
  checkColumns(columns)
  return columns
}

interface Reader {
  readonly bytes: Uint8Array
  at: number
}

function checkColumns({ shapes, first, shape, from, to, confirmed, district }: FactColumns): void {
  const people = confirmed.length
  expect(people <= CHUNK_PEOPLE && shapes.length <= CHUNK_SHAPES)
  expect(district.length === people && first.length === people + 1 && confirmed.every((one) => one <= 1))
  expect(first[0] === 0 && first[people] === shape.length && first.every((at, place) => at >= (first[place - 1] ?? 0)))
  expect(from.length === shape.length && to.length === shape.length && shape.every((place) => place < shapes.length))
  expect(from.every(Number.isSafeInteger) && to.every((end) => Number.isNaN(end) || Number.isSafeInteger(end)))
}

function unitOf({ from, to }: FactColumns): number {
  const divides = (unit: number): boolean => {
    return from.every((at) => at % unit === 0) && to.every((end) => Number.isNaN(end) || end % unit === 0)
  }
  return UNITS.find(divides) ?? 1
}

function readShapes(bytes: Uint8Array): FactShape[] {
  const shapes: unknown = parseJson(bytes)
  if (Array.isArray(shapes) && shapes.every(isFactShape)) return shapes
  throw damaged()
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch (cause) {
    throw damaged(cause)
  }
}

function bitsOf(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 8))
  for (let place = 0; place < flags.length; place += 1) bits[place >> 3]! |= flags[place]! << (place & 7)
  return bits
}

function numbers(values: ArrayLike<number>): Uint8Array {
  // 53 bits, seven to a byte.
  const bytes = new Uint8Array(8 * values.length)
  let at = 0
  for (let place = 0; place < values.length; place += 1) {
    let rest = values[place]!
    expect(Number.isSafeInteger(rest))
    for (; rest > 127; rest = Math.floor(rest / 128)) {
      bytes[at] = 128 | (rest % 128)
      at += 1
    }
    bytes[at] = rest
    at += 1
  }
  return bytes.subarray(0, at)
}

function readNumber(reader: Reader, most: number = Number.MAX_SAFE_INTEGER): number {
  let value = 0
  let scale = 1
  for (;;) {
    const byte = reader.bytes[reader.at]
    if (byte === undefined) throw damaged()
    reader.at += 1
    value += (byte & 127) * scale
    if (value > most) throw damaged()
    if (byte < 128) return value
    scale *= 128
  }
}

function take(reader: Reader, length: number): Uint8Array {
  const bytes = reader.bytes.subarray(reader.at, reader.at + length)
  expect(bytes.length === length)
  reader.at += length
  return bytes
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

function checkOf(bytes: Uint8Array): number {
  let check = 0x811c9dc5
  for (let place = 0; place < bytes.length; place += 1) check = Math.imul(check ^ bytes[place]!, 0x01000193)
  return check >>> 0
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function expect(holds: boolean): void {
  if (!holds) throw damaged()
}

function damaged(cause?: unknown): RangeError {
  return new RangeError('These columns of facts are damaged, or of another version', { cause })
}
