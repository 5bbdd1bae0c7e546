import { readFile } from 'node:fs/promises'
import readWorkbook from 'read-excel-file/node'
import { readDocument, readSheets, type PlacedReading, type Sheet } from '../core/rule-sheets.ts'
import { Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'

/** Reads a rule table, a document or a workbook, and says all that is wrong with it. Needs no server. */
export async function checkTable(
  terminal: Terminal,
  told: { file: string; json: boolean; language: Language },
): Promise<ExitCode> {
  const { language } = told
  const reading = await readTableFile(told.file)
  if (told.json) terminal.print(JSON.stringify(asJson(reading, language)))
  else if (reading.ok) {
    const { name, version, rows } = reading.table
    const words = {
      zh: `没有错误：${name} ${version}，共 ${rows.length} 条规则`,
      en: `no mistakes: ${name} ${version}, ${rows.length} rows`,
    }
    terminal.print(words[language])
  } else {
    for (const { place, message } of reading.faults) terminal.print(`${place[language]}: ${message[language]}`)
  }
  return reading.ok ? 0 : 1
}

function asJson(reading: PlacedReading, language: Language): object {
  if (reading.ok) return { ok: true, name: reading.table.name, version: reading.table.version }
  return {
    ok: false,
    faults: reading.faults.map(({ place, message }) => ({ place: place[language], message: message[language] })),
  }
}

async function readTableFile(file: string): Promise<PlacedReading> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Refusal(`读不到文件 ${file}。`, `The file ${file} cannot be read.`, { cause })
  })
  // Every xlsx file is a zip archive, and no JSON begins so.
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return readSheets(await sheetsOf(file, bytes))
  try {
    return readDocument(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')))
  } catch (cause) {
    throw new Refusal(`${file} 既不是 JSON 也不是 xlsx。`, `${file} is neither JSON nor xlsx.`, { cause })
  }
}

async function sheetsOf(file: string, bytes: Buffer): Promise<Sheet[]> {
  const sheets = await readWorkbook(bytes, { trim: false }).catch((cause: unknown) => {
    throw new Refusal(`xlsx 文件 ${file} 已损坏。`, `The xlsx file ${file} is damaged.`, { cause })
  })
  return sheets.map(({ sheet, data }) => ({ name: sheet, lines: data.map((line) => line.map(cellText)) }))
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  // A sheet's day belongs to no time zone; the package gives it in UTC.
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : String(cell).replaceAll('\r\n', '\n')
}
