// The page's side of the worker that finds codes in pictures.

import type { Found, Picture } from './decode-worker.ts'

/** Width of the pictures that are looked at: enough for version 13 at arm's length, 4 ms to decode. */
export const PICTURE_WIDTH = 640

export interface Decoder {
  /** The code in a picture; undefined when there is none. */
  decode(picture: ImageData): Promise<string | undefined>
  close(): void
}

/** Starts the worker. */
export function startDecoder(): Decoder {
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (text: string | undefined) => void>()
  let count = 0
  worker.addEventListener('message', (event: MessageEvent<Found>) => {
    waiting.get(event.data.id)?.(event.data.text)
    waiting.delete(event.data.id)
  })
  return {
    decode({ width, height, data }) {
      count += 1
      const id = count
      // The canvas gave these pixels to nobody else, so they move instead of being copied.
      const picture: Picture = { id, width, height, data: data as Uint8ClampedArray<ArrayBuffer> }
      worker.postMessage(picture, [picture.data.buffer])
      return new Promise((resolve) => waiting.set(id, resolve))
    },
    close() {
      worker.terminate()
    },
  }
}

/** A picture's pixels, at most 640 wide (or, for a file, as wide as asked); undefined before the source has any. */
export function pixelsOf(
  source: HTMLVideoElement | ImageBitmap,
  canvas: HTMLCanvasElement,
  width: number,
): ImageData | undefined {
  const full =
    source instanceof ImageBitmap
      ? { width: source.width, height: source.height }
      : { width: source.videoWidth, height: source.videoHeight }
  if (full.width === 0 || full.height === 0) return undefined
  const scale = Math.min(1, width / full.width)
  canvas.width = Math.round(full.width * scale)
  canvas.height = Math.round(full.height * scale)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) return undefined
  // What is transparent in a picture file would count as black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(source, 0, 0, canvas.width, canvas.height)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}
