import { concat } from '../../core/bytes.ts'

/** The bytes of a stream; undefined for more than `maxBytes`, of which no more is fetched or kept. Rejects where the stream breaks. */
export async function readBounded(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  for (let size = 0; ;) {
    const { done, value } = await reader.read()
    if (done) return concat(...chunks)
    size += value.length
    if (size > maxBytes) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value)
  }
}
