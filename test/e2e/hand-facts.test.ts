import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { after as later, DAY_LENGTH, dayOf, formatDay, instant } from '../../core/instant.ts'
import { DEMO_SEED } from '../../server/city.ts'
import { findHandle } from '../../server/demo/handles.ts'
import { demoPerson } from '../../server/demo/people.ts'
import { drawIcon } from '../../tools/draw-icon.ts'
import { A_PDF } from '../hand-facts.ts'
import { assertFits, barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { atConsole, openSection } from './desk.ts'
import { chooseByKeyboard, pressByKeyboard, typeByKeyboard } from './keyboard.ts'
import { signIn } from './people.ts'

const AUTHOR = '演示区疾控中心（演示）'
const APPROVER = '演示市卫生健康委员会（演示）'
const ORDER = { name: 'order.png', mimeType: 'image/png', buffer: Buffer.from(drawIcon(192)) }

let city: City
let browser: Browser
let author: Page
let approver: Page

before(async () => {
  city = await aCity()
  browser = await aBrowser()
  author = await anOfficer('officer-1')
  approver = await anOfficer('officer-2')
})
after(async () => {
  await browser?.close()
  await city?.close()
})

/** A health officer at the console, with a signing key in his browser, before the list of facts by hand. */
async function anOfficer(handle: string): Promise<Page> {
  const page = await atConsole(browser, city.url, handle)
  await page.getByRole('link', { name: '签名密钥' }).click()
  await page.getByRole('button', { name: '生成签名密钥' }).click()
  await page.getByText('已登记，有效至').waitFor()
  await openSection(page, '人工录入')
  return page
}

async function aCitizen(handle: string): Promise<Page> {
  const { page } = await aPhone(browser)
  await signIn(page, city.url, handle)
  return page
}

function numberOf(handle: string): string {
  return demoPerson(DEMO_SEED, findHandle(handle)!).document.number
}

function daysAgo(days: number): string {
  return formatDay(dayOf(later(instant(Date.now()), -days * DAY_LENGTH)))
}

async function fillContact(page: Page, handle: string): Promise<void> {
  await page.getByRole('link', { name: '起草一条事实' }).click()
  await page.getByLabel('证件类型').selectOption({ label: '居民身份证' })
  await page.getByLabel('证件号码').fill(numberOf(handle))
  await page.getByLabel('事实种类').selectOption({ label: '密接、次密接' })
  await page.getByLabel('接触程度').selectOption({ label: '密接' })
  await page.getByLabel('开始时间').fill(daysAgo(1))
  await page.getByLabel('书面证明').setInputFiles(ORDER)
}

/** From the form to the author's signature. */
async function draftContact(handle: string): Promise<void> {
  await fillContact(author, handle)
  await author.getByRole('button', { name: '提交草稿' }).click()
  await author.getByRole('button', { name: '签名，送其他单位批准' }).click()
  await author.getByText('已签名，等待其他单位批准。').waitFor()
}

async function lookAtDone(page: Page): Promise<void> {
  await page.getByLabel('范围').selectOption({ label: '近 60 天办结' })
}

async function openForApproval(): Promise<void> {
  await approver.reload()
  await approver.getByRole('row').filter({ hasText: '待我批准' }).getByRole('link').last().click()
  await approver.getByRole('button', { name: '查看内容和证明' }).click()
  await approver.getByRole('img', { name: '书面证明' }).waitFor()
}

/** What axe finds in Chinese and in English; nothing may be wider than 320 points either. */
async function assertAccessible(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 320, height: 640 })
  for (const language of ['Switch to English', '切换到中文']) {
    await page.getByRole('button', { name: language }).first().click()
    assert.deepEqual(await barriersOn(page), [], name)
    await assertFits(page, name)
  }
  await page.setViewportSize(size)
}

test('two officers of two organisations write a fact, and the citizen’s page changes and names both', async () => {
  const citizen = await aCitizen('green-1')
  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor()

  await fillContact(author, 'green-1')
  await assertAccessible(author, 'the form')
  await author.getByRole('button', { name: '提交草稿' }).click()
  await author.getByText('颜色会怎样变化').waitFor()
  await author.getByText('绿码').waitFor()
  await author.getByText('红码', { exact: true }).waitFor()
  await author.getByRole('img', { name: '书面证明' }).waitFor()
  await author.getByRole('button', { name: '签名，送其他单位批准' }).click()
  await author.getByText('已签名，等待其他单位批准。').waitFor()

  await openForApproval()
  await approver.getByText(numberOf('green-1')).waitFor()
  await approver.getByText(AUTHOR).last().waitFor()
  await assertAccessible(approver, 'a draft to approve')
  await approver.getByRole('button', { name: '由我办理' }).click()
  await approver.getByRole('button', { name: '签名批准' }).click()
  await approver.getByText('已批准并生效').waitFor()
  await assertAccessible(approver, 'the lists')

  await citizen.reload()
  await citizen.getByRole('heading', { name: '红码', level: 1 }).waitFor()
  await citizen.getByText(`这条依据由${AUTHOR}人工录入，${APPROVER}批准`).waitFor()
  const own = citizen.getByRole('region', { name: '关于您的人工录入' })
  await own.getByText('有，已存档').waitFor()
  await assertAccessible(citizen, 'the code page')
  await own.getByRole('link', { name: '各单位录入了多少条' }).click()
  await citizen.getByRole('row', { name: `${AUTHOR} 1 0 0` }).waitFor()
})

test('a draft that another organisation rejects changes nothing, and its author reads why', async () => {
  await draftContact('green-2')
  await openForApproval()
  await approver.getByRole('button', { name: '由我办理' }).click()
  await approver.getByRole('button', { name: '退回' }).click()
  await approver.getByLabel('退回理由').fill('证明没有盖章')
  await approver.getByRole('button', { name: '确定退回' }).click()
  await approver.getByText('已退回。').waitFor()

  await author.reload()
  await lookAtDone(author)
  await author.getByRole('row', { name: '已退回' }).getByRole('link').click()
  await author.getByText('退回理由：证明没有盖章').waitFor()
  const citizen = await aCitizen('green-2')
  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  assert.equal(await citizen.getByText('关于您的人工录入').count(), 0)
})

test('the form forgets nothing: not at a mistake, not at a refusal, not when its officer looks elsewhere or reloads', async () => {
  await fillContact(author, 'green-3')
  await author.getByLabel('开始时间').fill('2022-02-30')
  await author.getByLabel('书面证明').setInputFiles({ ...ORDER, buffer: Buffer.from('<html></html>') })
  await author.getByText('这个文件不是 PDF、PNG 或 JPEG').waitFor()
  await author.getByRole('button', { name: '提交草稿' }).click()
  await author.getByText('应形如 2026-11-24').waitFor()
  await author.getByLabel('接触程度').selectOption({ label: '请选择' })
  await author.getByRole('button', { name: '提交草稿' }).click()
  await author.locator('select:focus').and(author.getByLabel('接触程度')).waitFor()
  await author.getByLabel('接触程度').selectOption({ label: '密接' })
  await author.getByLabel('书面证明').setInputFiles(ORDER)
  await author.getByLabel('开始时间').fill(daysAgo(2))

  await author.route('**/api/hand-facts', (route) => route.abort())
  await author.getByRole('button', { name: '提交草稿' }).click()
  await author.getByText('内容已保留').waitFor()
  await author.unroute('**/api/hand-facts')

  await author.getByRole('link', { name: '返回列表' }).click()
  await author.getByRole('link', { name: '起草一条事实' }).click()
  assert.equal(await author.getByLabel('证件号码').inputValue(), numberOf('green-3'))
  await author.getByText('order.png').waitFor()
  await author.reload()
  assert.equal(await author.getByLabel('证件号码').inputValue(), numberOf('green-3'))
  assert.equal(await author.getByLabel('开始时间').inputValue(), daysAgo(2))
  await author.getByRole('button', { name: '提交草稿' }).click()
  await author.getByText('请选择书面证明').waitFor()
  await author.getByRole('link', { name: '返回列表' }).click()
})

test('nobody signs for a document that is another than the draft names, and its author withdraws the draft', async () => {
  await author.route('**/document', (route) => route.fulfill({ body: A_PDF, contentType: 'application/pdf' }))
  await fillContact(author, 'green-3')
  await author.getByRole('button', { name: '提交草稿' }).click()
  await author.getByText('证明与草稿所写的不一致，不能签名').waitFor()
  assert.ok(await author.getByRole('button', { name: '签名，送其他单位批准' }).isDisabled())
  await author.unroute('**/document')
  await author.getByRole('button', { name: '重试' }).click()
  await author.getByRole('img', { name: '书面证明' }).waitFor()
  assert.ok(await author.getByRole('button', { name: '签名，送其他单位批准' }).isEnabled())

  await author.getByRole('button', { name: '撤销草稿' }).click()
  await author.getByRole('dialog').getByText('撤销后需重新起草。').waitFor()
  await author.getByRole('dialog').getByRole('button', { name: '确定撤销' }).click()
  await lookAtDone(author)
  await author.getByRole('row', { name: '已撤销' }).waitFor()
})

test('a fact is taken back the same way, and the citizen reads that it was', async () => {
  await draftContact('p0102')
  await openForApproval()
  await approver.getByRole('button', { name: '由我办理' }).click()
  await approver.getByRole('button', { name: '签名批准' }).click()
  await approver.getByText('已批准并生效').waitFor()
  const citizen = await aCitizen('p0102')
  await citizen.getByRole('heading', { name: '红码', level: 1 }).waitFor()

  await lookAtDone(approver)
  await approver.getByRole('row', { name: '已生效' }).first().getByRole('link').click()
  await approver.getByRole('button', { name: '查看内容和证明' }).click()
  await approver.getByRole('button', { name: '撤回这条事实' }).click()
  await approver.getByLabel('书面证明').setInputFiles(ORDER)
  await approver.getByRole('button', { name: '提交草稿' }).click()
  await approver.getByText('撤回：密接、次密接').last().waitFor()
  await approver.getByRole('button', { name: '签名，送其他单位批准' }).click()
  await approver.getByText('已签名').waitFor()

  await author.reload()
  await author.getByRole('row', { name: '撤回：' }).getByRole('link').click()
  await author.getByRole('button', { name: '查看内容和证明' }).click()
  await author.getByRole('button', { name: '由我办理' }).click()
  await author.getByRole('button', { name: '签名批准' }).click()
  await author.getByText('已批准并生效').waitFor()
  await citizen.reload()
  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  await citizen.getByText(`撤回（${APPROVER}提出，${AUTHOR}批准）`).waitFor()
})

test('by keyboard alone: draft a fact, choose its document, see what it changes, sign', async () => {
  const page = await anOfficer('officer-1')
  await page.reload()
  await pressByKeyboard(page, page.getByRole('link', { name: '起草一条事实' }))
  await chooseByKeyboard(page, page.getByLabel('证件类型'), '居民身份证')
  await typeByKeyboard(page, page.getByLabel('证件号码'), numberOf('p0101'))
  await chooseByKeyboard(page, page.getByLabel('事实种类'), '疫苗接种')
  await typeByKeyboard(page, page.getByLabel('剂次'), '2')
  await typeByKeyboard(page, page.getByLabel('发生时间'), daysAgo(3))
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    pressByKeyboard(page, page.getByLabel('书面证明')),
  ])
  await chooser.setFiles({ name: 'order.pdf', mimeType: 'application/pdf', buffer: A_PDF })
  await pressByKeyboard(page, page.getByRole('button', { name: '提交草稿' }))
  await page.getByText('颜色不变').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    pressByKeyboard(page, page.getByRole('link', { name: '保存证明（PDF）' })),
  ])
  assert.deepEqual(await readFile(await download.path()), A_PDF)
  await pressByKeyboard(page, page.getByRole('button', { name: '签名，送其他单位批准' }))
  await page.getByText('已签名，等待其他单位批准。').waitFor()
})

test('the counts are readable without signing in, and without barriers', async () => {
  const { page } = await aPhone(browser)
  await page.goto(`${city.url}/help`)
  await page.getByRole('link', { name: '人工录入公开' }).click()
  await page.getByRole('heading', { name: '人工录入公开' }).waitFor()
  await page.getByText('截至').waitFor()
  await assertAccessible(page, 'the counts')
})
