import { crc32, deflateSync } from 'node:zlib'

// The app's icon, ours: a white rounded square with three finder marks of a code, on the green of the code.

const GREEN: Pixel = [0x0a, 0x7d, 0x33]
const WHITE: Pixel = [0xff, 0xff, 0xff]
const MARKS = [
  [5, 5],
  [15, 5],
  [5, 15],
] as const

type Pixel = readonly [number, number, number]

/** The icon as SVG, on a grid of 24. */
export const ICON_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" fill="#0a7d33"/><path fill="#fff" fill-rule="evenodd" d="${MARKS.map(
  ([x, y]) => `M${x} ${y}h4v4h-4zM${x + 1} ${y + 1}v2h2v-2z`,
).join('')}M15 15h2v2h-2zM17 17h2v2h-2z"/></svg>
`

/** The icon as a PNG of `edge` by `edge` pixels. */
export function drawIcon(edge: number): Uint8Array {
  return draw(edge, 0)
}

/** The icon for phones that cut it to a shape of their own: what matters lies in the circle of 80 % that none of them cuts. */
export function drawMaskableIcon(edge: number): Uint8Array {
  return draw(edge, 3)
}

/** `margin`: of plain green, in units of the grid of 24. */
function draw(edge: number, margin: number): Uint8Array {
  const unit = edge / (24 + 2 * margin)
  const lines = Buffer.alloc(edge * (1 + edge * 3))
  for (let y = 0; y < edge; y += 1) {
    for (let x = 0; x < edge; x += 1) {
      const pixel = pixelAt(Math.floor(x / unit) - margin, Math.floor(y / unit) - margin)
      lines.set(pixel, y * (1 + edge * 3) + 1 + x * 3)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(edge, 0)
  header.writeUInt32BE(edge, 4)
  // 8 bits a channel, true colour.
  header.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function pixelAt(x: number, y: number): Pixel {
  const mark = MARKS.some(([left, top]) => {
    const [dx, dy] = [x - left, y - top]
    const inside = dx >= 0 && dx < 4 && dy >= 0 && dy < 4
    return inside && !(dx > 0 && dx < 3 && dy > 0 && dy < 3)
  })
  const dots = (x >= 15 && x < 17 && y >= 15 && y < 17) || (x >= 17 && x < 19 && y >= 17 && y < 19)
  return mark || dots ? WHITE : GREEN
}

function chunk(type: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length, 0)
  head.write(type, 4, 'latin1')
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), body])), 0)
  return Buffer.concat([head, body, tail])
}
