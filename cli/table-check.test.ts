import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { EVERY_FORM } from '../core/cases/cases.ts'
import { tableDocument } from '../core/rule-document.ts'
import { writeTableXlsx } from '../server/rule-tables/workbook.ts'
import { typed } from '../test/a-terminal.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suishenma-table-'))
})
after(() => rm(folder, { recursive: true }))

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

test('a table without mistakes ends with 0, as a document and as a workbook', async () => {
  const json = await fileOf('table.json', JSON.stringify(tableDocument(EVERY_FORM)))
  const xlsx = await fileOf('table.xlsx', await writeTableXlsx(EVERY_FORM))
  for (const file of [json, xlsx]) {
    const ran = await typed(['table', 'check', file])
    assert.equal(ran.exitCode, 0)
    assert.equal(ran.printed, `no mistakes: ${EVERY_FORM.name} ${EVERY_FORM.version}, ${EVERY_FORM.rows.length} rows`)
  }
})

test('every mistake is a line with its place, in either language, and ends with 1', async () => {
  const document = JSON.parse(JSON.stringify(tableDocument(EVERY_FORM))) as { version: string; rows: object[] }
  document.version = '1'
  document.rows[1] = { ...document.rows[1], colour: 'green' }
  const file = await fileOf('wrong.json', JSON.stringify(document))
  const english = await typed(['table', 'check', file])
  assert.equal(english.exitCode, 1)
  assert.deepEqual(english.printed.split('\n'), [
    'head, version: should be three numbers, such as 1.0.0',
    'row 2, colour: should be one of: yellow, red',
  ])
  const chinese = await typed(['table', 'check', file, '--lang', 'zh'])
  assert.equal(chinese.printed.split('\n')[1], '第 2 条规则 colour: 应为下列之一：yellow、red')
  const json = JSON.parse((await typed(['table', 'check', file, '--json'])).printed) as { faults: unknown[] }
  assert.equal(json.faults.length, 2)
})

test('a file that is no table, or not there, is one sentence and ends with 2', async () => {
  for (const [content, sentence] of [
    ['hello', 'is neither JSON nor xlsx.'],
    ['PK and no more', 'is damaged.'],
  ] as const) {
    const ran = await typed(['table', 'check', await fileOf('none', content)])
    assert.equal(ran.exitCode, 2)
    assert.ok(ran.complained.endsWith(sentence), ran.complained)
  }
  const missing = await typed(['table', 'check', join(folder, 'missing')])
  assert.match(missing.complained, /cannot be read\.$/)
})
