import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole, openSection } from './desk.ts'
import { pressByKeyboard, typeByKeyboard } from './keyboard.ts'

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

async function openVenue(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 2, name }).waitFor()
}

/** The names of the policies of a venue that are in force or follow. */
async function policiesOf(venue: string): Promise<string[]> {
  const { rows } = await city.pool.query(
    `select door_policy.document->'name'->>'zh' as name from venue
     join venue_policy on venue_policy.venue_id = venue.venue_id
     join door_policy on door_policy.policy_id = venue_policy.policy_id
     where venue.name = $1 and (venue_policy.valid_to is null or venue_policy.valid_to > now())
     order by venue_policy.valid_from`,
    [venue],
  )
  return rows.map((row) => row.name)
}

test('whoever runs the doors changes a venue’s policy, reading before what it means', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await openVenue(page, '演示公园')
  await page.getByRole('button', { name: '更换规则' }).click()
  await page.getByText('请选择一项规则').waitFor()
  await page.getByRole('radio', { name: '办事大厅：仅限绿码' }).check()
  await page.getByRole('cell', { name: '黄码、红码、核验中' }).waitFor()
  await page.getByRole('button', { name: '更换规则' }).click()
  await page.getByText('已保存').waitFor()
  await page.getByRole('listitem').filter({ hasText: '办事大厅：仅限绿码' }).waitFor()
  assert.deepEqual(await policiesOf('演示公园'), ['办事大厅：仅限绿码'])
  await page.context().close()
})

test('when the server cannot be reached, what was chosen stays, and works once it is back', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await openVenue(page, '演示服务大厅')
  await page.getByRole('radio', { name: '公园：黄码由工作人员查看' }).check()
  await page.context().setOffline(true)
  await page.getByRole('button', { name: '更换规则' }).click()
  await page.getByRole('alert').filter({ hasText: '暂时连不上服务器' }).waitFor()
  assert.equal(await page.getByRole('radio', { name: '公园：黄码由工作人员查看' }).isChecked(), true)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: '更换规则' }).click()
  await page.getByText('已保存').waitFor()
  assert.deepEqual(await policiesOf('演示服务大厅'), ['公园：黄码由工作人员查看'])
  await page.context().close()
})

test('a gate is enrolled by a code from the console, a guard goes on duty with the PIN from there, and switched off the device is refused', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await openSection(page, '值守人员')
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('button', { name: '发 PIN' }).click()
  await page.getByText('请先填写称呼').waitFor()
  await page.getByLabel('称呼').fill('老王')
  await page.getByRole('button', { name: '发 PIN' }).click()
  const pin = await page
    .getByRole('status')
    .filter({ hasText: '新的 PIN' })
    .getByText(/^\d{6}$/)
    .innerText()
  await page.getByRole('cell', { name: '老王' }).waitFor()

  await openSection(page, '场所与通行规则')
  await openVenue(page, '演示医院急诊部')
  await page
    .getByRole('button', { name: /^为“.*”取开通码$/ })
    .first()
    .click()
  const code = await page.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).innerText()

  const { page: device, context } = await aPhone(browser)
  await device.goto(`${city.url}/guard`)
  await device.getByLabel('开通码').fill(code)
  await device.getByRole('button', { name: '开通', exact: true }).click()
  await device.getByRole('heading', { name: '上岗' }).waitFor()
  await device.getByLabel('姓名').selectOption({ label: '老王' })
  await device.getByLabel('PIN（6 位数字）').fill(pin)
  await device.getByRole('button', { name: '上岗' }).click()
  await device.locator('.head-state').waitFor()

  await openSection(page, '通行口设备')
  const row = page.getByRole('row').filter({ hasText: '演示医院急诊部' })
  await row.getByText('已开通').waitFor()
  await row.getByRole('link').first().click()
  await page.getByRole('button', { name: '停用设备' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停用设备' }).click()
  await page.getByText('设备已停用').waitFor()
  await row.getByText('已停用').waitFor()
  await device.reload()
  await device.getByText('本机已被停用').waitFor()
  await context.close()
  await page.context().close()
})

test('by keyboard alone a venue is opened and its policy changed', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await pressByKeyboard(page, page.getByRole('link', { name: '演示咖啡馆', exact: true }))
  await page.getByRole('heading', { level: 2, name: '演示咖啡馆' }).waitFor()
  await typeByKeyboard(page, page.getByRole('radio').first(), ' ')
  await page.keyboard.press('ArrowDown')
  const chosen = await page.getByRole('radio', { checked: true }).inputValue()
  await pressByKeyboard(page, page.getByRole('button', { name: '更换规则' }))
  await page.getByText('已保存').waitFor()
  assert.equal(chosen, 'park')
  assert.deepEqual(await policiesOf('演示咖啡馆'), ['公园：黄码由工作人员查看'])
  await page.context().close()
})

test('axe finds nothing at the doors’ sections, with a record open', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  await openVenue(page, '演示外带咖啡店')
  await page.getByRole('radio').first().check()
  await page
    .getByRole('button', { name: /取开通码$/ })
    .first()
    .click()
  await page.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).waitFor()
  await assertNoBarriers(page, 'a venue')
  await openSection(page, '通行口设备')
  await assertNoBarriers(page, 'gates')
  await openSection(page, '值守人员')
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByLabel('称呼').waitFor()
  await assertNoBarriers(page, 'a guard')
  await page.context().close()
})

test('who is not signed in is led from the console to where staff sign in', async () => {
  const { page, context } = await aPhone(browser)
  await page.goto(`${city.url}/console`)
  await page.getByText('请先登录').waitFor()
  await page.getByRole('link', { name: '去登录' }).click()
  await page.getByRole('heading', { name: '工作人员登录' }).waitFor()
  await context.close()
})
