import { readBounded } from './read-bounded.ts'

// DEFLATE makes at most 1,032 bytes of one: so a piece never becomes more than half a megabyte, which nobody asked for.
const PIECE_BYTES = 512

/** The bytes that were deflated (RFC 1950); undefined for anything else, for bytes behind the end, and for more than `maxBytes`. */
export async function inflate(deflated: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  try {
    return await readBounded(inPieces(deflated).pipeThrough(new DecompressionStream('deflate')), maxBytes)
  } catch {
    // Not zlib's, cut off, or a browser that cannot inflate.
    return undefined
  }
}

function inPieces(bytes: Uint8Array): ReadableStream<BufferSource> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, (at += PIECE_BYTES)))
      else controller.close()
    },
  })
}
