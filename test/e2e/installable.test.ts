import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { aShowingPhone } from './showing-phone.ts'

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

interface Manifest {
  readonly start_url: string
  readonly scope: string
  readonly display: string
  readonly icons: readonly {
    readonly src: string
    readonly type: string
    readonly sizes: string
    readonly purpose?: string
  }[]
}

test('the code page is an app that a browser offers to install, with whole and maskable icons of the sizes that they say', async () => {
  const { page, context } = await aPhone(browser)
  await page.goto(city.url)
  await page.locator('link[rel=manifest]').waitFor({ state: 'attached' })
  const devtools = await context.newCDPSession(page)
  const { errors } = await devtools.send('Page.getAppManifest')
  assert.deepEqual(errors, [])
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // A browser of tests has no profile of its own to install anything into.
  assert.deepEqual(
    installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'),
    [],
  )

  const manifest = (await (await page.request.get(`${city.url}/manifest.webmanifest`)).json()) as Manifest
  assert.deepEqual([manifest.start_url, manifest.scope, manifest.display], ['/', '/', 'standalone'])
  for (const { src, type, sizes } of manifest.icons) {
    const answer = await page.request.get(city.url + src)
    assert.equal(answer.headers()['content-type']?.split(';')[0], type, src)
    if (type !== 'image/png') continue
    const bytes = await answer.body()
    assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src)
  }
  assert.deepEqual(
    manifest.icons.filter(({ purpose }) => purpose === 'maskable').map(({ sizes }) => sizes),
    ['192x192', '512x512'],
  )
  await context.close()
})

test('who cannot see hears colour, validity and what the picture is for, and the help says how the code gets to the home screen', async () => {
  const { page } = await aShowingPhone(browser, { url: city.url, handle: 'green-1' })
  await page.getByRole('status').filter({ hasText: '您的码是绿码，本机有效至' }).waitFor({ state: 'attached' })
  await page.getByRole('img', { name: '绿码二维码，每 15 秒更新一次，请出示给门岗扫描' }).waitFor()
  await page.getByRole('link', { name: '帮助' }).click()
  await page.getByRole('heading', { name: '放到手机桌面' }).waitFor()
  await page.context().close()
})
