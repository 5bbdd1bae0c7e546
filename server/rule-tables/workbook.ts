import {
  readDocument,
  readSheets,
  sheetsOfTable,
  type PlacedFault,
  type PlacedReading,
  type Sheet,
} from '../../core/rule-sheets.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { AS_WRITTEN, cellText, unpackedSize, xlsxReader, xlsxWriter } from '../kit/xlsx.ts'

// A rule table as a file: a document, or a workbook of two sheets.

/** The largest workbook of a thousand rows has a tenth of this. */
const LARGEST_UNPACKED = 33_554_432
/** Wide enough for a sentence; longer ones wrap. */
const WIDEST_COLUMN = 60

const PLAIN = { wrap: true, alignVertical: 'top' } as const
const BOLD = { ...PLAIN, fontWeight: 'bold' } as const

const UNREADABLE: PlacedFault = {
  place: { zh: '文件', en: 'the file' },
  message: {
    zh: '不是规则表：应为 JSON，或 xlsx 工作簿；可先导出一张表再修改',
    en: 'is no rule table: it should be JSON or an xlsx workbook; export a table and change that',
  },
}

/** Reads the file of a table, whichever of the two it is; every mistake with its place. */
export async function readTableFile(bytes: Buffer): Promise<PlacedReading> {
  // Every xlsx file is a zip archive, and no JSON begins so.
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    const sheets = await readXlsxSheets(bytes)
    return sheets === undefined ? { ok: false, faults: [UNREADABLE] } : readSheets(sheets)
  }
  try {
    return readDocument(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')))
  } catch {
    return { ok: false, faults: [UNREADABLE] }
  }
}

/** A table as an xlsx workbook. */
export async function writeTableXlsx(table: RuleTable): Promise<Buffer> {
  return writeSheets(sheetsOfTable(table))
}

/** Sheets as an xlsx workbook; every cell is text but those handed in as numbers. */
export async function writeSheets(
  sheets: readonly { readonly name: string; readonly lines: readonly (readonly (string | number)[])[] }[],
): Promise<Buffer> {
  const { default: writeXlsxFile } = await xlsxWriter()
  return writeXlsxFile(
    sheets.map(({ name, lines }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: (lines[0] ?? []).map((_, place) => ({ width: widthOf(lines.map((line) => line[place] ?? '')) })),
      data: lines.map((line, place) => line.map((value) => cellOf(value, place === 0))),
    })),
  ).toBuffer()
}

function cellOf(value: string | number, isHeading: boolean) {
  const look = isHeading ? BOLD : PLAIN
  return typeof value === 'number' ? { value, type: Number, ...look } : { value, type: String, ...look }
}

function widthOf(cells: readonly (string | number)[]): number {
  const longest = Math.max(
    ...cells.flatMap((cell) =>
      String(cell)
        .split('\n')
        .map((line) => line.length),
    ),
  )
  return Math.min(WIDEST_COLUMN, Math.max(10, longest + 4))
}

async function readXlsxSheets(bytes: Buffer): Promise<Sheet[] | undefined> {
  const size = unpackedSize(bytes)
  if (size === undefined || size > LARGEST_UNPACKED) return undefined
  const { default: readWorkbook } = await xlsxReader()
  // The package has no other way to say that a file is damaged.
  const sheets = await readWorkbook(bytes, AS_WRITTEN).catch(() => undefined)
  return sheets?.map(({ sheet, data }) => ({
    name: sheet,
    lines: data.map((line) => line.map((cell) => cellText(cell).replaceAll('\r\n', '\n'))),
  }))
}
