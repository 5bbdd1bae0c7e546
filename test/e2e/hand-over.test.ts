import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { DutyVenues } from '../../contract/doors.ts'
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

test('an entry that waits on a device when the guards change is sent by the second and recorded under the first', async () => {
  const { page, context } = await aPhone(browser)
  await signIn(page, city.url, 'guard-1', '/guard')
  await page.getByRole('region', { name: '演示公园', exact: true }).getByRole('button').first().click()
  await page.getByText('待传 0').waitFor()
  const first = await guardOf(page)
  await context.route('**/api/entries', (route) => route.abort())
  await letIn(page, 'X1000001')
  await page.getByText('待传 1').waitFor()

  await page.getByRole('button', { name: '设置' }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('link', { name: '演示' }).waitFor()
  await context.unroute('**/api/entries')
  await signIn(page, city.url, 'guard-2', '/guard')
  await page.getByText('待传 0').waitFor()
  const second = await guardOf(page)
  await letIn(page, 'X1000002')
  await page.getByText('待传 0').waitFor()

  const { rows } = await city.pool.query('select guard_id from entry order by at')
  assert.notEqual(first, second)
  assert.deepEqual(
    rows.map(({ guard_id }) => guard_id),
    [first, second],
  )
})

/** The id of whoever is signed in at a gate. */
async function guardOf(page: Page): Promise<string> {
  const duty = (await (await page.request.get(`${city.url}/api/duty-venues`)).json()) as DutyVenues
  assert.ok(duty.guardId)
  return duty.guardId
}
