import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aBrowser } from './browser.ts'
import { aCity, type City } from './city.ts'
import { signIn } from './people.ts'
import { aShowingPhone, shown } from './showing-phone.ts'

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

/** The page says that another phone took over and offers the way back; nothing of the code is left. */
async function assertElsewhere(page: Page): Promise<void> {
  await page.getByRole('heading', { name: '您的码已在另一部手机上' }).waitFor()
  await page.getByRole('link', { name: '在本机重新登录' }).waitFor()
  assert.equal(await page.locator('#qr').isVisible(), false)
}

test('when a second phone takes over, the first says so in both languages and gives its code away, and can take it back by signing in', async () => {
  const first = await aShowingPhone(browser, { url: city.url, handle: 'green-1' })
  const second = await aShowingPhone(browser, { url: city.url, handle: 'green-1' })
  await first.page.reload()
  await assertElsewhere(first.page)
  await first.page.getByRole('button', { name: 'EN' }).first().click()
  await first.page.getByRole('heading', { name: 'Your code is on another phone now' }).waitFor()
  await first.page.getByRole('button', { name: '中' }).first().click()

  await first.page.context().setOffline(true)
  await first.page.reload().catch(() => undefined)
  assert.equal(await first.page.locator('#qr').isVisible(), false, 'not even without a network')
  await first.page.context().setOffline(false)

  await first.page.goto(city.url)
  await first.page.getByRole('link', { name: '在本机重新登录' }).click()
  await first.page.getByRole('link', { name: /通过/ }).first().waitFor()
  await signIn(first.page, city.url, 'green-1')
  await shown(first.page)
  await second.page.reload()
  await assertElsewhere(second.page)
})

test('a form on a phone that another one took over leads to signing in', async () => {
  const first = await aShowingPhone(browser, { url: city.url, handle: 'green-2' })
  await aShowingPhone(browser, { url: city.url, handle: 'green-2' })
  await first.page.goto(`${city.url}/declare/health`)
  await first.page.waitForURL((at) => at.pathname === '/sign-in')
})
