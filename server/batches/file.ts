import type { RowFault } from '../../core/fact-rows.ts'

// A batch is a file. It is read row by row in groups, as text, and never as anything else.

/** How the rows of a file are written. */
export type BatchFormat = 'jsonl' | 'csv' | 'xlsx'

/** How the text of a file is written; a sheet has none of these and counts as UTF-8. */
export type BatchEncoding = 'utf-8' | 'utf-8-bom' | 'gb18030'

/** One row of a file, as it stands there. */
export interface FileRow {
  /** From 1; the line of the column names and empty lines are not counted. */
  readonly number: number
  /** What the file calls each column, and the text in it. */
  readonly original: Readonly<Record<string, string>>
  /** Why the row cannot be read at all. */
  readonly fault?: RowFault
}

/** The bytes of a file, piece by piece. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** More than any row needs; what is longer has lost a quotation mark or a line's end. */
export const LONGEST_ROW = 65_536
