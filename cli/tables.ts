import { writeFile } from 'node:fs/promises'
import type { TableDocument, TableLife, TableList, TableSummary, WorkbookFile } from '../contract/rule-tables.ts'
import type { Bilingual } from '../core/bilingual.ts'
import { instant } from '../core/instant.ts'
import { ask, type Server } from './server.ts'
import { writeShanghai } from './shanghai-time.ts'
import { checkTable } from './table-check.ts'
import { Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'
import { mistake, parse, serverOf } from './typed.ts'

const LIFE_WORDS: Readonly<Record<TableLife, Bilingual>> = {
  shipped: { zh: '随程序提供', en: 'shipped' },
  draft: { zh: '草案', en: 'draft' },
  scheduled: { zh: '待生效', en: 'scheduled' },
  held: { zh: '已刹车，待批准', en: 'held by its brake' },
  'in-force': { zh: '生效中', en: 'in force' },
  superseded: { zh: '已被取代', en: 'superseded' },
}

/** Rule tables: checked without a server, listed and exported with one. */
export async function tableCommand(
  words: readonly string[],
  terminal: Terminal,
  language: Language,
): Promise<ExitCode> {
  const rest = words.slice(1)
  if (words[0] === 'check') return runCheck(rest, terminal, language)
  return words[0] === 'list' ? runList(rest, terminal, language) : runExport(rest, terminal, language)
}

async function runCheck(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {})
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw mistake('请写明一个规则表文件', 'name one file of a rule table')
  return checkTable(terminal, { file, json: values.json === true, language })
}

async function runList(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {})
  if (positionals.length > 0) throw mistake('table list 没有参数', 'table list takes no argument')
  const server = await serverOf(terminal, values, language)
  let after: string | undefined
  do {
    const asked = `/api/operator/rule-tables${after === undefined ? '' : `?after=${after}`}`
    const { tables, next } = await ask<TableList>(server, asked)
    for (const table of tables) terminal.print(values.json === true ? JSON.stringify(table) : describe(table, language))
    after = next
  } while (after !== undefined)
  return 0
}

async function runExport(words: readonly string[], terminal: Terminal, language: Language): Promise<ExitCode> {
  const { values, positionals } = parse(words, {
    xlsx: { type: 'boolean' },
    version: { type: 'string' },
    out: { type: 'string' },
  })
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw mistake('请写明一张规则表的名称', 'name one rule table')
  if ((values.xlsx === true) === (values.json === true)) throw mistake('请写 --xlsx 或 --json', 'say --xlsx or --json')
  const server = await serverOf(terminal, values, language)
  const { version, out } = values
  if (values.xlsx === true) return exportXlsx(terminal, server, { name, version, out })
  const { document } = await ask<TableDocument>(server, pathOf({ name, version }, 'document'))
  const text = JSON.stringify(document, undefined, 2)
  if (out === undefined) terminal.print(text)
  else await keep(out, Buffer.from(`${text}\n`))
  return 0
}

async function exportXlsx(
  terminal: Terminal,
  server: Server,
  told: { name: string; version: string | undefined; out: string | undefined },
): Promise<ExitCode> {
  const { fileName, base64 } = await ask<WorkbookFile>(server, pathOf(told, 'workbook'))
  const path = told.out ?? fileName
  await keep(path, Buffer.from(base64, 'base64'))
  terminal.print({ zh: `已写入 ${path}`, en: `written to ${path}` }[server.language])
  return 0
}

function pathOf({ name, version }: { name: string; version: string | undefined }, what: string): string {
  const which = version === undefined ? '' : `?version=${encodeURIComponent(version)}`
  return `/api/operator/rule-tables/${encodeURIComponent(name)}/${what}${which}`
}

async function keep(path: string, bytes: Buffer): Promise<void> {
  // What stands there already is somebody's work.
  await writeFile(path, bytes, { flag: 'wx' }).catch((cause: unknown) => {
    throw new Refusal(`无法写入 ${path}，或文件已存在。`, `${path} cannot be written, or is there already.`, { cause })
  })
}

function describe(table: TableSummary, language: Language): string {
  const { name, version, life, inForceFrom, validFrom, approvals } = table
  const from = writeShanghai(instant(inForceFrom ?? validFrom))
  const by = [...new Set(approvals.map(({ organisation }) => organisation[language]))].join(
    { zh: '、', en: ', ' }[language],
  )
  const words = {
    zh: `${name} ${version}  ${LIFE_WORDS[life].zh}，自 ${from}${by === '' ? '' : `；批准：${by}`}`,
    en: `${name} ${version}  ${LIFE_WORDS[life].en}, from ${from}${by === '' ? '' : `; approved by ${by}`}`,
  }
  return words[language]
}
