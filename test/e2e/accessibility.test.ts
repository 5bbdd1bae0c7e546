import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertFits, barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
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
  'the signing key of a health officer': { handle: 'officer-1', path: '/staff#signing-key', until: '生成签名密钥' },
  'facts by hand': { handle: 'officer-2', path: '/staff#hand-facts', until: '没有待办的事项' },
  'the list of rule tables': { handle: 'officer-1', path: '/staff#rule-tables', until: '全部规则表' },
  'a new appeal': { handle: 'doubted-1', path: '/appeal', until: '提出申诉' },
  'the work list of appeals': { handle: 'appeal-1', path: '/staff', until: '没有待办的申诉' },
  'the work list of a department': { handle: 'department-1', path: '/staff', until: '没有待办的申诉' },
  'the work list of staff': { handle: 'staff-1', path: '/staff', until: '待核验' },
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
    const page = await open({ handle, path: '/staff', until: '超期的在前' })
    await page.getByRole('button', { name: '办理' }).click()
    await page.getByRole('button', { name: '查看申诉' }).click()
    await page.getByText('仍在计入').first().waitFor()
    await assertAccessible(page, `the case of ${handle}`)
    await page.context().close()
  }
})

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
