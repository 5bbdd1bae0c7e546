import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { HOUR, MINUTE } from '../../core/instant.ts'
import type { GateDuty } from '../../contract/gates.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { beginShift, enrolAtDemo, scanByKeys } from './guard.ts'
import { issuedCodes, type ShowCode } from './issued-codes.ts'

// Hours without a network, by a clock that the test turns. The phones of those who come have theirs right.

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

interface OfflineGate {
  readonly page: Page
  readonly context: BrowserContext
  readonly green: ShowCode
  readonly red: ShowCode
}

/** A gate on duty whose lists are of this moment, and which has no network from now on. */
async function anOfflineGate(): Promise<OfflineGate> {
  const [green] = await issuedCodes(browser, city.url, { handle: 'green-1', count: 1 })
  const [red] = await issuedCodes(browser, city.url, { handle: 'red-1', count: 1 })
  const { page, context } = await aPhone(browser)
  await page.clock.install({ time: Date.now() })
  await enrolAtDemo(page, city.url, '演示公园')
  await beginShift(page)
  await page.getByText('名单 刚刚更新').waitFor()
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  await context.setOffline(true)
  return { page, context, green: green!, red: red! }
}

test('without a network the lists tell green from red; from 30 minutes on their age is minded, from 24 hours on they tell nobody', async () => {
  const gate = await anOfflineGate()
  const { page } = gate
  await scanByKeys(page, await gate.red(Date.now()))
  await page.getByRole('heading', { name: '不能进入' }).waitFor()
  await page.getByText('由本机名单核验').waitFor()
  await page.getByRole('button', { name: '下一位' }).click()

  await page.clock.fastForward(31 * MINUTE)
  await page.locator('.chip.warn', { hasText: '名单 31 分钟前' }).waitFor()
  await scanByKeys(page, await gate.green(Date.now() + 31 * MINUTE))
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await page.keyboard.press('Escape')

  await page.clock.fastForward(24 * HOUR - 31 * MINUTE + MINUTE)
  await page.getByText('名单超过 24 小时，无法离线核验').first().waitFor()
  for (const code of [gate.green, gate.red]) {
    await scanByKeys(page, await code(Date.now() + 24 * HOUR + MINUTE))
    await page.getByRole('heading', { name: '无法核验' }).waitFor()
    await page.getByText('不是对方的问题').waitFor()
    assert.equal(await page.locator('.ground-red').count(), 0)
    // The policy's way out, kept with the guard's own decision.
    await page.getByRole('button', { name: '不登记证件' }).click()
    await page.getByRole('button', { name: '未测' }).click()
    await page.getByRole('button', { name: '放行', exact: true }).click()
    await page.getByRole('heading', { name: '可以进入' }).waitFor()
    await page.keyboard.press('Escape')
  }
  await page.getByText('待传 3').waitFor()
  await gate.context.close()
})

test('a clock that is five minutes wrong is called a clock, also for a red code, and costs nobody his way in', async () => {
  const gate = await anOfflineGate()
  const { page } = gate
  for (const wrong of [5 * MINUTE, -5 * MINUTE]) {
    await page.clock.setSystemTime(Date.now() + wrong)
    for (const code of [gate.green, gate.red]) {
      await scanByKeys(page, await code(Date.now()))
      await page.getByRole('heading', { name: '无法核验' }).waitFor()
      await page.getByText('两台设备的时间不一致').waitFor()
      assert.equal(await page.locator('.ground-red').count(), 0)
      await page.keyboard.press('Escape')
    }
  }
  await gate.context.close()
})

test('after 72 hours without the server the device judges nobody, says why, keeps what waits, and goes on once it is back', async () => {
  const gate = await anOfflineGate()
  const { page, context } = gate
  await page.getByRole('button', { name: '无码登记' }).click()
  await page.getByRole('button', { name: '登记证件' }).click()
  await page.getByLabel('证件类型').selectOption('passport')
  await page.getByLabel('证件号码').fill('X1000009')
  await page.getByRole('button', { name: '下一步：测体温' }).click()
  await page.getByRole('button', { name: '未测' }).click()
  await page.getByRole('button', { name: '放行', exact: true }).click()
  await page.getByText('待传 1').waitFor()
  await page.clock.fastForward(72 * HOUR - 5 * MINUTE)
  await page.getByRole('button', { name: '无码登记' }).waitFor()
  assert.equal(await page.getByText('本机的门岗证书已到期').count(), 0)
  await page.clock.fastForward(6 * MINUTE)
  await page.getByText('本机的门岗证书已到期').waitFor()
  assert.equal(await page.getByRole('button', { name: '无码登记' }).count(), 0)
  await scanByKeys(page, await gate.green(Date.now()))
  await page.waitForTimeout(500)
  assert.equal(await page.locator('.guard.scanning').count(), 1)
  await page.reload()
  await page.getByText('本机的门岗证书已到期').waitFor()
  await page.getByText('待传 1').waitFor()

  await context.setOffline(false)
  await page.clock.setSystemTime(Date.now())
  await page.reload()
  await page.getByText('待传 0').waitFor()
  await page.getByRole('button', { name: '无码登记' }).waitFor()
  await context.close()
})

test('a device that was switched off says so at once on line, and off line after the next start, and gives up no entry', async () => {
  const { page, context } = await aPhone(browser)
  await enrolAtDemo(page, city.url, '演示公园')
  await beginShift(page)
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  const { deviceId } = (await (await page.request.get(`${city.url}/api/gate-duty`)).json()) as GateDuty
  const token = await readFile(join(city.dataDir, 'operator.token'), 'utf8')
  await page.request.post(`${city.url}/api/operator/gate-devices/${deviceId}/off`, {
    headers: { authorization: `Bearer ${token.trim()}` },
  })
  // The browser says that the network is back: the device asks at once instead of within a minute.
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.getByText('本机已被停用').waitFor()
  assert.equal(await page.getByRole('button', { name: '无码登记' }).count(), 0)
  await context.setOffline(true)
  await page.reload()
  await page.getByText('本机已被停用').waitFor()
  await context.close()
})
