import { AS_WRITTEN, cellText, unpackedSize, xlsxReader, xlsxWriter } from '../kit/xlsx.ts'
import { columnNames, TOO_MANY_CELLS, unreadable } from './csv-file.ts'
import type { FileRow, Pieces } from './file.ts'

// The first sheet of an xlsx file. Formulas are never worked out: what a cell last showed is its text.

/** A sheet is read whole, so it is smaller than a batch may be. Others are sent as CSV. */
const LARGEST_BYTES = 16_777_216
/** What such a file may hold when it is unpacked: a small file could fill the memory. */
const LARGEST_UNPACKED = 268_435_456

/** The rows of a sheet. Problems: batch-unreadable. */
export async function* readXlsx(pieces: Pieces): AsyncGenerator<FileRow[]> {
  const bytes = Buffer.concat(await Array.fromAsync(pieces))
  if (bytes.length > LARGEST_BYTES) {
    throw unreadable('xlsx 文件超过 16 MiB，请改用 CSV', 'an xlsx file of more than 16 MiB; send CSV instead')
  }
  const unpacked = unpackedSize(bytes)
  if (unpacked === undefined) throw unreadable('不是 xlsx 文件', 'it is no xlsx file')
  if (unpacked > LARGEST_UNPACKED) throw unreadable('xlsx 文件展开后过大', 'the xlsx file is too large when unpacked')
  const { readSheet } = await xlsxReader()
  const sheet = await readSheet(bytes, 1, AS_WRITTEN).catch(() => undefined)
  if (sheet === undefined) throw unreadable('xlsx 文件已损坏', 'the xlsx file is damaged')
  const [head = [], ...cells] = sheet.map((row) => row.map(cellText))
  const names = columnNames(head)
  if (names.length === 0) throw unreadable('文件是空的', 'the file is empty')
  const filled = cells.filter((row) => row.some((cell) => cell.trim() !== ''))
  if (filled.length > 0) yield filled.map((row, place) => rowOf(names, row, place + 1))
}

/** A sheet of some rows, every cell of it text. */
export async function writeXlsx(
  names: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
): Promise<Buffer> {
  const written = [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
  const { default: writeXlsxFile } = await xlsxWriter()
  return writeXlsxFile(written.map((row) => row.map((value) => ({ value, type: String })))).toBuffer()
}

function rowOf(names: readonly string[], cells: readonly string[], number: number): FileRow {
  const original = Object.fromEntries(names.map((name, place) => [name, cells[place] ?? '']))
  const beyond = cells.slice(names.length).some((cell) => cell.trim() !== '')
  return beyond ? { number, original, fault: TOO_MANY_CELLS } : { number, original }
}
