import { hex, utf8 } from './bytes.ts'

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
 * The bytes that a source signs of every request but a file that is sent whole, which is signed as it stands. They begin with
 * words that no file of ours begins with, so that neither signature can be taken for the other.
 */
export function sourceRequestText({ method, path, time, bodyHash }: SourceRequest): Uint8Array {
  return utf8(`suishenma-request-1\n${method} ${path}\n${time}\n${hex(bodyHash)}\n`)
}
