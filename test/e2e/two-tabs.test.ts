import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { beginShift, CODE_PICTURE, enrolAtDemo } from './guard.ts'
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

test('on one laptop a citizen’s page and a gate’s stand in two tabs, and the one judges the other’s code', async () => {
  const { page: citizen } = await aPhone(browser)
  await signIn(citizen, city.url, 'green-1')
  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  const guard = await citizen.context().newPage()
  await enrolAtDemo(guard, city.url, '演示服务大厅')
  await beginShift(guard)

  await citizen.bringToFront()
  await citizen.reload()
  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  assert.equal((await citizen.request.get(`${city.url}/api/me`)).status(), 200)
  const picture = await citizen.locator(CODE_PICTURE).screenshot()

  await guard.bringToFront()
  await guard.getByText('演示：用图片或文字代替扫码').click()
  await guard.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture })
  await guard.getByRole('heading', { name: '绿码' }).waitFor()
  await guard.reload()
  await guard.locator('.head-state').waitFor()
})
