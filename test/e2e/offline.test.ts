import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
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

test('with the server stopped a phone shows the code it has, with its age, and makes new proofs', async () => {
  const { page } = await aPhone(browser)
  await signIn(page, city.url, 'green-1')
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  await city.stop()

  await page.reload()
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await page.getByText('离线').waitFor()
  const before = await page.locator('#qr').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  await page.waitForFunction(
    (old) => (document.querySelector('#qr') as HTMLCanvasElement).toDataURL() !== old,
    before,
    { timeout: 20_000 },
  )

  await city.start()
  await page.reload()
  await page.getByText('刚刚更新').waitFor()
  assert.equal(await page.getByText('离线').count(), 0)
})

test('the help page answers without signing in, and each page is reachable with no name in its address', async () => {
  const { page } = await aPhone(browser)
  await page.goto(`${city.url}/help`)
  assert.ok((await page.getByRole('heading').count()) >= 11, 'ten questions, and what each colour means')
  await page.getByRole('button', { name: 'EN' }).click()
  await page
    .getByRole('heading', { name: /colour/i })
    .first()
    .waitFor()
})
