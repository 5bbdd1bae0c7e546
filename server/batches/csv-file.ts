import { parse, type CsvError, type Options } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import iconv from 'iconv-lite'
import { Problem } from '../kit/problem.ts'
import { LONGEST_ROW, type BatchEncoding, type FileRow, type Pieces } from './file.ts'

// CSV as RFC 4180 has it and spreadsheets write it: commas, quotation marks, one line of column names.

/** What csv-parse reads at a time; its records are then taken out without waiting for each. */
const SLICE_BYTES = 65_536

/** The rows of a CSV file. Problems: batch-unreadable. */
export async function* readCsv(pieces: Pieces, encoding: BatchEncoding): AsyncGenerator<FileRow[]> {
  const names: string[] = []
  let count = 0
  for await (const records of recordsOf(textOf(pieces, encoding))) {
    const rows: FileRow[] = []
    for (const record of records) {
      if (names.length === 0) names.push(...columnNames(record.map(fromText)))
      else if (record.some((cell) => cell.trim() !== '')) rows.push(rowOf(names, record, (count += 1)))
    }
    if (rows.length > 0) yield rows
  }
  if (names.length === 0) throw unreadable('文件是空的', 'the file is empty')
}

/** A CSV file of some rows, every cell of it text for whatever opens it. */
export function writeCsv(
  names: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
  encoding: BatchEncoding,
): Buffer {
  const records = rows.map((row) => names.map((name) => asText(row[name] ?? '')))
  const text = stringify([names.map(asText), ...records])
  return encoding === 'gb18030'
    ? iconv.encode(text, 'gb18030')
    : iconv.encode(text, 'utf8', { addBOM: encoding === 'utf-8-bom' })
}

// What a spreadsheet takes for a formula. Quotes in front of it are kept apart from ours by one more.
const FORMULA = /^'*[=+\-@\t\r]/
const QUOTED_FORMULA = /^'+[=+\-@\t\r]/

function asText(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

/** The cell that `asText` wrote. */
function fromText(cell: string): string {
  return cell.startsWith("'") && QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell
}

const OPTIONS = {
  bom: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_ROW,
  // Records wait in the parser until they are taken, however many a slice holds.
  readableHighWaterMark: SLICE_BYTES,
} satisfies Options & { readableHighWaterMark: number }

async function* recordsOf(text: AsyncIterable<Uint8Array | string>): AsyncGenerator<string[][]> {
  const parser = parse(OPTIONS)
  let failure: CsvError | undefined
  const ended = new Promise<void>((done) => {
    parser.once('finish', done).once('error', (error: CsvError) => {
      failure = error
      done()
    })
  })
  const take = (): string[][] => {
    const records: string[][] = []
    for (let record = next(parser); record !== null; record = next(parser)) records.push(record)
    return records
  }
  for await (const piece of text) {
    parser.write(piece)
    if (failure) throw wrongCsv(failure)
    yield take()
  }
  parser.end()
  await ended
  if (failure) throw wrongCsv(failure)
  yield take()
}

function next(parser: ReturnType<typeof parse>): string[] | null {
  return parser.read() as string[] | null
}

/** The file in slices: UTF-8 as it is, for csv-parse works on bytes, GB18030 decoded. */
async function* textOf(pieces: Pieces, encoding: BatchEncoding): AsyncGenerator<Uint8Array | string> {
  // The platform's decoder: iconv-lite's cuts characters outside the first plane in two, and takes ten times as long.
  const decoder = encoding === 'gb18030' ? new TextDecoder('gb18030') : undefined
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += SLICE_BYTES) {
      const slice = piece.subarray(at, at + SLICE_BYTES)
      yield decoder ? decoder.decode(slice, { stream: true }) : slice
    }
  }
  if (decoder) yield decoder.decode()
}

/** The names of a file's columns out of its first row. Throws for two of one name: what is in one of them would be lost. */
export function columnNames(head: readonly string[]): string[] {
  const names = head.map((name) => name.trim())
  // Spreadsheets leave commas behind where columns were deleted.
  while (names.at(-1) === '') names.pop()
  const twice = names.filter((name, place) => name !== '' && names.indexOf(name) < place)
  if (twice.length === 0) return names
  throw new Problem(
    'batch-unreadable',
    twice.map((field) => ({ field, zh: '列名重复', en: 'there is more than one column of this name' })),
  )
}

function rowOf(names: readonly string[], record: readonly string[], number: number): FileRow {
  const original: Record<string, string> = {}
  for (const [place, name] of names.entries()) original[name] = fromText(record[place] ?? '')
  const beyond = record.slice(names.length).some((cell) => cell.trim() !== '')
  return beyond ? { number, original, fault: TOO_MANY_CELLS } : { number, original }
}

/** What is wrong with a row that has more cells than there are columns. */
export const TOO_MANY_CELLS = {
  column: '',
  message: { zh: '单元格数多于列数', en: 'there are more cells than columns' },
}

function wrongCsv(error: CsvError): Problem {
  const line = Number(error['lines'] ?? 0)
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
    case 'CSV_QUOTE_NOT_CLOSED':
      return unreadable(
        `第 ${line} 行附近的引号没有闭合，或一行过长`,
        `near line ${line} a quotation mark is not closed, or a row is too long`,
      )
    default:
      return unreadable(`第 ${line} 行的引号用法不对`, `in line ${line} a quotation mark is out of place`)
  }
}

/** Why a file cannot be read at all. */
export function unreadable(zh: string, en: string): Problem {
  return new Problem('batch-unreadable', [{ field: 'file', zh, en }])
}
