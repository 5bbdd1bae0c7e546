import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CASE_FILES, EVERY_FORM } from '../../core/cases/cases.ts'
import { tableDocument } from '../../core/rule-document.ts'
import { sheetsOfTable } from '../../core/rule-sheets.ts'
import { readTableFile, writeSheets, writeTableXlsx } from './workbook.ts'

test('every table exported to xlsx and read back is the same table', async () => {
  for (const { table } of CASE_FILES) {
    assert.deepEqual(await readTableFile(await writeTableXlsx(table)), { ok: true, table })
  }
  const whole = { ...EVERY_FORM, brakePeople: 100 }
  assert.deepEqual(await readTableFile(await writeTableXlsx(whole)), { ok: true, table: whole })
})

test('a table exported, edited in a cell and read back is the table with that change, also where the sheet keeps a number', async () => {
  const [head, rows] = sheetsOfTable(EVERY_FORM)
  const lines = rows!.lines.map((line): (string | number)[] => [...line])
  const at = EVERY_FORM.rows.findIndex((row) => row.form === 'days-after') + 1
  lines[at]![4] = 21
  const reading = await readTableFile(await writeSheets([head!, { name: rows!.name, lines }]))
  assert.ok(reading.ok)
  const row = reading.table.rows[at - 1]
  assert.equal(row?.form === 'days-after' && row.days, 21)
})

test('a mistake in a cell of the file is named with its place in it', async () => {
  const [head, rows] = sheetsOfTable(EVERY_FORM)
  const lines = rows!.lines.map((line) => [...line])
  lines[2]![1] = 'green'
  const reading = await readTableFile(await writeSheets([head!, { name: rows!.name, lines }]))
  assert.deepEqual(reading, {
    ok: false,
    faults: [
      {
        place: {
          zh: '工作表“规则行 rows”第 3 行 B 列（颜色 colour）',
          en: 'sheet “规则行 rows”, row 3, column B (颜色 colour)',
        },
        message: { zh: '应为下列之一：yellow、red', en: 'should be one of: yellow, red' },
      },
    ],
  })
})

test('a document is read too, with or without a byte order mark', async () => {
  const text = JSON.stringify(tableDocument(EVERY_FORM))
  for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`)]) {
    assert.deepEqual(await readTableFile(bytes), { ok: true, table: EVERY_FORM })
  }
})

test('what is neither is one fault, however broken it is', async () => {
  const workbook = await writeTableXlsx(EVERY_FORM)
  const cut = workbook.subarray(0, workbook.length / 2)
  for (const bytes of ['', 'hello', '{"name":', 'PK\x03\x04', cut].map((one) => Buffer.from(one as string))) {
    const reading = await readTableFile(bytes)
    assert.ok(!reading.ok)
    assert.equal(reading.faults.length, 1)
  }
})
