import { hex, utf8 } from './bytes.ts'

/** The headers of a source's request: the id of its key, the moment of sending, and the signature in base64 (DER, or r and s). */
export const SOURCE_HEADERS = {
  key: 'suishenma-key',
  time: 'suishenma-time',
  signature: 'suishenma-signature',
} as const

/** The header that comes with refused rows when there are more of them: ask again with `after` of this value. */
export const NEXT_HEADER = 'suishenma-next'

/** The most bytes that a file has which is sent in one request, and that one part of a larger file has. */
export const LARGEST_FILE_AT_ONCE = 16_777_216
export const LARGEST_PART = 4_194_304

/** A request of a source, as its key signs it. */
export interface SourceRequest {
  readonly method: string
  /** With its query, as it is sent: `/api/evidence/batches/…/rows?after=1000`. */
  readonly path: string
  /** The moment of sending as it stands in the header `suishenma-time`: `2026-11-24T08:30:00Z`. */
  readonly time: string
  /** SHA-256 of the body; of nothing where there is none. */
  readonly bodyHash: Uint8Array
}

/**
 * The bytes that a source signs of every request. The first line keeps such a signature apart from any other that the key could
 * ever make. Of the request that begins a batch the signature stays with the batch.
 */
export function sourceRequestText({ method, path, time, bodyHash }: SourceRequest): Uint8Array {
  return utf8(`suishenma-request-1\n${method} ${path}\n${time}\n${hex(bodyHash)}\n`)
}
