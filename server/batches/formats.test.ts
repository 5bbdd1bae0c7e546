import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import { Problem } from '../kit/problem.ts'
import type { FileRow } from './file.ts'
import { lookAtText, readRows, writeRows, type FileShape } from './read-file.ts'

const HEAD = ['document_number', 'community', 'from']
const ROWS = [
  { document_number: '310999199001010011', community: '酒仙桥“一”街坊, "A"座', from: '2022-04-15' },
  { document_number: 'E12345678', community: '𠮷田\n二层', from: '' },
]
const SHAPES: FileShape[] = [
  { format: 'jsonl', encoding: 'utf-8' },
  { format: 'csv', encoding: 'utf-8' },
  { format: 'csv', encoding: 'utf-8-bom' },
  { format: 'csv', encoding: 'gb18030' },
  { format: 'xlsx', encoding: 'utf-8' },
]

async function readAll(bytes: Uint8Array, shape: FileShape, pieceBytes = bytes.length || 1): Promise<FileRow[]> {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes))
  return (await Array.fromAsync(readRows(pieces, shape))).flat()
}

function csv(text: string): Promise<FileRow[]> {
  return readAll(Buffer.from(text), { format: 'csv', encoding: 'utf-8' })
}

async function refusal(reading: Promise<unknown>): Promise<string> {
  const problem = await reading.then(
    () => assert.fail('it was read'),
    (error: unknown) => error,
  )
  assert.ok(problem instanceof Problem)
  assert.equal(problem.problem, 'batch-unreadable')
  return problem.fields.map((field) => field.en).join('; ')
}

function originals(rows: readonly FileRow[]): FileRow['original'][] {
  return rows.map((row) => row.original)
}

for (const shape of SHAPES) {
  const name = shape.format === 'csv' ? `CSV in ${shape.encoding}` : shape.format
  test(`what is written as ${name} is read again, however the bytes are cut`, async () => {
    const bytes = await writeRows(HEAD, ROWS, shape)
    for (const pieceBytes of [bytes.length, 1, 7]) {
      const rows = await readAll(bytes, shape, pieceBytes)
      assert.deepEqual(originals(rows), ROWS)
      assert.deepEqual(
        rows.map((row) => row.number),
        [1, 2],
      )
    }
  })

  test(`cells that look like formulas stay text through ${name} and back`, async () => {
    const cells = ['=1+1', '+86 21', '-7', '@home', '\tx', "'=x", "''@y", "'quoted", '=HYPERLINK("x")']
    const rows = cells.map((community) => ({ document_number: '1', community, from: '' }))
    const again = originals(await readAll(await writeRows(HEAD, rows, shape), shape))
    assert.deepEqual(
      again.map((row) => row['community']?.trim()),
      cells.map((cell) => cell.trim()),
    )
  })
}

test('any text goes through CSV and back in UTF-8, and what GB18030 has in GB18030', async () => {
  const cell = fc.string({ unit: 'grapheme-composite' }).filter((text) => !text.includes('\0') && text.trim() !== '')
  await fc.assert(
    fc.asyncProperty(
      cell,
      fc.constantFrom('utf-8' as const, 'utf-8-bom' as const, 'gb18030' as const),
      async (text, encoding) => {
        const inGb18030 = new TextDecoder('gb18030').decode(iconv.encode(text, 'gb18030'))
        if (encoding === 'gb18030' && inGb18030 !== text) return
        const shape = { format: 'csv' as const, encoding }
        const [row] = await readAll(await writeRows(['a', 'b'], [{ a: text, b: 'x' }], shape), shape, 3)
        assert.equal(row?.original['a'], text)
      },
    ),
    { numRuns: 200 },
  )
})

test('a cell that a spreadsheet would take for a formula is marked as text in a CSV file', async () => {
  const bytes = await writeRows(['a'], [{ a: '=1+1' }, { a: '-1' }, { a: '@x' }, { a: '+x' }, { a: 'a=b' }], {
    format: 'csv',
    encoding: 'utf-8',
  })
  assert.equal(bytes.toString(), "a\n'=1+1\n'-1\n'@x\n'+x\na=b\n")
})

test('the encoding of a text is found: UTF-8 with and without mark, GB18030, also where a character is cut', () => {
  const found = (bytes: Uint8Array, pieceBytes = 1) => {
    const look = lookAtText()
    // The mark stands whole in the first piece: pieces of a file are large.
    look.see(bytes.subarray(0, 3))
    for (let at = 3; at < bytes.length; at += pieceBytes) look.see(bytes.subarray(at, at + pieceBytes))
    return look.found()
  }
  const text = '证件号码,种类\n1,密接\n2,密接'
  assert.deepEqual(found(Buffer.from(text)), { encoding: 'utf-8', most: 3 })
  assert.deepEqual(found(Buffer.from(`\ufeff${text}`)), { encoding: 'utf-8-bom', most: 3 })
  assert.deepEqual(found(iconv.encode(text, 'gb18030')), { encoding: 'gb18030', most: 3 })
  assert.deepEqual(found(new Uint8Array(0)), { encoding: 'utf-8', most: 1 })
})

test('empty lines and lines of empty cells are no rows, and leave no gap in the numbers', async () => {
  const rows = await csv('a,b\n\n1,2\n,\n  \n3,4\n\n')
  assert.deepEqual(
    rows.map((row) => [row.number, row.original['a']]),
    [
      [1, '1'],
      [2, '3'],
    ],
  )
})

test('a row with fewer cells than columns has empty ones, a row with more has a fault', async () => {
  const rows = await csv('a,b,\n1\n1,2,\n1,2,3\n')
  assert.deepEqual(
    rows.map((row) => [row.original, row.fault?.message.en]),
    [
      [{ a: '1', b: '' }, undefined],
      [{ a: '1', b: '2' }, undefined],
      [{ a: '1', b: '2' }, 'there are more cells than columns'],
    ],
  )
})

test('CSV with a quotation mark that is not closed or out of place, or without a line, is refused with its line', async () => {
  assert.match(await refusal(csv('a,b\n1,"2\n3,4\n')), /^near line \d a quotation mark is not closed/)
  assert.match(await refusal(csv('a,b\n1,2"3\n')), /^in line 2 a quotation mark is out of place/)
  assert.match(await refusal(csv(`a\n"${'x'.repeat(70_000)}`)), /quotation mark is not closed, or a row is too long/)
  assert.match(await refusal(csv('')), /the file is empty/)
})

test('lines of JSON may hold numbers, true, false and null; other values are the row’s fault, and so is what is no object', async () => {
  const lines = [
    '\ufeff{"a":"x","b":36.6,"c":true,"d":null}',
    '',
    '{"a":{"b":1}}',
    '["a"]',
    '{"a":',
    '{"__proto__":"x"," a ":"y"}',
  ].join('\r\n')
  const rows = await readAll(Buffer.from(lines), { format: 'jsonl', encoding: 'utf-8' }, 5)
  assert.deepEqual(rows[0]?.original, { a: 'x', b: '36.6', c: 'true', d: '' })
  assert.deepEqual(
    rows.map((row) => [row.number, row.fault?.column, row.fault?.message.en]),
    [
      [1, undefined, undefined],
      [2, 'a', 'should be a text, a number, true, false or null'],
      [3, '', 'this line is no JSON object'],
      [4, '', 'this line is no JSON object'],
      [5, undefined, undefined],
    ],
  )
  assert.equal(rows[4]?.original['a'], 'y')
  assert.match(
    await refusal(readAll(Buffer.from('x'.repeat(70_000)), { format: 'jsonl', encoding: 'utf-8' })),
    /a line is too long/,
  )
})

test('a sheet’s numbers keep all their digits, its dates read as shown, its formulas as last shown', async () => {
  const sheet: SheetData = [
    ['number', 'degrees', 'day', 'moment', 'flag', 'text'].map((value) => ({ value, type: String })),
    [
      { value: 310999199001011, type: Number },
      { value: 36.6, type: Number },
      { value: new Date(Date.UTC(2022, 3, 15)), type: Date, format: 'yyyy-mm-dd' },
      { value: new Date(Date.UTC(2022, 3, 15, 8, 30, 15)), type: Date, format: 'yyyy-mm-dd hh:mm:ss' },
      { value: true, type: Boolean },
      { value: '=1+1', type: 'Formula' },
    ],
  ]
  const bytes = await writeXlsxFile(sheet).toBuffer()
  const [row] = await readAll(bytes, { format: 'xlsx', encoding: 'utf-8' })
  assert.deepEqual(row?.original, {
    number: '310999199001011',
    degrees: '36.6',
    day: '2022-04-15',
    moment: '2022-04-15 08:30:15',
    flag: 'yes',
    // Nobody has worked it out, so it shows nothing.
    text: '',
  })
})

test('what is no xlsx file, and one that would fill the memory, is refused before it is unpacked', async () => {
  const shape: FileShape = { format: 'xlsx', encoding: 'utf-8' }
  assert.match(await refusal(readAll(Buffer.from('a,b\n1,2\n'), shape)), /it is no xlsx file/)
  const bytes = await writeRows(HEAD, ROWS, shape)
  const directory = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
  const bomb = Buffer.from(bytes)
  bomb.writeUInt32LE(0x2000_0000, directory + 24)
  assert.match(await refusal(readAll(bomb, shape)), /too large when unpacked/)
  const damaged = Buffer.from(bytes)
  damaged.fill(0, 0, directory)
  assert.match(await refusal(readAll(damaged, shape)), /the xlsx file is damaged/)
})
