import { readCsv, writeCsv } from './csv-file.ts'
import type { BatchEncoding, BatchFormat, FileRow, Pieces } from './file.ts'
import { readJsonLines, writeJsonLines } from './json-lines-file.ts'
import { readXlsx, writeXlsx } from './sheet-file.ts'

/** How a file is written. */
export interface FileShape {
  readonly format: BatchFormat
  readonly encoding: BatchEncoding
}

/** The rows of a file, in groups as they come. Problems: batch-unreadable. */
export function readRows(pieces: Pieces, { format, encoding }: FileShape): AsyncGenerator<FileRow[]> {
  switch (format) {
    case 'jsonl':
      return readJsonLines(pieces)
    case 'csv':
      return readCsv(pieces, encoding)
    case 'xlsx':
      return readXlsx(pieces)
  }
}

/** A file of the same shape with some rows. */
export async function writeRows(
  names: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
  { format, encoding }: FileShape,
): Promise<Buffer> {
  switch (format) {
    case 'jsonl':
      return writeJsonLines(rows)
    case 'csv':
      return writeCsv(names, rows, encoding)
    case 'xlsx':
      return writeXlsx(names, rows)
  }
}

/**
 * The encoding of a file's text, found by looking: what can be UTF-8 is. Fed piece by piece, with what else is told by reading
 * the whole: `most` is at least the number of rows of a text.
 */
export function lookAtText(): { see(piece: Uint8Array): void; found(): { encoding: BatchEncoding; most: number } } {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [isUtf8, hasMark, isFirst, most] = [true, false, true, 1]
  return {
    see(piece) {
      if (isFirst && piece.length > 0) {
        hasMark = piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf
        isFirst = false
      }
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) most += 1
      if (!isUtf8) return
      try {
        decoder.decode(piece, { stream: true })
      } catch {
        isUtf8 = false
      }
    },
    found() {
      return { encoding: isUtf8 ? (hasMark ? 'utf-8-bom' : 'utf-8') : 'gb18030', most }
    },
  }
}
