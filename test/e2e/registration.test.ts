import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { signIn } from './people.ts'
import { picture } from './pictures.ts'

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

/** Signs in with an unregistered handle; answers what the made-up person's card says. */
async function newcomer(handle: string): Promise<{ page: Page; name: string; type: string; number: string }> {
  const { page } = await aPhone(browser)
  await page.goto(`${city.url}/sign-in/demo?return=/`)
  await page.getByLabel('演示账号').fill(handle)
  await page.getByRole('button', { name: '登录 Sign in' }).click()
  const card = {
    name: await page.locator('#name').innerText(),
    type: (await page.locator('#document-type').innerText()).split(/\s/)[0]!,
    number: await page.locator('#document-number').innerText(),
  }
  await page.getByRole('button', { name: '继续 Continue' }).click()
  return { page, ...card }
}

async function fillPersonal(page: Page, arriving: '是' | '否'): Promise<void> {
  await page.getByLabel('手机号码').fill('17000000002')
  await page.getByLabel('区', { exact: true }).selectOption({ label: '浦东新区' })
  await page.getByLabel('街道').selectOption({ index: 1 })
  await page.getByLabel('路名、门牌、室号').fill('虚构路 2 号')
  await page.getByRole('radio', { name: arriving, exact: true }).check()
  await page.getByRole('button', { name: '提交', exact: true }).click()
}

test('a foreigner is grey without a QR until staff have seen the passport, and then green', async () => {
  const { page, name, number } = await newcomer('visitor-1')
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('证件类型').selectOption('passport')
  await page.getByLabel('证件号码').fill(number)
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.getByText('姓名与证件号码没有对上').waitFor()
  await page.getByRole('button', { name: '下一步' }).click()
  await fillPersonal(page, '否')
  await page.getByRole('heading', { name: '核验中' }).waitFor()
  await page.getByText('12345').waitFor()
  await page.getByText('证件原件').first().waitFor()
  assert.equal(await page.locator('#qr').isVisible(), false)

  const desk = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const staff = await desk.newPage()
  await signIn(staff, city.url, 'staff-1', '/staff')
  await staff.getByRole('link', { name: '不在人口登记中' }).last().click()
  await staff.getByRole('button', { name: '查看姓名和证件' }).click()
  await staff.getByText(number).waitFor()
  await staff.getByText(name).waitFor()
  await picture(staff, 'staff')
  await staff.getByRole('button', { name: '证件与本人一致，确认' }).click()
  await staff.getByText('已确认。').waitFor()
  await untilGreen(name)

  await page.reload()
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  const { rows } = await city.pool.query(
    `select purpose from audit_body join audit using (id) where kind = 'confirmation-read'`,
  )
  assert.deepEqual(rows, [{ purpose: 'in-person-check' }])
})

/** Waits until the job has followed: within a second or two. */
async function untilGreen(who: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { rows } = await city.pool.query(
      `select colour from colour_state join registration using (person_id)
       where registration.decided_by is not null and registration.state = 'confirmed'`,
    )
    if (rows[0]?.colour === 'green') return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail(`${who} is not green ten seconds after staff confirmed`)
}

test('who arrives from elsewhere declares first, and then has the colour that follows', async () => {
  const { page } = await aPhone(browser)
  await signIn(page, city.url, 'arrival-1')
  await page.getByText('请先完成来沪人员健康登记').first().waitFor()
  assert.equal(await page.locator('#qr').isVisible(), false)
  await page.getByRole('link', { name: '来沪人员健康登记' }).click()
  await page.getByLabel('省').selectOption({ label: '浙江省' })
  await page.getByLabel('市', { exact: true }).selectOption({ label: '杭州市' })
  await page.getByLabel('区 / 县').selectOption({ label: '西湖区' })
  await page.getByLabel('小区、村或单位').fill('虚构小区')
  await page.getByLabel('离开当地日期').selectOption({ index: 2 })
  await page.getByLabel('到沪日期').selectOption({ index: 2 })
  await page.getByLabel('交通方式').selectOption({ label: '火车' })
  await page.getByLabel('区', { exact: true }).selectOption({ label: '黄浦区' })
  await page.getByLabel('街道').selectOption({ index: 1 })
  await page.getByLabel('路名、门牌、室号或酒店').fill('虚构旅馆')
  await page.getByLabel('以上都没有').check()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await page.getByRole('heading', { name: '绿码' }).waitFor()
})

test('a wrong check character is named under its field, and nothing typed is lost', async () => {
  const { page, name, number } = await newcomer('new-2')
  const wrong = `${number.slice(0, 17)}${number.endsWith('1') ? '2' : '1'}`
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('证件号码').fill(wrong)
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.getByText(`身份证号最后一位应为 ${number[17]}`).waitFor()
  await page.reload()
  assert.equal(await page.getByLabel('姓名').inputValue(), name)
  assert.equal(await page.getByLabel('证件号码').inputValue(), wrong)
})

test('the first step of the wizard works by keyboard alone and at 200 % zoom', async () => {
  const { page, name, number } = await newcomer('new-3')
  await page.setViewportSize({ width: 320, height: 640 })
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  await page.getByLabel('姓名').focus()
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type(number)
  await page.keyboard.press('Enter')
  await page.getByText('姓名与证件号码一致').waitFor()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than the screen`)
})
