import { concat } from '../../core/bytes.ts'

/** The bytes that were deflated (RFC 1950), by the browser; undefined for anything else, for more than `maxBytes`, and for bytes behind the end. */
export async function inflate(deflated: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  try {
    const stream = new Blob([new Uint8Array(deflated)]).stream().pipeThrough(new DecompressionStream('deflate'))
    const reader = stream.getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length
      if (length > maxBytes) {
        await reader.cancel()
        return undefined
      }
      parts.push(part.value)
    }
  } catch {
    // Not zlib's, cut off, or more behind its end: the stream has no other way to say so.
    return undefined
  }
  return concat(...parts)
}
