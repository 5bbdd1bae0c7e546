import { after, formatShanghai, HOUR, instant } from '../../core/instant.ts'

// What a workbook's cells say, as text. Formulas are never worked out: what a cell last showed is its text.

// Both packages bring 145 modules that most starts of the program never need.

/** The package that reads workbooks. */
export function xlsxReader(): Promise<typeof import('read-excel-file/node')> {
  return import('read-excel-file/node')
}

/** The package that writes them. */
export function xlsxWriter(): Promise<typeof import('write-excel-file/node')> {
  return import('write-excel-file/node')
}

/** How cells are to be read: as they are written, numbers with all their digits. */
export const AS_WRITTEN = { trim: false, parseNumber: numberText } as const

/** A cell as text. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return dateText(cell)
  return typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : String(cell)
}

/** The size of all files in a zip archive as its directory gives it; undefined where there is none. A small file could fill the memory. */
export function unpackedSize(bytes: Buffer): number | undefined {
  // The directory's end has 22 bytes and a comment of at most 65,535.
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || bytes.length - end < 22) return undefined
  let at = bytes.readUInt32LE(end + 16)
  let size = 0
  for (let files = bytes.readUInt16LE(end + 10); files > 0; files -= 1) {
    if (at + 46 > bytes.length || bytes.readUInt32BE(at) !== 0x504b_0102) return undefined
    size += bytes.readUInt32LE(at + 24)
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return size
}

/** A number as it is written in the file: a document's number must not lose its last digits. */
function numberText(text: string): string {
  return /^-?\d+$/.test(text) ? text : String(Number(text))
}

// A sheet's date belongs to no time zone: what it shows is what its author saw, in Shanghai. It is a count of days, so that a
// second may be a thousandth short.
function dateText(date: Date): string {
  const shown = instant(Math.round(date.getTime() / 1_000) * 1_000)
  return formatShanghai(after(shown, -8 * HOUR)).replace(/ 00:00:00$/, '')
}
