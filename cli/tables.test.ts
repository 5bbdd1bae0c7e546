import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { APRIL } from '../core/cases/cases.ts'
import { readDocument } from '../core/rule-sheets.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { typed, type Ran } from '../test/a-terminal.ts'
import { aWorld, type TestWorld } from '../test/world.ts'

let world: TestWorld
let city: CityApp
let folder: string
let options: string[]
before(async () => {
  world = await aWorld()
  city = await buildApp(world)
  const url = await city.app.listen({ host: '127.0.0.1', port: 0 })
  folder = await mkdtemp(join(tmpdir(), 'suishenma-tables-'))
  const tokenFile = join(folder, 'operator.token')
  await writeFile(tokenFile, `${world.operatorToken}\n`)
  options = ['--server', url, '--token-file', tokenFile]
})
after(async () => {
  await city.app.close()
  await world.close()
  await rm(folder, { recursive: true })
})

function operate(...words: string[]): Promise<Ran> {
  return typed([...words, ...options])
}

test('tables are listed with where they stand, the one in force first', async () => {
  const ran = await operate('table', 'list')
  assert.equal(ran.exitCode, 0)
  const lines = ran.printed.split('\n')
  assert.equal(lines[0], 'shanghai-2022-04 1.0.0  in force, from 2022-04-01 00:00')
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(',')[0]),
    [
      'shanghai-2022-09 1.0.0  shipped',
      'shanghai-2022-05 1.0.0  shipped',
      'shanghai-2020-03 1.0.0  shipped',
      'hangzhou-2020-02 1.0.0  shipped',
    ],
  )
  const json = (await operate('table', 'list', '--json')).printed.split('\n')
  assert.equal((JSON.parse(json[0]!) as { life: string }).life, 'in-force')
})

test('a table is exported as JSON and as xlsx, and both are read as the same table', async () => {
  const json = await operate('table', 'export', 'shanghai-2022-04', '--json')
  assert.deepEqual(readDocument(JSON.parse(json.printed)), { ok: true, table: APRIL })
  const out = join(folder, 'april.xlsx')
  const xlsx = await operate('table', 'export', 'shanghai-2022-04', '--xlsx', '--version', '1.0.0', '--out', out)
  assert.deepEqual([xlsx.exitCode, xlsx.printed], [0, `written to ${out}`])
  assert.equal((await typed(['table', 'check', out])).printed, 'no mistakes: shanghai-2022-04 1.0.0, 12 rows')
})

test('a file that is there already is not written over, and a table that is not there is a sentence', async () => {
  const out = join(folder, 'mine.xlsx')
  await writeFile(out, 'my work')
  const ran = await operate('table', 'export', 'shanghai-2022-05', '--xlsx', '--out', out)
  assert.deepEqual([ran.exitCode, ran.complained], [2, `${out} cannot be written, or is there already.`])
  assert.equal(await readFile(out, 'utf8'), 'my work')
  for (const which of [['shanghai-2022-06'], ['shanghai-2022-05', '--version', '9.9.9']]) {
    const missing = await operate('table', 'export', '--json', ...which)
    assert.deepEqual([missing.exitCode, missing.printed], [2, ''])
    assert.equal(missing.complained, 'There is nothing here by that name')
  }
})
