import { encode } from 'uqr'

// Quiet zone of ISO/IEC 18004: four modules of light all around.
const QUIET_ZONE = 4

// Any of the eight patterns reads as well on what is as good as noise, which signatures are. Trying all eight for the best,
// a page's first code took 61 ms of processor time, with one 22 ms; on a slow phone six times as much.
const MASK_PATTERN = 2

/** The modules of a code at level M with its quiet zone, dark is true. Deterministic for a text. */
export function qrModules(text: string): boolean[][] {
  return encode(text, { ecc: 'M', border: QUIET_ZONE, maskPattern: MASK_PATTERN }).data
}

/** The edge of one module in device pixels: whole, so that every module is as wide as its neighbour. */
export function moduleSize(modules: number, boxPixels: number): number {
  return Math.max(1, Math.floor(boxPixels / modules))
}

/**
 * Draws a code crisply, as large as whole modules allow in a box of `box` CSS pixels. Black on white, by night too:
 * scanners expect it. One pixel a module, made larger by the screen: that is drawn at once.
 */
export function drawQr(canvas: HTMLCanvasElement, text: string, box: number): void {
  const modules = qrModules(text)
  const count = modules.length
  const density = globalThis.devicePixelRatio || 1
  canvas.width = canvas.height = count
  canvas.style.width = canvas.style.height = `${(count * moduleSize(count, box * density)) / density}px`
  canvas.style.imageRendering = 'pixelated'
  const pen = canvas.getContext('2d')
  if (!pen) return
  const picture = pen.createImageData(count, count)
  new Uint32Array(picture.data.buffer).set(modules.flatMap((row) => row.map((dark) => (dark ? BLACK : WHITE))))
  pen.putImageData(picture, 0, 0)
}

const WHITE = 0xffffffff
// Opaque, whatever the order of the bytes: little-endian has the opacity in front.
const BLACK = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0xff000000 : 0x000000ff
