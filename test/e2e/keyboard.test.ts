import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { chooseByKeyboard, pressByKeyboard, tickByKeyboard, typeByKeyboard } from './keyboard.ts'

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

test('by keyboard alone: sign in, 确认提交, 下一步, 提交, and the code', async () => {
  const { page } = await aPhone(browser)
  await page.goto(city.url)
  await pressByKeyboard(page, page.getByRole('link', { name: '通过' }))
  await typeByKeyboard(page, page.getByLabel('演示账号'), 'new-1')
  await page.keyboard.press('Enter')
  const name = await page.locator('#name').innerText()
  const number = await page.locator('#document-number').innerText()
  await pressByKeyboard(page, page.getByRole('button', { name: '继续 Continue' }))

  await typeByKeyboard(page, page.getByLabel('姓名'), name)
  await typeByKeyboard(page, page.getByLabel('证件号码'), number)
  await pressByKeyboard(page, page.getByRole('button', { name: '确认提交' }))
  await page.getByText('姓名与证件号码一致').waitFor()
  await pressByKeyboard(page, page.getByRole('button', { name: '下一步' }))
  await typeByKeyboard(page, page.getByLabel('手机号码'), '17000000001')
  await chooseByKeyboard(page, page.getByLabel('区', { exact: true }), '静安区')
  await chooseByKeyboard(page, page.getByLabel('街道'))
  await typeByKeyboard(page, page.getByLabel('路名、门牌、室号'), '虚构路 3 号')
  await tickByKeyboard(page, page.getByRole('radio', { name: '否' }))
  await pressByKeyboard(page, page.getByRole('button', { name: '提交', exact: true }))
  await page.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
})

test('by keyboard alone: the arrival declaration, and the code', async () => {
  const { page } = await aPhone(browser)
  await page.goto(city.url)
  await pressByKeyboard(page, page.getByRole('link', { name: '通过' }))
  await typeByKeyboard(page, page.getByLabel('演示账号'), 'arrival-1')
  await page.keyboard.press('Enter')
  await pressByKeyboard(page, page.getByRole('link', { name: '来沪人员健康登记' }))

  await chooseByKeyboard(page, page.getByLabel('省'), '浙江省')
  await chooseByKeyboard(page, page.getByLabel('市', { exact: true }), '杭州市')
  await chooseByKeyboard(page, page.getByLabel('区 / 县'), '西湖区')
  await typeByKeyboard(page, page.getByLabel('小区、村或单位'), '虚构小区')
  await chooseByKeyboard(page, page.getByLabel('离开当地日期'))
  await chooseByKeyboard(page, page.getByLabel('到沪日期'))
  await chooseByKeyboard(page, page.getByLabel('交通方式'), '飞机')
  await chooseByKeyboard(page, page.getByLabel('区', { exact: true }), '徐汇区')
  await chooseByKeyboard(page, page.getByLabel('街道'))
  await typeByKeyboard(page, page.getByLabel('路名、门牌、室号或酒店'), '虚构旅馆')
  await tickByKeyboard(page, page.getByLabel('以上都没有'))
  await pressByKeyboard(page, page.getByRole('button', { name: '提交', exact: true }))
  await page.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
})
