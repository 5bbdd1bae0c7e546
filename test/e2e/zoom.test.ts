import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { IssuedCode } from '../../contract/codes.ts'
import { instant } from '../../core/instant.ts'
import { aPhoneKey } from '../phone.ts'
import { aBrowser } from './browser.ts'
import { aCity, type City } from './city.ts'
import { whatIsCut } from './cut.ts'
import { beginShift, enrolAtDemo } from './guard.ts'
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

/** A phone of 360 × 740 points at 200 % zoom: half the points each way, each twice as large. */
async function aZoomedPhone(): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 180, height: 370 },
    deviceScaleFactor: 4,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  return context.newPage()
}

/** Nothing is cut, in Chinese and in English. */
async function assertWhole(page: Page, name: string): Promise<void> {
  for (const language of ['EN', '中']) {
    assert.deepEqual(await whatIsCut(page), [], `${name} before ${language}`)
    await page.getByRole('button', { name: language }).first().click()
  }
}

test('at 200 % zoom nothing of the wizard is cut, and nothing scrolls sideways', async () => {
  const page = await aZoomedPhone()
  await page.goto(`${city.url}/sign-in/demo?return=/`)
  assert.deepEqual(await whatIsCut(page), [], 'the demo’s sign-in')
  await page.getByLabel('演示账号').fill('new-1')
  await page.getByRole('button', { name: '登录 Sign in' }).click()
  const name = await page.locator('#name').innerText()
  const number = await page.locator('#document-number').innerText()
  assert.deepEqual(await whatIsCut(page), [], 'the card')
  await page.getByRole('button', { name: '继续 Continue' }).click()

  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('证件号码').fill('1')
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.locator('.fault').first().waitFor()
  await assertWhole(page, 'a fault in step 1')
  await page.getByLabel('证件号码').fill(number)
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.getByText('姓名与证件号码一致').waitFor()
  await assertWhole(page, 'step 2')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('街道').waitFor()
  await assertWhole(page, 'step 3')
})

test('at 200 % zoom nothing of a code, of its reasons, or of the page without one is cut', async () => {
  for (const [handle, until] of [
    ['green-1', '刚刚更新'],
    ['yellow-1', '为什么是黄码'],
    ['foreigner-1', '12345'],
    ['arrival-1', '来沪人员健康登记'],
  ] as const) {
    const page = await aZoomedPhone()
    await signIn(page, city.url, handle)
    await page.getByText(until).first().waitFor()
    await assertWhole(page, handle)
    await page.context().close()
  }
})

test('at 200 % zoom nothing of the guard’s page is cut, from the choice of a gate to each of the answers', async () => {
  const [green, yellow] = [await aCode('green-1'), await aCode('yellow-1')]
  const page = await aZoomedPhone()
  await page.goto(`${city.url}/guard`)
  await page.getByText('演示公园').first().waitFor()
  await assertWhole(page, 'the choice of a gate')
  await enrolAtDemo(page, city.url, '演示公园')
  await assertWhole(page, 'the beginning of a shift')
  await beginShift(page)
  await page.getByText('待传 0').waitFor()
  const look = async (name: string, heading: string) => {
    await page.getByRole('heading', { name: heading }).waitFor()
    assert.deepEqual(await whatIsCut(page), [], name)
  }
  assert.deepEqual(await whatIsCut(page), [], 'waiting for a code')

  await paste(page, await green())
  await look('the keypad', '绿码')
  for (const digit of '365') await page.getByRole('button', { name: digit, exact: true }).click()
  await look('admitted', '可以进入')
  await page.getByRole('button', { name: '无码登记' }).waitFor()
  await paste(page, await yellow())
  await look('to be looked at', '黄码')
  await page.getByRole('button', { name: '不放行', exact: true }).click()
  await look('refused', '不能进入')
  await page.getByRole('button', { name: '下一位' }).click()
  await paste(page, 'SSM1:NOT A CODE')
  await look('not genuine', '不是有效码')
  await page.getByRole('button', { name: '重新扫码' }).click()
  await paste(page, await green(120_000))
  await look('cannot tell', '无法核验')
})

/** Somebody's code as his phone shows it, now or `agoMs` ago. */
async function aCode(handle: string): Promise<(agoMs?: number) => Promise<string>> {
  const page = await aZoomedPhone()
  await signIn(page, city.url, handle)
  const phone = aPhoneKey()
  const issued = await page.context().request.post(`${city.url}/api/code`, { data: { phoneKey: phone.phoneKey } })
  const { credential } = (await issued.json()) as IssuedCode
  await page.context().close()
  return (agoMs = 0) => phone.show(credential, instant(Date.now() - agoMs))
}

async function paste(page: Page, code: string): Promise<void> {
  const field = page.getByLabel('粘贴码的文字')
  if (!(await field.isVisible())) await page.getByText('演示：用图片或文字代替扫码').click()
  await field.fill(code)
  await page.getByRole('button', { name: '核验', exact: true }).click()
}
