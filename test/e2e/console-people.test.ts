import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole } from './desk.ts'
import { chooseByKeyboard, pressByKeyboard, typeByKeyboard } from './keyboard.ts'
import { signIn } from './people.ts'

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

/** Lets somebody in and answers the code that was shown. */
async function letIn(page: Page, told: { name: string; role: string; place?: string }): Promise<string> {
  await page.getByRole('button', { name: '新增人员' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('姓名').fill(told.name)
  await form.getByLabel('岗位').selectOption({ label: told.role })
  if (told.place !== undefined) await form.getByLabel('管辖范围').selectOption({ label: told.place })
  await form.getByRole('button', { name: '新增人员' }).click()
  const code = await form.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).innerText()
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'hidden' })
  return code
}

test('somebody who is let in joins with the code, has his role until it is changed, and is switched off', async () => {
  const page = await atConsole(browser, city.url, 'admin-1')
  const code = await letIn(page, { name: '新同事', role: '身份核验员', place: '黄浦区' })
  const row = page.getByRole('row').filter({ hasText: '新同事' })
  await row.getByText('未开通').waitFor()
  await row.getByText('黄浦区', { exact: true }).waitFor()

  const { page: desk, context } = await aPhone(browser)
  await signIn(desk, city.url, 'green-3', '/staff')
  await desk.getByLabel('开通码').fill(code)
  await desk.getByRole('button', { name: '下一步' }).click()
  await desk.getByRole('heading', { name: '身份核验' }).waitFor()

  await row.getByRole('link').click()
  await page.getByRole('complementary').getByLabel('岗位').selectOption({ label: '审计人员' })
  await page.getByLabel('办公地点').fill('三楼')
  await page.getByRole('button', { name: '保存' }).click()
  await row.getByText('审计人员').waitFor()
  await row.getByText('三楼').waitFor()
  assert.equal((await desk.request.get(`${city.url}/api/confirmations`)).status(), 401)

  await page.getByRole('complementary').getByRole('button', { name: '停用' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
  await row.getByText('已停用').waitFor()
  await page.getByRole('button', { name: '恢复在岗' }).click()
  await row.getByText('在岗').waitFor()
  await context.close()
  await page.context().close()
})

test('the list is narrowed by role and state, by the server', async () => {
  const page = await atConsole(browser, city.url, 'admin-1')
  await letIn(page, { name: '门岗甲', role: '审计人员' })
  await page.getByRole('row').filter({ hasText: '门岗甲' }).waitFor()
  await page.getByLabel('岗位', { exact: true }).selectOption({ label: '申诉处理人员' })
  await page.getByRole('row').filter({ hasText: '门岗甲' }).waitFor({ state: 'detached' })
  await page.getByLabel('状态').selectOption({ label: '已停用' })
  await page.getByText('没有符合条件的记录').waitFor()
  await page.context().close()
})

test('what was typed stays when the server refuses, and an administrator does not change himself', async () => {
  const page = await atConsole(browser, city.url, 'admin-1')
  await page.getByRole('button', { name: '新增人员' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('姓名').fill('张')
  await form.getByRole('button', { name: '新增人员' }).click()
  await form.getByText('请选择岗位').waitFor()
  await form.getByLabel('岗位').selectOption({ label: '门岗人员' })
  await page.context().setOffline(true)
  await form.getByRole('button', { name: '新增人员' }).click()
  await form.getByRole('alert').filter({ hasText: '暂时连不上服务器' }).waitFor()
  assert.equal(await form.getByLabel('姓名').inputValue(), '张')
  await page.context().setOffline(false)
  await form.getByRole('button', { name: '新增人员' }).click()
  await page.getByText('已新增').waitFor()
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'hidden' })

  await page.getByRole('row').filter({ hasText: '管理人员' }).getByRole('link').click()
  await page.getByText('这是您自己').waitFor()
  assert.equal(await page.getByRole('button', { name: '保存' }).count(), 0)
  await page.context().close()
})

test('by keyboard alone somebody is let in', async () => {
  const page = await atConsole(browser, city.url, 'admin-1')
  await pressByKeyboard(page, page.getByRole('button', { name: '新增人员' }))
  const form = page.getByRole('dialog')
  await typeByKeyboard(page, form.getByLabel('姓名'), '李同事')
  await chooseByKeyboard(page, form.getByLabel('岗位'), '审计人员')
  await pressByKeyboard(page, form.getByRole('button', { name: '新增人员' }))
  await form.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('row').filter({ hasText: '李同事' }).waitFor()
  await page.context().close()
})

test('axe finds nothing at the staff section, in its form or with somebody open', async () => {
  const page = await atConsole(browser, city.url, 'admin-1')
  await page.getByRole('row').filter({ hasText: '身份核验员' }).first().getByRole('link').click()
  await page.getByRole('button', { name: '保存' }).waitFor()
  await assertNoBarriers(page, 'a member of staff')
  await page.getByRole('button', { name: '新增人员' }).click()
  await page.getByRole('dialog').getByLabel('姓名').waitFor()
  assert.deepEqual(await barriersOn(page), [], 'the form')
  await page.context().close()
})
