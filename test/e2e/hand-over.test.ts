import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { GateDuty } from '../../contract/gates.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { beginShift, enrolAtDemo } from './guard.ts'

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

/** Lets somebody without a code in by his document. */
async function letIn(page: Page, number: string): Promise<void> {
  await page.getByRole('button', { name: '无码登记' }).click()
  await page.getByRole('button', { name: '登记证件' }).click()
  await page.getByLabel('证件类型').selectOption('passport')
  await page.getByLabel('证件号码').fill(number)
  await page.getByRole('button', { name: '下一步：测体温' }).click()
  for (const digit of '365') await page.getByRole('button', { name: digit, exact: true }).click()
  await page.getByRole('button', { name: '放行', exact: true }).click()
  await page.getByRole('heading', { name: '可以进入' }).waitFor()
}

/** Types a PIN and presses the button of its form. */
async function givePin(page: Page, pin: string, press: '上岗' | '下岗'): Promise<void> {
  await page.getByLabel('PIN（6 位数字）').fill(pin)
  await page.getByRole('button', { name: press }).click()
}

test('an entry that waits on a device when the guards change is sent in the second’s shift and recorded under the first', async () => {
  const { page, context } = await aPhone(browser)
  await enrolAtDemo(page, city.url, '演示公园')
  const duty = (await (await page.request.get(`${city.url}/api/gate-duty`)).json()) as GateDuty
  const [first, second] = duty.guards
  assert.ok(first && second)
  const pin = await beginShift(page, 0)
  await context.route('**/api/entries', (route) => route.abort())
  await letIn(page, 'X1000001')
  await page.getByText('待传 1').waitFor()

  // On duty there is no way out but his own PIN.
  await page.getByRole('button', { name: '设置' }).click()
  await page.getByText('本班：进 1 · 出 0 · 未放行 0').waitFor()
  await page.getByRole('button', { name: '下岗' }).click()
  const other = first.demoPin === second.demoPin ? '000000' : second.demoPin!
  await givePin(page, other, '下岗')
  await page.getByText('PIN 不对').waitFor()
  await givePin(page, pin, '下岗')
  await page.getByRole('heading', { name: '上岗' }).waitFor()
  await page.getByText('待传 1').waitFor()

  await beginShift(page, 1)
  await page.getByRole('button', { name: '设置' }).click()
  await page.getByText('本班：进 0 · 出 0 · 未放行 0').waitFor()
  await page.getByRole('button', { name: '关闭' }).click()
  await context.unroute('**/api/entries')
  await letIn(page, 'X1000002')
  await page.getByText('待传 0').waitFor()

  const { rows } = await city.pool.query('select guard_id from entry order by at')
  assert.deepEqual(
    rows.map(({ guard_id }) => guard_id),
    [first.guardId, second.guardId],
  )
  await context.close()
})

test('five wrong PINs make a guard wait half a minute, also without a network and after a restart of the page', async () => {
  const { page, context } = await aPhone(browser)
  await enrolAtDemo(page, city.url, '演示公园')
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  const pin = await page.getByLabel('演示 PIN').innerText()
  const wrong = pin === '000000' ? '000001' : '000000'
  await page.clock.install({ time: Date.now() })
  await context.setOffline(true)
  for (let times = 0; times < 4; times += 1) {
    await givePin(page, wrong, '上岗')
    await page.getByText('PIN 不对').waitFor()
    await page.getByLabel('PIN（6 位数字）').fill('')
  }
  await givePin(page, wrong, '上岗')
  await page.getByText(/请等 \d+ 秒再试/).waitFor()
  await page.reload()
  await page.getByText(/请等 \d+ 秒再试/).waitFor()
  assert.equal(await page.getByLabel('PIN（6 位数字）').isDisabled(), true)
  await page.clock.fastForward(31_000)
  await givePin(page, pin, '上岗')
  await page.locator('.head-state').waitFor()
  await context.close()
})
