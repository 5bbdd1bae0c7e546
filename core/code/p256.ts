// Points of P-256 between their 33 and their 65 bytes. WebCrypto imports only the long form, a code carries the short one.

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

/** The 33 bytes (0x02 or 0x03, x) of an uncompressed point (0x04, x, y; 65 bytes). Does not look whether it is on the curve. */
export function compressPoint(point: Uint8Array): Uint8Array {
  const compressed = point.slice(0, 33)
  compressed[0] = 2 + (point[64]! & 1)
  return compressed
}

/** Whether these are the 65 bytes of a point of the curve. The equation tells without a root, which is the dear part. */
export function isPoint(point: Uint8Array): boolean {
  if (point.length !== 65 || point[0] !== 4) return false
  const [x, y] = [numberFrom(point, 1), numberFrom(point, 33)]
  return x < P && y < P && (y * y) % P === squareOfY(x)
}

/** The 65 bytes of a compressed point; undefined when the curve has no such point. */
export function expandPoint(compressed: Uint8Array): Uint8Array | undefined {
  const sign = compressed[0]
  if (compressed.length !== 33 || (sign !== 2 && sign !== 3)) return undefined
  const x = numberFrom(compressed, 1)
  if (x >= P) return undefined
  const square = squareOfY(x)
  const root = squareRoot(square)
  if ((root * root) % P !== square) return undefined
  const y = Number(root & 1n) === sign - 2 ? root : P - root
  // P-256 has no point with y = 0, so y is never P here.
  const point = new Uint8Array(65)
  point[0] = 4
  point.set(compressed.subarray(1), 1)
  const view = new DataView(point.buffer)
  for (let word = 0; word < 4; word += 1) view.setBigUint64(33 + word * 8, y >> BigInt(192 - word * 64))
  return point
}

function squareOfY(x: bigint): bigint {
  return (((x * x) % P) * x + 3n * (P - x) + B) % P
}

function numberFrom(bytes: Uint8Array, at: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let value = 0n
  for (let word = 0; word < 4; word += 1) value = (value << 64n) | view.getBigUint64(at + word * 8)
  return value
}

/** The number to the power of (P + 1) / 4 = 2^254 - 2^222 + 2^190 + 2^94: its root, if it has one. 253 squarings, 7 products. */
function squareRoot(c: bigint): bigint {
  const ones2 = (squared(c, 1) * c) % P
  const ones4 = (squared(ones2, 2) * ones2) % P
  const ones8 = (squared(ones4, 4) * ones4) % P
  const ones16 = (squared(ones8, 8) * ones8) % P
  const ones32 = (squared(ones16, 16) * ones16) % P
  const upper = (squared(ones32, 32) * c) % P
  return squared((squared(upper, 96) * c) % P, 94)
}

function squared(value: bigint, times: number): bigint {
  let result = value
  for (let time = 0; time < times; time += 1) result = (result * result) % P
  return result
}
