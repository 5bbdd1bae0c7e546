// Finds QR codes in pictures, beside the page, so that the keypad never waits for a frame.

import { decodeQR } from 'qr/decode.js'

/** A picture to look at: RGBA, and a number by which the answer is recognised. */
export interface Picture {
  readonly id: number
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

/** What stands in a picture; undefined: no code. */
export interface Found {
  readonly id: number
  readonly text: string | undefined
}

const worker = globalThis as unknown as DedicatedWorkerGlobalScope

worker.addEventListener('message', (event: MessageEvent<Picture>) => {
  const { id, width, height, data } = event.data
  const found: Found = { id, text: decode({ width, height, data }) }
  worker.postMessage(found, [])
})

function decode(image: Omit<Picture, 'id'>): string | undefined {
  try {
    return decodeQR(image)
  } catch {
    // The library throws for every picture without a code, which most are.
    return undefined
  }
}
