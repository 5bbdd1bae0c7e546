import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { APRIL } from '../../core/cases/cases.ts'
import { dayOf, formatDay, instant } from '../../core/instant.ts'
import { sheetsOfTable, type Sheet } from '../../core/rule-sheets.ts'
import type { RuleTable } from '../../core/rule-table.ts'
import { writeSheets, writeTableXlsx } from '../../server/rule-tables/workbook.ts'
import { assertFits, barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
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

async function anOfficer(handle: string): Promise<Page> {
  const { page } = await aPhone(browser)
  await signIn(page, city.url, handle, '/staff#signing-key')
  await page.getByRole('button', { name: '生成签名密钥' }).click()
  await page.getByText(/已登记，有效至/).waitFor()
  await page.getByRole('link', { name: '规则表' }).click()
  await page.getByText('全部规则表').waitFor()
  return page
}

async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.getByLabel('上传 JSON 或 xlsx 文件').setInputFiles({ name, mimeType, buffer })
}

/** Nothing that axe finds, in both languages, and no page wider than 320 points: wide tables scroll in their own box. */
async function assertAccessible(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 320, height: 640 })
  for (const change of ['EN', '中']) {
    assert.deepEqual(await barriersOn(page), [], `${name} before ${change}`)
    await assertFits(page, name)
    await page.getByRole('button', { name: change }).first().click()
  }
  await page.setViewportSize(size)
}

test('a table drafted from xlsx, corrected, tried and approved by two officers comes into force, and a citizen’s colour follows', async () => {
  const { page: phone } = await aPhone(browser)
  await signIn(phone, city.url, 'yellow-1', '/')
  await phone.getByText('为什么是黄码').waitFor()

  const drafter = await anOfficer('officer-1')
  await pressByKeyboard(drafter, drafter.getByRole('button', { name: '起草规则表' }))
  await upload(drafter, 'stricter.xlsx', await withMistake())
  await drafter.getByText('文件 stricter.xlsx 有 1 处错误，尚未载入').waitFor()
  await drafter.getByText('工作表“规则行 rows”第 2 行 B 列（颜色 colour）').waitFor()
  await drafter.getByText('应为下列之一：yellow、red').waitFor()
  await assertAccessible(drafter, 'the editor with a mistake')

  await upload(drafter, 'stricter.xlsx', await writeTableXlsx(TABLE))
  await drafter.getByText('已载入 stricter.xlsx').waitFor()
  await drafter.getByLabel('版本').fill('1.0')
  await drafter.getByLabel('版本').blur()
  await drafter.getByText('表头 version').waitFor()
  assert.ok(await drafter.getByRole('button', { name: '保存草案' }).isDisabled())
  await drafter.getByLabel('版本').fill('1.0.0')
  await drafter.getByLabel('生效日期').fill(formatDay(dayOf(instant(Date.now()))))
  await drafter.getByLabel('生效日期').blur()
  await drafter.getByText('没有错误，可以保存。').waitFor()
  await drafter.reload()
  await drafter.getByRole('button', { name: '起草规则表' }).click()
  assert.equal(await drafter.getByLabel('版本').inputValue(), '1.0.0')
  await drafter.getByRole('button', { name: '保存草案' }).click()
  await drafter.getByText('草案已保存。').waitFor()

  await drafter.getByText('修改规则：medium-risk-area').waitFor()
  assert.ok(await drafter.getByRole('button', { name: '签名批准这张规则表' }).isDisabled())
  await drafter.getByRole('button', { name: '试运行', exact: true }).click()
  await drafter.getByText(/人中有 \d+ 人变色/).waitFor(IN_TIME)
  const chart = drafter.getByRole('img', { name: /黄码 → 红码: \d+/ })
  await chart.waitFor()
  await assertAccessible(drafter, 'a table that was tried')
  const saving = drafter.waitForEvent('download')
  await drafter.getByRole('button', { name: '下载 xlsx' }).last().click()
  assert.equal((await saving).suggestedFilename(), 'stricter-1.0.0-dry-run.xlsx')

  await pressByKeyboard(drafter, drafter.getByRole('button', { name: '签名批准这张规则表' }))
  await drafter.getByText('已签名批准。').waitFor()
  await drafter.locator('.facts').getByText('演示区疾控中心（演示）').first().waitFor()
  assert.equal(await drafter.locator('.facts .chip').innerText(), '草案')

  const second = await anOfficer('officer-2')
  await second.getByRole('button', { name: '打开 stricter 1.0.0' }).click()
  await second.getByRole('button', { name: '签名批准这张规则表' }).click()
  await second.getByText('已签名批准。').waitFor()
  await second.locator('.facts .chip', { hasText: '生效中' }).waitFor(IN_TIME)

  await phone.reload()
  await phone.getByText('为什么是红码').waitFor(IN_TIME)
  const { rows } = await city.pool.query(
    `select count(*) filter (where colour = 'yellow') as yellow, count(*) filter (where colour = 'red') as red from colour_state`,
  )
  assert.ok(rows[0].red > 0, JSON.stringify(rows[0]))
})
