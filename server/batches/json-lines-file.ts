import type { RowFault } from '../../core/fact-rows.ts'
import { unreadable } from './csv-file.ts'
import { LONGEST_ROW, type FileRow, type Pieces } from './file.ts'

// JSON Lines: one object a line, in UTF-8. Its members are the cells.

const NEWLINE = 10

/** The rows of a JSON Lines file. Problems: batch-unreadable. */
export async function* readJsonLines(pieces: Pieces): AsyncGenerator<FileRow[]> {
  let count = 0
  let isFirst = true
  for await (const lines of linesOf(pieces)) {
    const rows: FileRow[] = []
    for (const bytes of lines) {
      const line = bytes.toString('utf8')
      const text = isFirst && line.startsWith('\ufeff') ? line.slice(1) : line
      isFirst = false
      if (text.trim() !== '') rows.push(readLine(text, (count += 1)))
    }
    if (rows.length > 0) yield rows
  }
  if (count === 0) throw unreadable('文件是空的', 'the file is empty')
}

/** A JSON Lines file of some rows. */
export function writeJsonLines(rows: readonly Readonly<Record<string, string>>[]): Buffer {
  return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

async function* linesOf(pieces: Pieces): AsyncGenerator<Buffer[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? bufferOf(piece) : Buffer.concat([rest, piece])
    const lines: Buffer[] = []
    let from = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      lines.push(bytes.subarray(from, end))
      from = end + 1
    }
    rest = bytes.subarray(from)
    if (rest.length > LONGEST_ROW) throw unreadable('有一行过长', 'a line is too long')
    yield lines
  }
  if (rest.length > 0) yield [rest]
}

function readLine(text: string, number: number): FileRow {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { number, original: {}, fault: NO_OBJECT }
  }
  const original: Record<string, string> = {}
  let fault: RowFault | undefined
  for (const [name, cell] of Object.entries(value)) {
    const written = cellText(cell)
    if (written === undefined) fault = { column: name.trim(), message: NO_CELL }
    else original[name.trim()] = written
  }
  return fault ? { number, original, fault } : { number, original }
}

const NO_OBJECT: RowFault = {
  column: '',
  message: { zh: '这一行不是 JSON 对象', en: 'this line is no JSON object' },
}
const NO_CELL = { zh: '应为文字、数字、是否或空', en: 'should be a text, a number, true, false or null' }

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function cellText(cell: unknown): string | undefined {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : undefined
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
