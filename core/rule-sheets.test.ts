import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CASE_FILES, EVERY_FORM } from './cases/cases.ts'
import { cellName, ROW_CELLS } from './rule-cells.ts'
import { matchText, parseMatchText } from './rule-match-text.ts'
import { readSheets, sheetsOfTable, type PlacedFault, type Sheet } from './rule-sheets.ts'
import type { RuleTable } from './rule-table.ts'

/** The made-up table with a row of every form, one of which says what would end it sooner. */
const EVERY_CELL: RuleTable = {
  ...EVERY_FORM,
  rows: EVERY_FORM.rows.map((row, place) =>
    place === 0 ? { ...row, endsSooner: { zh: '采样', en: 'a sample' } } : row,
  ),
}

function read(sheets: readonly Sheet[]): RuleTable {
  const reading = readSheets(sheets)
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading.table
}

function faultsOf(sheets: readonly Sheet[]): readonly PlacedFault[] {
  const reading = readSheets(sheets)
  return reading.ok ? [] : reading.faults
}

/** The sheets of the table of every form with one cell written otherwise; lines and columns from 0. */
function withCell(sheet: 0 | 1, cell: { line: number; column: number }, text: string): Sheet[] {
  return sheetsOfTable(EVERY_CELL).map((one, place) => {
    if (place !== sheet) return one
    const lines = one.lines.map((line) => [...line])
    lines[cell.line]![cell.column] = text
    return { ...one, lines }
  })
}

function columnOf(name: string): number {
  return ROW_CELLS.findIndex((column) => cellName(column) === name)
}

/** The line of the first row of a form. */
function lineOf(form: string): number {
  return EVERY_CELL.rows.findIndex((row) => row.form === form) + 1
}

test('every table written as sheets is read back as the same table', () => {
  for (const { table } of CASE_FILES) assert.deepEqual(read(sheetsOfTable(table)), table)
  const braked = { ...EVERY_CELL, brakePeople: 25_000 }
  assert.deepEqual(read(sheetsOfTable(braked)), braked)
})

test('a line of a match says what the match says, also as a Chinese keyboard writes it', () => {
  for (const { table } of CASE_FILES) {
    for (const { fact } of table.rows) {
      const back = parseMatchText(matchText(fact)) as { kind: string; where?: unknown[] }
      assert.deepEqual({ ...back, where: back.where ?? [] }, fact)
    }
  }
  assert.deepEqual(parseMatchText('fever-clinic-visit：celsius ≥ 37.3；celsius＜45'), {
    kind: 'fever-clinic-visit',
    where: [
      { detail: 'celsius', atLeast: 37.3 },
      { detail: 'celsius', below: 45 },
    ],
  })
  assert.deepEqual(parseMatchText('case-status: status in discharged、excluded'), {
    kind: 'case-status',
    where: [{ detail: 'status', in: ['discharged', 'excluded'] }],
  })
  for (const strange of ['', 'a b', 'contact: degree', 'contact: = close', 'contact: degree close', 'contact:']) {
    assert.equal(parseMatchText(strange), undefined, strange)
  }
})

test('rows and columns may be moved and lines left empty', () => {
  const [head, rows] = sheetsOfTable(EVERY_CELL) as [Sheet, Sheet]
  const turned = { ...rows, lines: rows.lines.map((line) => line.toReversed()) }
  assert.deepEqual(read([head, turned]), EVERY_CELL)
  const [heading, ...body] = rows.lines
  const spaced = { ...rows, lines: [heading!, [], ...body.flatMap((line) => [line, ['', ' ']])] }
  assert.deepEqual(read([head, spaced]), EVERY_CELL)
})

test('a mistake in each column of a row is named with sheet, row and column', () => {
  const wrong: Readonly<Record<string, { text: string; form?: string }>> = {
    id: { text: 'Not an id' },
    colour: { text: 'green' },
    form: { text: 'while' },
    fact: { text: 'others' },
    days: { text: '1.5', form: 'days-after' },
    until: { text: 'contact: degree = nobody', form: 'until' },
    unless: { text: 'no such thing', form: 'unless' },
    daily: { text: 'daily-check-in: symptoms = maybe', form: 'until-in-a-row' },
    'text zh': { text: '{name}' },
    'text en': { text: '' },
    'openText zh': { text: '{until}' },
    'openText en': { text: ' ' },
    'legalBasis zh': { text: '' },
    'legalBasis en': { text: '' },
    'endsSooner zh': { text: '' },
    'endsSooner en': { text: '' },
  }
  assert.deepEqual(Object.keys(wrong), ROW_CELLS.map(cellName))
  for (const [name, { text, form }] of Object.entries(wrong)) {
    const line = form === undefined ? 1 : lineOf(form)
    const column = columnOf(name)
    const faults = faultsOf(withCell(1, { line, column }, text))
    const letter = String.fromCodePoint(65 + column)
    const heading = sheetsOfTable(EVERY_CELL)[1]!.lines[0]![column]!
    const place = `sheet “规则行 rows”, row ${line + 1}, column ${letter} (${heading})`
    const placeZh = `工作表“规则行 rows”第 ${line + 1} 行 ${letter} 列（${heading}）`
    assert.ok(
      faults.some((fault) => fault.place.en === place && fault.place.zh === placeZh),
      `${name}: ${JSON.stringify(faults)}`,
    )
    for (const { message } of faults) assert.ok(message.zh !== '' && message.en !== '')
  }
})

test('a mistake in each line of the head is named with its row', () => {
  const head = sheetsOfTable({ ...EVERY_CELL, brakePeople: 5 })[0]!
  const wrong: Readonly<Record<string, string>> = {
    '名称 name': 'A B',
    '版本 version': '1.0',
    '生效日期 validFrom': '2022-02-30',
    '失效日期 validTo': '1999-01-01',
    '刹车人数 brakePeople': 'many',
    '标题 title': '',
    '依据 legalBasis': '',
  }
  assert.deepEqual(
    head.lines.slice(1).map(([label]) => label),
    Object.keys(wrong),
  )
  for (const [place, text] of Object.values(wrong).entries()) {
    const [fault, ...more] = faultsOf(withCell(0, { line: place + 1, column: 1 }, text))
    assert.equal(fault?.place.en, `sheet “表头 head”, row ${place + 2}, column B (值 value / 中文 zh)`)
    assert.deepEqual(more, [])
  }
})

test('columns that are missing, unknown, there twice or without a name are named', () => {
  const missing = faultsOf(withCell(1, { line: 0, column: 1 }, ''))
  assert.ok(missing.some(({ message }) => message.en === 'the column “颜色 colour” is missing'))
  assert.ok(missing.some(({ message }) => message.en === 'this column has no name'))
  const unknown = faultsOf(withCell(1, { line: 0, column: 1 }, '姓名 person'))
  assert.ok(unknown.some(({ message }) => message.en === 'there is no column “姓名 person”'))
  const twice = faultsOf(withCell(1, { line: 0, column: 1 }, '编号 id'))
  assert.ok(twice.some(({ message }) => message.zh === '“编号 id”列出现两次'))
  assert.deepEqual(
    faultsOf(withCell(0, { line: 1, column: 0 }, '谁 person')).map(({ place }) => place.zh),
    ['工作表“表头 head”第 2 行 A 列（列 column）'],
  )
  assert.equal(faultsOf([]).length, 1)
})

test('whatever stands in the cells, reading them never crashes and never makes a table of nothing', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('id', 'colour', 'form', 'red', 'until', 'contact', '1'))
  const sheet = fc.record({ name: fc.string(), lines: fc.array(fc.array(cell)) })
  fc.assert(fc.property(fc.array(sheet), (sheets) => !readSheets(sheets).ok))
})
