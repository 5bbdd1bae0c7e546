import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertFits, barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { pressByKeyboard } from './keyboard.ts'
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

async function assertAccessible(page: Page): Promise<void> {
  assert.deepEqual(await barriersOn(page), [])
  await assertFits(page, 'the page')
}

test('from under his code a person comes to who looked at his data, in both languages', async () => {
  const { page, context } = await aPhone(browser)
  await signIn(page, city.url, 'foreigner-1', '/readings')
  await page.getByText('还没有人查看过您的信息').waitFor()
  await assertAccessible(page)

  const staff = await aPhone(browser)
  await signIn(staff.page, city.url, 'staff-1', '/staff')
  const cases = staff.page.getByRole('table').getByRole('link')
  await cases.first().waitFor()
  // Both foreigners wait: each is read and confirmed, so the order does not matter.
  for (let left = await cases.count(); left > 0; left -= 1) {
    await cases.first().click()
    await staff.page.getByRole('button', { name: '查看姓名和证件' }).click()
    await staff.page.getByRole('button', { name: '证件与本人一致，确认' }).click()
    await staff.page.getByRole('heading', { name: '办理核验' }).waitFor({ state: 'detached' })
  }
  await staff.context.close()

  await page.goto(`${city.url}/`)
  await pressByKeyboard(page, page.getByRole('link', { name: '谁查看过我的信息' }))
  await page.getByRole('heading', { name: '谁查看过我的信息' }).waitFor()
  const row = page.getByRole('row').filter({ hasText: '身份核验人员' })
  await row.filter({ hasText: '身份核验中心（演示）' }).filter({ hasText: '现场核验证件' }).first().waitFor()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Switch to English' }).click()
  await page
    .getByRole('row')
    .filter({ hasText: 'Identity officer' })
    .filter({ hasText: 'person and document are here' })
    .first()
    .waitFor()
  await assertAccessible(page)
  await context.close()
})

test('who is not signed in is led to sign in, and comes back', async () => {
  const { page, context } = await aPhone(browser)
  await page.goto(`${city.url}/readings`)
  await page.waitForURL(/\/sign-in\?return=\/readings/)
  await context.close()
})
