import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { APRIL } from '../../core/cases/cases.ts'
import { dayOf, formatDay, instant } from '../../core/instant.ts'
import { sheetsOfTable, type Sheet } from '../../core/rule-sheets.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { writeSheets, writeTableXlsx } from '../../server/rule-tables/workbook.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole, openSection } from './desk.ts'
import { pressByKeyboard } from './keyboard.ts'
import { signIn } from './people.ts'

// What upkeep looks for every five seconds, ten seconds until a table is in force, ten more until everybody is evaluated anew.
const IN_TIME = { timeout: 90_000 }

let city: City
let browser: Browser

before(async () => {
  city = await aCity()
  browser = await aBrowser()
})
after(async () => {
  await browser?.close()
  await city?.close()
})

/** April's table with medium risk red, to hold at once; nobody is too many for its brake. */
const TABLE: RuleTable = {
  ...APRIL,
  name: 'stricter',
  title: { zh: '从严', en: 'Stricter' },
  brakePeople: 5_000,
  rows: APRIL.rows.map((row) => (row.id === 'medium-risk-area' ? { ...row, colour: 'red' } : row)),
}

/** The workbook of the table with one cell that no table may have. */
async function withMistake(): Promise<Buffer> {
  const [head, rows] = sheetsOfTable(TABLE) as [Sheet, Sheet]
  const lines = rows.lines.map((line) => [...line])
  lines[1]![1] = 'green'
  return writeSheets([head, { ...rows, lines }])
}

/** An officer with a key, at the list of rule tables. */
async function anOfficer(handle: string): Promise<Page> {
  const page = await atConsole(browser, city.url, handle)
  await page.getByRole('link', { name: '签名密钥' }).click()
  await page.getByRole('button', { name: '生成签名密钥' }).click()
  await page.getByText(/已登记，有效至/).waitFor()
  await openSection(page, '规则表')
  return page
}

async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.getByLabel('上传 JSON 或 xlsx 文件').setInputFiles({ name, mimeType, buffer })
}

test('a table drafted from xlsx, corrected, tried and approved by two officers comes into force, and a citizen’s colour follows', async () => {
  const { page: phone } = await aPhone(browser)
  await signIn(phone, city.url, 'yellow-1', '/')
  await phone.getByText('为什么是黄码').waitFor()

  const drafter = await anOfficer('officer-1')
  await pressByKeyboard(drafter, drafter.getByRole('link', { name: '起草规则表' }))
  await upload(drafter, 'stricter.xlsx', await withMistake())
  await drafter.getByText('文件 stricter.xlsx 有 1 处错误，尚未载入').waitFor()
  await drafter.getByText('工作表“规则行 rows”第 2 行 B 列（颜色 colour）').waitFor()
  await drafter.getByText('应为下列之一：yellow、red').waitFor()
  await assertNoBarriers(drafter, 'the editor with a mistake')

  await upload(drafter, 'stricter.xlsx', await writeTableXlsx(TABLE))
  await drafter.getByText('已载入 stricter.xlsx').waitFor()
  await drafter.getByLabel('版本').fill('1.0')
  await drafter.getByText('表头 version').waitFor()
  assert.ok(await drafter.getByRole('button', { name: '保存草案' }).isDisabled())
  await drafter.getByLabel('版本').fill('1.0.0')
  await drafter.getByLabel('生效日期').fill(formatDay(dayOf(instant(Date.now()))))
  await drafter.getByText('没有错误，可以保存。').waitFor()
  await drafter.reload()
  assert.equal(await drafter.getByLabel('版本').inputValue(), '1.0.0')
  await drafter.getByRole('button', { name: '保存草案' }).click()
  await drafter.getByText('草案已保存。').waitFor()

  const drafted = drafter.getByRole('complementary')
  await drafted.getByText('修改规则：medium-risk-area').waitFor()
  const sign = drafted.getByRole('button', { name: '签名批准这张规则表' })
  assert.ok(await sign.isDisabled())
  await drafted.getByRole('button', { name: '试运行', exact: true }).click()
  await drafted.getByText(/人中有 \d+ 人变色/).waitFor(IN_TIME)
  await drafted.getByRole('img', { name: /黄码 → 红码: \d+/ }).waitFor()
  await drafted.getByRole('table', { name: '从什么颜色到什么颜色' }).getByRole('rowheader', { name: '黄码' }).waitFor()
  await assertNoBarriers(drafter, 'a table that was tried')
  const saving = drafter.waitForEvent('download')
  await drafted.getByRole('button', { name: '下载 xlsx' }).last().click()
  assert.equal((await saving).suggestedFilename(), 'stricter-1.0.0-dry-run.xlsx')

  await pressByKeyboard(drafter, sign)
  await drafter.getByText('已签名批准。').waitFor()
  await drafted.getByRole('row', { name: '批准单位' }).getByText('演示区疾控中心（演示）').waitFor()
  await drafted.getByRole('row', { name: '状态' }).getByText('草案').waitFor()

  const second = await anOfficer('officer-2')
  await second.getByRole('link', { name: 'stricter 1.0.0' }).click()
  const signed = second.getByRole('complementary')
  await signed.getByRole('button', { name: '签名批准这张规则表' }).click()
  await second.getByText('已签名批准。').waitFor()
  await signed.getByRole('row', { name: '状态' }).getByText('生效中').waitFor(IN_TIME)

  // By itself the phone looks again within a minute; who does not want to wait opens the page again.
  while (!(await phone.getByText('为什么是红码').isVisible())) {
    await phone.reload()
    await phone.getByText(/为什么是|原因正在更新/).waitFor()
  }
  const { rows } = await city.pool.query(
    `select count(*) filter (where colour = 'yellow') as yellow, count(*) filter (where colour = 'red') as red from colour_state`,
  )
  assert.ok(rows[0].red > 0, JSON.stringify(rows[0]))
})
