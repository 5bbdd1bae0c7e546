import { encodeQr } from './qr-encode.ts'

// Quiet zone of ISO/IEC 18004: four modules of light all around.
const QUIET_ZONE = 4

/** The edge of one module in device pixels: whole, so that every module is as wide as its neighbour. */
export function moduleSize(modules: number, boxPixels: number): number {
  return Math.max(1, Math.floor(boxPixels / modules))
}

/**
 * Draws a code crisply, as large as whole modules allow in a box of `box` CSS pixels. Black on white, by night too:
 * scanners expect it. One pixel a module, made larger by the screen: that is drawn at once.
 */
export function drawQr(canvas: HTMLCanvasElement, text: string, box: number): void {
  const { edge, dark } = encodeQr(text)
  const count = edge + 2 * QUIET_ZONE
  const density = globalThis.devicePixelRatio || 1
  canvas.width = canvas.height = count
  canvas.style.width = canvas.style.height = `${(count * moduleSize(count, box * density)) / density}px`
  canvas.style.imageRendering = 'pixelated'
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, count, count)
  const picture = pen.createImageData(edge, edge)
  const pixels = new Uint32Array(picture.data.buffer)
  // Opacity first, as every browser's processor orders bytes: opaque black, opaque white.
  for (let place = 0; place < dark.length; place += 1) pixels[place] = dark[place] === 1 ? 0xff000000 : 0xffffffff
  pen.putImageData(picture, QUIET_ZONE, QUIET_ZONE)
}
