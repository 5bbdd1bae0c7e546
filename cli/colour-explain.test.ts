import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { typed } from '../test/a-terminal.ts'
import { aHandFactCity, type HandFactCity } from '../test/hand-facts.ts'

let here: HandFactCity
let folder: string
let url: string
before(async () => {
  here = await aHandFactCity()
  url = await here.city.app.listen({ host: '127.0.0.1', port: 0 })
  folder = await mkdtemp(join(tmpdir(), 'suishenma-explain-'))
  await writeFile(join(folder, 'operator.token'), `${here.world.operatorToken}\n`)
})
after(async () => {
  await here.close()
  await rm(folder, { recursive: true })
})

test('an explanation says who wrote a fact by hand and who approved it, in either language', async () => {
  const { does, author, approver, aResident } = here
  const resident = await aResident()
  await does.written({ author, approver }, resident.cells)
  const where = ['--server', url, '--token-file', join(folder, 'operator.token')]
  const explain = (...words: string[]) =>
    typed(['colour', 'explain', '--person', resident.personId, ...words, ...where])
  assert.match((await explain()).printed, /\n {4}By hand: the 甲区疾控, approved by the 乙区卫健委\n/)
  assert.match((await explain('--lang', 'zh')).printed, /\n {4}人工录入：甲区疾控 录入，乙区卫健委 批准\n/)
})
