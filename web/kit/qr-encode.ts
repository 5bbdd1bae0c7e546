// QR codes (ISO/IEC 18004) at level M with one fixed mask, for the alphanumeric set and for UTF-8. Ours, for the code page
// waits for it: a general encoder has twice the bytes and, at its first run, takes three times as long (27 ms against 9).

/** The modules of a QR code without its quiet zone, row by row; 1 is dark. */
export interface QrModules {
  readonly edge: number
  readonly dark: Uint8Array
}

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

// Level M of table 9, by version from 1: error correction codewords a block, and blocks.
const CORRECTION = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
]
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35,
  37, 38, 40, 43, 45, 47, 49,
]

// Every third column is inverted. Any of the eight masks reads as well on what is as good as noise, which signatures are;
// to try all eight for the best would take most of the time.
const MASK = 2

/** The QR code of a text, of the smallest version that holds it. Throws RangeError for a text that none holds. */
export function encodeQr(text: string): QrModules {
  const segment = segmentOf(text)
  const version = versionFor(segment)
  return draw(version, corrected(version, dataOf(version, segment)))
}

/** A text in its mode: the values to write, `bits` each, and `lastBits` the last. */
interface Segment {
  readonly mode: 2 | 4
  readonly count: number
  readonly values: ArrayLike<number>
  readonly bits: number
  readonly lastBits: number
}

function segmentOf(text: string): Segment {
  const { length } = text
  const pairs = new Uint16Array((length + 1) >> 1)
  for (let at = 0; at < length; at += 1) {
    const place = ALPHANUMERIC.indexOf(text[at]!)
    if (place < 0) {
      const values = new TextEncoder().encode(text)
      return { mode: 4, count: values.length, values, bits: 8, lastBits: 8 }
    }
    // Two characters are one value of 11 bits, a last single one has 6.
    pairs[at >> 1] = pairs[at >> 1]! * 45 + place
  }
  return { mode: 2, count: length, values: pairs, bits: 11, lastBits: length % 2 === 0 ? 11 : 6 }
}

function countBits(version: number, mode: 2 | 4): number {
  if (mode === 4) return version < 10 ? 8 : 16
  if (version < 10) return 9
  return version < 27 ? 11 : 13
}

function versionFor({ mode, values, bits, lastBits }: Segment): number {
  const all = 4 + values.length * bits + (values.length > 0 ? lastBits - bits : 0)
  for (let version = 1; version <= 40; version += 1) {
    if (all + countBits(version, mode) <= dataLength(version) * 8) return version
  }
  throw new RangeError('too long for a QR code')
}

/** All codewords of a version. */
function wholeLength(version: number): number {
  let modules = (16 * version + 128) * version + 64
  if (version > 1) {
    const marks = Math.floor(version / 7) + 2
    modules -= (25 * marks - 10) * marks - 55
    if (version > 6) modules -= 36
  }
  return modules >> 3
}

function dataLength(version: number): number {
  return wholeLength(version) - CORRECTION[version - 1]! * BLOCKS[version - 1]!
}

function dataOf(version: number, { mode, count, values, bits, lastBits }: Segment): Uint8Array {
  const data = new Uint8Array(dataLength(version))
  let at = 0
  let held = 0
  let width = 0
  function write(value: number, bits: number): void {
    held = (held << bits) | value
    for (width += bits; width >= 8; width -= 8) data[at++] = held >> (width - 8)
    held &= 0xff
  }
  write(mode, 4)
  write(count, countBits(version, mode))
  const last = values.length - 1
  for (let place = 0; place <= last; place += 1) write(values[place]!, place < last ? bits : lastBits)
  // The terminator: up to four zeros, and the rest of the byte; then two bytes in turn.
  if (at < data.length) write(0, 4)
  if (width > 0) data[at++] = held << (8 - width)
  for (let pad = 0xec; at < data.length; pad ^= 0xec ^ 0x11) data[at++] = pad
  return data
}

/** The codewords as they are drawn: blocks interleaved, their error correction after them. */
function corrected(version: number, data: Uint8Array): Uint8Array {
  const blocks = BLOCKS[version - 1]!
  const correction = CORRECTION[version - 1]!
  const short = Math.floor(data.length / blocks)
  const shortBlocks = blocks - (data.length % blocks)
  const { log, exp } = field()
  const generator = generatorOf(correction, { log, exp })
  const whole = new Uint8Array(wholeLength(version))
  let from = 0
  for (let block = 0; block < blocks; block += 1) {
    const length = block < shortBlocks ? short : short + 1
    // The data of a block as a polynomial, divided in its place: what is left behind it is the correction.
    const words = new Uint8Array(length + correction)
    words.set(data.subarray(from, from + length))
    for (let place = 0; place < length; place += 1) {
      // The last word of a longer block stands after all the words that every block has.
      whole[place < short ? place * blocks + block : short * blocks + block - shortBlocks] = data[from + place]!
      const factor = words[place]!
      if (factor === 0) continue
      const power = log[factor]!
      for (let term = 0, at = place + 1; term < correction; term += 1, at += 1)
        words[at]! ^= exp[power + generator[term]!]!
    }
    for (let place = 0; place < correction; place += 1)
      whole[data.length + place * blocks + block] = words[length + place]!
    from += length
  }
  return whole
}

/** Powers and logarithms in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function field(): { exp: Uint8Array; log: Uint8Array } {
  const exp = new Uint8Array(510)
  const log = new Uint8Array(256)
  for (let power = 0, value = 1; power < 255; power += 1) {
    exp[power] = exp[power + 255] = value
    log[value] = power
    value = (value << 1) ^ (value > 127 ? 0x11d : 0)
  }
  return { exp, log }
}

/** The logarithms of the generator's coefficients but the first, which is 1. None of them is 0 at any length used here. */
function generatorOf(length: number, { log, exp }: { exp: Uint8Array; log: Uint8Array }): Uint8Array {
  const product = new Uint8Array(length + 1)
  product[0] = 1
  for (let root = 0; root < length; root += 1) {
    for (let place = root + 1; place > 0; place -= 1) {
      const before = product[place - 1]!
      if (before !== 0) product[place]! ^= exp[log[before]! + root]!
    }
  }
  return product.slice(1).map((coefficient) => log[coefficient]!)
}

function draw(version: number, words: Uint8Array): QrModules {
  const edge = version * 4 + 17
  const dark = new Uint8Array(edge * edge)
  const fixed = new Uint8Array(edge * edge)
  function set(x: number, y: number, value: number): void {
    if (x < 0 || y < 0 || x >= edge || y >= edge) return
    dark[y * edge + x] = value
    fixed[y * edge + x] = 1
  }
  drawPatterns(version, edge, set)
  drawFormat(edge, set)
  let at = 0
  // Downwards a row is `edge` further on.
  let step = -edge
  let place = (edge - 1) * edge
  for (let right = edge - 1; right > 0; right -= 2) {
    // The timing column is left out.
    if (right === 6) right = 5
    const flip = right % 3 === 0 ? 1 : 0
    const leftFlip = right % 3 === 1 ? 1 : 0
    for (let row = 0; row < edge; row += 1) {
      const here = place + right
      if (fixed[here] === 0) {
        dark[here] = ((words[at >> 3]! >> (7 - (at & 7))) & 1) ^ flip
        at += 1
      }
      if (fixed[here - 1] === 0) {
        dark[here - 1] = ((words[at >> 3]! >> (7 - (at & 7))) & 1) ^ leftFlip
        at += 1
      }
      place += step
    }
    step = -step
    place += step
  }
  return { edge, dark }
}

type Pen = (x: number, y: number, value: number) => void

/** Timing, alignment, finders, and from version 7 the version itself. */
function drawPatterns(version: number, edge: number, set: Pen): void {
  for (let place = 0; place < edge; place += 1) {
    set(6, place, (place + 1) & 1)
    set(place, 6, (place + 1) & 1)
  }
  const marks = alignmentPlaces(version, edge)
  const last = marks.length - 1
  marks.forEach((x, column) => {
    marks.forEach((y, row) => {
      const underFinder = (column === 0 && (row === 0 || row === last)) || (column === last && row === 0)
      if (!underFinder) drawRings(set, { x, y, reach: 2 })
    })
  })
  drawRings(set, { x: 3, y: 3, reach: 4 })
  drawRings(set, { x: edge - 4, y: 3, reach: 4 })
  drawRings(set, { x: 3, y: edge - 4, reach: 4 })
  if (version < 7) return
  const bits = (version << 12) | remainder(version, 12, 0x1f25)
  for (let bit = 0; bit < 18; bit += 1) {
    const [near, far] = [Math.floor(bit / 3), edge - 11 + (bit % 3)]
    set(far, near, (bits >> bit) & 1)
    set(near, far, (bits >> bit) & 1)
  }
}

function alignmentPlaces(version: number, edge: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  // The one version whose step the rule of the others does not give.
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  return Array.from({ length: count }, (_, place) => (place === 0 ? 6 : edge - 7 - (count - 1 - place) * step))
}

/** A square of rings around a middle, dark but for the ring at 2 (of a finder; 1 of a mark) and the outermost of a finder. */
function drawRings(set: Pen, { x, y, reach }: { x: number; y: number; reach: 2 | 4 }): void {
  const light = reach === 4 ? 2 : 1
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      set(x + dx, y + dy, ring === light || ring === 4 ? 0 : 1)
    }
  }
}

/** Level M (00) and the mask, twice. */
function drawFormat(edge: number, set: Pen): void {
  const bits = ((MASK << 10) | remainder(MASK, 10, 0x537)) ^ 0x5412
  for (let bit = 0; bit < 15; bit += 1) {
    const value = (bits >> bit) & 1
    // Around the first finder, past the timing patterns; and along the two others.
    if (bit < 6) set(8, bit, value)
    else if (bit < 8) set(8, bit + 1, value)
    else if (bit === 8) set(7, 8, value)
    else set(14 - bit, 8, value)
    if (bit < 8) set(edge - 1 - bit, 8, value)
    else set(8, edge - 15 + bit, value)
  }
  set(8, edge - 8, 1)
}

function remainder(value: number, bits: number, generator: number): number {
  let rest = value
  for (let bit = 0; bit < bits; bit += 1) rest = (rest << 1) ^ ((rest >> (bits - 1)) * generator)
  return rest
}
