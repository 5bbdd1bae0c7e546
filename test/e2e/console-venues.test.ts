import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole } from './desk.ts'
import { chooseByKeyboard, pressByKeyboard, tickByKeyboard, typeByKeyboard } from './keyboard.ts'

const STREET = '黄浦区 南京东路街道'
const POLICY = '公园：黄码由工作人员查看'

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

async function openForm(page: Page): Promise<void> {
  await page.getByRole('link', { name: '登记场所' }).click()
  await page.getByRole('heading', { level: 2, name: '登记场所' }).waitFor()
}

async function fillForm(page: Page, name: string): Promise<void> {
  await page.getByLabel('场所名称').fill(name)
  await page.getByLabel('场所类别').selectOption({ label: '公园' })
  await page.getByLabel('街道或镇').selectOption({ label: STREET })
  await page.getByLabel('地址').fill('虚构路 231 号')
  await page.getByRole('radio', { name: POLICY }).check()
  await page.getByLabel('第 1 个通行口', { exact: true }).fill('正门')
}

async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: '登记场所' }).click()
}

/** A venue that was just registered, open beside the list. */
async function registered(page: Page, name: string): Promise<void> {
  await openForm(page)
  await fillForm(page, name)
  await send(page)
  await page.getByRole('heading', { level: 2, name }).waitFor()
}

test('a venue is registered as a person does it, and a device enrolled at its gate shows its name', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await openForm(page)
  await fillForm(page, '演示人民公园')
  await page.getByRole('cell', { name: '红码' }).first().waitFor()
  await page.getByRole('button', { name: '再加一个通行口' }).click()
  await page.getByLabel('第 2 个通行口', { exact: true }).fill('东门')
  await page.getByRole('button', { name: '再加一个通行口' }).click()
  await page.getByRole('button', { name: '去掉第 3 个通行口' }).click()
  await send(page)
  await page.getByText('场所已登记').waitFor()
  const record = page.getByRole('complementary', { name: '打开的记录' })
  await record.getByRole('heading', { level: 2, name: '演示人民公园' }).waitFor()
  await record.getByRole('cell', { name: '虚构路 231 号' }).waitFor()
  await record.getByText(POLICY).first().waitFor()
  await record.getByRole('button', { name: '为“东门”取开通码' }).waitFor()

  await record.getByRole('button', { name: '为“正门”取开通码' }).click()
  const code = await page.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).innerText()
  const { page: device, context } = await aPhone(browser)
  await device.goto(`${city.url}/guard`)
  await device.getByLabel('开通码').fill(code)
  await device.getByRole('button', { name: '开通', exact: true }).click()
  await device.getByText('演示人民公园').first().waitFor()
  await context.close()
  await page.context().close()
})

test('the form forgets nothing: not at a mistake, not at a refusal, not when its operator looks elsewhere or reloads', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await registered(page, '演示同名公园')
  await openForm(page)
  assert.equal(await page.getByLabel('场所名称').inputValue(), '')
  await send(page)
  await page.getByText('请填写这一项').first().waitFor()
  await page.getByText('请选择一项规则').waitFor()
  await page.locator('input:focus').and(page.getByLabel('场所名称')).waitFor()

  await fillForm(page, '演示同名公园')
  await page.getByRole('button', { name: '再加一个通行口' }).click()
  await page.getByLabel('第 2 个通行口', { exact: true }).fill('正门')
  await send(page)
  await page.getByText('已有同名通行口').waitFor()
  await page.getByLabel('第 2 个通行口', { exact: true }).fill('西门')
  await send(page)
  await page.getByText('本单位在这个街镇已有同名场所').waitFor()
  await page.getByLabel('场所名称').fill('演示另一公园')

  await page.route('**/api/venues', (route) => route.abort())
  await send(page)
  await page.getByRole('alert').filter({ hasText: '内容已保留' }).waitFor()
  await page.unroute('**/api/venues')

  await page.getByRole('link', { name: '返回列表' }).click()
  await openForm(page)
  assert.equal(await page.getByLabel('场所名称').inputValue(), '演示另一公园')
  await page.reload()
  assert.equal(await page.getByLabel('地址').inputValue(), '虚构路 231 号')
  assert.equal(await page.getByLabel('第 2 个通行口', { exact: true }).inputValue(), '西门')
  assert.equal(await page.getByRole('radio', { name: POLICY }).isChecked(), true)
  await send(page)
  await page.getByRole('heading', { level: 2, name: '演示另一公园' }).waitFor()
  await page.context().close()
})

test('an answer that was lost registers nothing twice: sent again, the venue is there once', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await openForm(page)
  await fillForm(page, '演示一次公园')
  await page.route('**/api/venues', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await send(page)
  await page.getByRole('alert').filter({ hasText: '内容已保留' }).waitFor()
  await page.unroute('**/api/venues')
  await send(page)
  await page.getByRole('heading', { level: 2, name: '演示一次公园' }).waitFor()
  const { rowCount } = await city.pool.query(`select 1 from venue where name = '演示一次公园'`)
  assert.equal(rowCount, 1)
  await page.context().close()
})

test('a venue is corrected, a gate added, renamed, closed and opened again', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await registered(page, '演示待改公园')
  const record = page.getByRole('complementary', { name: '打开的记录' })
  await record.getByRole('button', { name: '更正场所信息' }).click()
  await record.getByLabel('场所类别').selectOption({ label: '餐饮店' })
  await record.getByLabel('地址').fill('虚构路 232 号')
  await record.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').first().waitFor()
  await record.getByRole('cell', { name: '餐饮店' }).waitFor()
  await record.getByRole('cell', { name: '虚构路 232 号' }).waitFor()

  await record.getByLabel('新通行口的名称').fill('正门')
  await record.getByRole('button', { name: '新增通行口' }).click()
  await record.getByText('这个场所已有同名通行口').waitFor()
  await record.getByLabel('新通行口的名称').fill('南门')
  await record.getByRole('button', { name: '新增通行口' }).click()
  await record.getByRole('listitem').filter({ hasText: '南门' }).waitFor()
  assert.equal(await record.getByLabel('新通行口的名称').inputValue(), '')

  await record.getByRole('button', { name: '给“南门”改名' }).click()
  await record.getByLabel('“南门”的新名称').fill('地库入口')
  await record.getByRole('button', { name: '保存' }).click()
  await record.getByRole('button', { name: '关闭“地库入口”' }).click()
  await page.getByRole('dialog').getByText('设备全部停用').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
  await record.getByRole('listitem').filter({ hasText: '地库入口' }).getByText('已关闭').waitFor()
  assert.equal(await record.getByRole('button', { name: '为“地库入口”取开通码' }).count(), 0)
  await record.getByRole('button', { name: '重新开放“地库入口”' }).click()
  await record.getByRole('button', { name: '为“地库入口”取开通码' }).waitFor()
  await page.context().close()
})

test('the list is narrowed by how a name begins and by where a venue lies', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  const rows = page.getByRole('row').filter({ has: page.getByRole('cell') })
  // The whole list first: what was not there yet is not gone.
  await page.getByRole('link', { name: '演示公园', exact: true }).waitFor()
  await page.getByLabel('名称开头').fill('演示外带')
  await page.getByRole('link', { name: '演示公园', exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: '演示外带咖啡店' }).waitFor()
  assert.equal(await rows.count(), 1)
  await page.getByLabel('名称开头').fill('没有这样的场所')
  await page.getByText('没有符合条件的记录').waitFor()
  await page.getByLabel('名称开头').fill('')
  await page.getByRole('link', { name: '演示公园', exact: true }).waitFor()
  const { rows: here } = await city.pool.query(
    `select name from venue where organisation_id = (select organisation_id from venue where name = '演示公园')
     and starts_with(division_code, '310101')`,
  )
  await page.getByLabel('所在区或街镇').selectOption({ label: '黄浦区' })
  await page.getByRole('link', { name: '演示公园', exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: here[0].name, exact: true }).waitFor()
  assert.equal(await rows.count(), here.length)
  await page.context().close()
})

test('by keyboard alone: a venue is registered, and a gate added to it', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await pressByKeyboard(page, page.getByRole('link', { name: '登记场所' }))
  await typeByKeyboard(page, page.getByLabel('场所名称'), '演示键盘小区')
  await chooseByKeyboard(page, page.getByLabel('场所类别'), '居民小区')
  await chooseByKeyboard(page, page.getByLabel('街道或镇'), STREET)
  await typeByKeyboard(page, page.getByLabel('地址'), '虚构路 1 弄')
  await tickByKeyboard(page, page.getByRole('radio').first())
  await typeByKeyboard(page, page.getByLabel('第 1 个通行口', { exact: true }), '一号门')
  await pressByKeyboard(page, page.getByRole('button', { name: '登记场所' }))
  await page.getByRole('heading', { level: 2, name: '演示键盘小区' }).waitFor()
  await typeByKeyboard(page, page.getByLabel('新通行口的名称'), '二号门')
  await page.keyboard.press('Enter')
  await page.getByRole('listitem').filter({ hasText: '二号门' }).waitFor()
  await page.context().close()
})

test('whoever runs the doors of one street chooses none, and whoever runs one venue’s registers no other', async () => {
  const { rows } = await city.pool.query(`select venue_id, division_code from venue where name = '演示公园'`)
  const { venue_id: venueId, division_code: division } = rows[0] as { venue_id: string; division_code: string }
  const page = await atConsole(browser, city.url, 'venue-1')
  // As the server tells somebody of such a jurisdiction; what it lets him do, server/venues/registering.test.ts has.
  async function become(told: object): Promise<void> {
    await page.unrouteAll()
    await page.route('**/api/session', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), ...told } })
    })
    await page.reload()
    await page.getByRole('link', { name: '演示公园', exact: true }).waitFor()
  }
  await become({ wholeCity: false, division })
  await openForm(page)
  const streets = page.getByLabel('街道或镇')
  assert.equal(await streets.inputValue(), division)
  assert.equal(await streets.getByRole('option').count(), 2)
  await page.getByRole('link', { name: '返回列表' }).click()
  await become({ division: '', venueId })
  assert.equal(await page.getByRole('link', { name: '登记场所' }).count(), 0)
  await page.context().close()
})

test('when the list of streets does not come, the form says so and asks again', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await page.route('**/divisions/shanghai-streets.json', (route) => route.abort())
  await page.reload()
  await openForm(page)
  await page.getByRole('alert').waitFor()
  await page.unroute('**/divisions/shanghai-streets.json')
  await page.getByRole('button', { name: '重试' }).click()
  await page.getByLabel('街道或镇').waitFor()
  await page.context().close()
})

test('axe finds nothing at the form, with and without mistakes, and at a venue that is being corrected', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await openForm(page)
  await page.getByRole('radio').first().check()
  await assertNoBarriers(page, 'the form')
  await send(page)
  await page.getByText('请填写这一项').first().waitFor()
  await assertNoBarriers(page, 'the form with mistakes')
  await registeredAnew(page)
  await page.getByRole('button', { name: '更正场所信息' }).click()
  await page.getByRole('button', { name: '给“正门”改名' }).click()
  await assertNoBarriers(page, 'a venue being corrected')
  await page.setViewportSize({ width: 820, height: 1180 })
  await assertNoBarriers(page, 'the same on a tablet')
  await page.context().close()
})

async function registeredAnew(page: Page): Promise<void> {
  await fillForm(page, '演示无障碍公园')
  await send(page)
  await page.getByRole('heading', { level: 2, name: '演示无障碍公园' }).waitFor()
}
