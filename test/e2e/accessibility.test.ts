import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertFits, barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole } from './desk.ts'
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

/** Opens a page signed in as a handle, and waits until it has something to say. */
async function open(told: { handle?: string; path: string; until: string }): Promise<Page> {
  const { page } = await aPhone(browser)
  if (told.handle === undefined) await page.goto(city.url + told.path)
  else await signIn(page, city.url, told.handle, told.path)
  await page.getByText(told.until).first().waitFor()
  return page
}

/** What axe finds on a page in Chinese, in English, and in the elderly version; nothing may be wider than 320 points either. */
async function assertAccessible(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 })
  for (const change of [undefined, 'EN', /关怀版|Large/]) {
    if (change !== undefined) await page.getByRole('button', { name: change }).first().click()
    assert.deepEqual(await barriersOn(page), [], `${name} after ${String(change)}`)
    await assertFits(page, `${name} after ${String(change)}`)
  }
}

for (const [name, told] of Object.entries({
  'the code page': { handle: 'green-1', path: '/', until: '刚刚更新' },
  'a yellow code with its reason': { handle: 'yellow-1', path: '/', until: '为什么是黄码' },
  'the page while staff compare': { handle: 'foreigner-1', path: '/', until: '12345' },
  'the page before an arrival is declared': { handle: 'arrival-1', path: '/', until: '来沪人员健康登记' },
  'the wizard': { handle: 'new-4', path: '/', until: '确认提交' },
  'the health declaration': { handle: 'green-2', path: '/declare/health', until: '以上都没有' },
  'the stays declaration': { handle: 'green-2', path: '/declare/stays', until: '第 1 处' },
  'the arrival declaration': { handle: 'arrival-2', path: '/declare/arrival', until: '您从哪里来' },
  'the help page': { path: '/help', until: '是什么颜色' },
  'the counts of facts by hand': { path: '/hand-facts', until: '近两年没有' },
  'the sign-in page': { path: '/sign-in', until: '通过' },
  'the choice of a gate': { path: '/guard', until: '演示公园' },
  'a new appeal': { handle: 'doubted-1', path: '/appeal', until: '提出申诉' },
})) {
  test(`${name} has no barrier that axe finds, in both languages and in the elderly version, at 320 points`, async () => {
    const page = await open(told)
    await assertAccessible(page, name)
    await page.context().close()
  })
}

test('an appeal with its steps, and the case of a department and of an appeal officer, have no barrier either', async () => {
  const citizen = await open({ handle: 'doubted-2', path: '/appeal', until: '提出申诉' })
  await citizen.getByRole('radio', { name: '颜色与实际不符' }).check()
  await citizen.getByLabel('请写明情况').fill('不对')
  await citizen.getByRole('button', { name: '提交申诉' }).click()
  await citizen.getByText('部门核查中').waitFor()
  for (const folded of ['办理经过', '补充说明']) await citizen.getByText(folded).click()
  await assertAccessible(citizen, 'an appeal')
  await citizen.context().close()
  for (const handle of ['department-1', 'appeal-1']) {
    const page = await atConsole(browser, city.url, handle)
    await page.getByRole('table').getByRole('link').first().click()
    await page.getByRole('button', { name: '查看申诉' }).click()
    await page.getByText('仍在计入').first().waitFor()
    await assertNoBarriers(page, `the case of ${handle}`)
    await page.context().close()
  }
})

for (const [handle, sections] of Object.entries({
  'officer-1': ['人工录入', '待批准的批次', '规则表', '签名密钥'],
  'appeal-1': ['申诉'],
  'department-1': ['请本单位核查'],
  'staff-1': ['身份核验'],
})) {
  test(`the sections of ${handle} at the console have no barrier, in both languages and at 320 points`, async () => {
    const page = await atConsole(browser, city.url, handle)
    for (const section of sections) {
      await page.getByRole('navigation').getByRole('link', { name: section }).click()
      await page.getByRole('heading', { level: 1, name: section }).waitFor()
      await page.getByRole('status', { name: '正在打开' }).waitFor({ state: 'detached' })
      await assertNoBarriers(page, section)
    }
    await page.context().close()
  })
}

test('the beginning of a shift and the post of a guard have no barrier either', async () => {
  const { page } = await aPhone(browser)
  await enrolAtDemo(page, city.url, '演示公园')
  await assertAccessible(page, 'the beginning of a shift')
  await page.evaluate(() => localStorage.removeItem('language'))
  await page.reload()
  await beginShift(page)
  await page.getByRole('button', { name: '设置' }).click()
  await assertAccessible(page, 'the settings')
  await page.context().close()
})
