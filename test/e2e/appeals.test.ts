import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { FactWithdrawn } from '../../contract/batches.ts'
import { askRunning, demoSourceKey } from '../running-deliveries.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole } from './desk.ts'
import { pressByKeyboard, tickByKeyboard, typeByKeyboard } from './keyboard.ts'
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

async function someone(handle: string, path: string): Promise<Page> {
  const { page } = await aPhone(browser)
  await signIn(page, city.url, handle, path)
  return page
}

/** Appeals against the colour from under the code; answers the number. */
async function appeal(page: Page): Promise<string> {
  await page.getByRole('link', { name: '我要申诉' }).click()
  await page.getByRole('radio', { name: '颜色与实际不符' }).check()
  await page.getByLabel('请写明情况').fill('我那几天没有见过任何人。')
  await page.getByRole('button', { name: '提交申诉' }).click()
  const told = page.getByText(/已收到您的申诉，编号/)
  await told.waitFor()
  return /编号 ([\d ]+)/.exec(await told.innerText())![1]!.trim()
}

/** Opens an appeal in somebody's work list and reads it. */
async function openCase(page: Page, number: string): Promise<void> {
  await page.getByRole('link', { name: number }).click()
  await page.getByRole('heading', { name: `申诉 ${number}` }).waitFor()
  await page.getByRole('button', { name: '查看申诉' }).click()
  await page.getByText('我那几天没有见过任何人。').waitFor()
}

/** The source takes back the very row that the department reads. */
async function takeBack(page: Page, source: 'cdc-office' | 'community-office'): Promise<void> {
  const told = await page.getByText(/^[0-9a-f-]{36} 第 \d+ 行$/).innerText()
  const [, batchId, row] = /^(\S+) 第 (\d+) 行$/.exec(told)!
  const { outcome } = await askRunning<FactWithdrawn>(city.url, {
    key: await demoSourceKey(city.dataDir, source),
    path: `/api/evidence/batches/${batchId}/rows/${row}/withdraw`,
  })
  assert.equal(outcome, 'withdrawn')
}

test('from yellow to green through two departments: each source takes its fact back, the colour follows, the answer is on the page', async () => {
  const citizen = await someone('doubted-1', '/')
  await citizen.getByRole('heading', { name: '黄码', level: 1 }).waitFor()
  const number = await appeal(citizen)
  await citizen.getByText('部门核查中').waitFor()
  await citizen.getByText('办理经过').click()
  for (const department of ['演示区疾控中心（演示）', '演示市卫生健康委员会（演示）']) {
    await citizen.getByText(`已请${department}核查`).waitFor()
  }

  const first = await someone('department-1', '/staff')
  await openCase(first, number)
  await first.getByText('仍在计入').waitFor()
  assert.equal(await first.getByText('观察办').count(), 0, 'what the other department is asked is not shown')
  await first.getByRole('button', { name: '由我办理' }).click()
  await first.getByRole('radio', { name: '已更正' }).check()
  await first.getByLabel('说明（本人会读到）').fill('流调有误，已撤回。')
  await first.getByRole('button', { name: '提交答复' }).click()
  await first.getByRole('alert').getByText('数据还没有更正').waitFor()
  assert.equal(await first.getByLabel('说明（本人会读到）').inputValue(), '流调有误，已撤回。')
  await takeBack(first, 'cdc-office')
  await first.getByRole('button', { name: '提交答复' }).click()
  await first.getByText('已答复。').waitFor()
  await first.getByText('没有待办的申诉').waitFor()

  const second = await someone('department-2', '/staff')
  await openCase(second, number)
  await takeBack(second, 'community-office')
  const changed = Date.now()
  await citizen.goto(city.url)
  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor({ timeout: 5_000 })
  assert.ok(Date.now() - changed <= 5_000, `the colour followed in ${Date.now() - changed} ms`)
  await second.getByRole('button', { name: '由我办理' }).click()
  await second.getByRole('radio', { name: '已更正' }).check()
  await second.getByLabel('说明（本人会读到）').fill('居家观察登记错人，已撤回。')
  await second.getByRole('button', { name: '提交答复' }).click()
  await second.getByText('已答复。').waitFor()

  const officer = await someone('appeal-1', '/staff')
  await openCase(officer, number)
  await officer.getByText('流调有误，已撤回。').waitFor()
  assert.equal(await officer.getByText('已更正，不再影响颜色').count(), 2)
  await officer.getByRole('button', { name: '由我办理' }).click()
  await officer.getByRole('radio', { name: /申诉成立/ }).check()
  await officer.getByLabel('说明（本人会读到）').fill('两个部门均已更正，给您添麻烦了。')
  await officer.getByRole('button', { name: '提交答复' }).click()
  await officer.getByText('已答复。').waitFor()

  await citizen.getByRole('link', { name: '我要申诉' }).click()
  await citizen.getByText('申诉成立，依据已更正').first().waitFor()
  await citizen.getByText('两个部门均已更正，给您添麻烦了。').first().waitFor()
  for (const page of [citizen, first, second, officer]) await page.context().close()
})

test('an officer narrows his list by keyboard alone, takes an appeal on without losing it, is told what is missing, and his words outlast a reload', async () => {
  const citizen = await someone('permit-1', '/')
  const number = await appeal(citizen)
  const page = await atConsole(browser, city.url, 'appeal-1')
  await page.getByLabel('申诉内容').selectOption({ label: '姓名不对' })
  await page.getByText('没有符合条件的记录').waitFor()
  await page.getByLabel('申诉内容').selectOption({ label: '颜色与实际不符' })
  await page.getByLabel('办理人').selectOption({ label: '未领办' })
  await pressByKeyboard(page, page.getByRole('link', { name: number }))
  await pressByKeyboard(page, page.getByRole('button', { name: '查看申诉' }))
  await page.getByText('我那几天没有见过任何人。').waitFor()
  await assertNoBarriers(page, 'an appeal that was read')
  await pressByKeyboard(page, page.getByRole('button', { name: '由我办理' }))
  const send = page.getByRole('button', { name: '提交答复' })
  await send.waitFor()
  assert.equal(await page.getByLabel('办理人').inputValue(), 'me', 'it is found among his own')
  await pressByKeyboard(page, send)
  await page.getByText('请选择一项').waitFor()
  await tickByKeyboard(page, page.getByRole('radio', { name: /申诉成立/ }))
  await typeByKeyboard(page, page.getByLabel('说明（本人会读到）'), 'wrong row taken back')
  await assertNoBarriers(page, 'an answer that is begun')
  await page.reload()
  await openCase(page, number)
  assert.ok(await page.getByRole('radio', { name: /申诉成立/ }).isChecked())
  assert.equal(await page.getByLabel('说明（本人会读到）').inputValue(), 'wrong row taken back')
  await send.click()
  await page.getByRole('alert').getByText('数据还没有更正').waitFor()
  for (const one of [citizen, page]) await one.context().close()
})

test('an appeal that is late says so with an apology, comes first in the list, and is answered without the departments', async () => {
  const citizen = await someone('doubted-2', '/')
  const number = await appeal(citizen)
  const other = await someone('green-1', '/')
  await appeal(other)
  // A day has passed for the one.
  await city.pool.query(
    `with late as (update appeal set due_at = now() - interval '1 minute' where number = $1 returning appeal_id)
     update appeal_question set due_at = now() - interval '16 hours' where appeal_id in (select appeal_id from late)`,
    [Number(number.replaceAll(' ', ''))],
  )
  await citizen.reload()
  await citizen.getByText('这件申诉没有按时办结，非常抱歉').waitFor()
  const officer = await someone('appeal-1', '/staff')
  const row = officer
    .getByRole('row')
    .filter({ has: officer.getByRole('link') })
    .first()
  await row.getByText(number, { exact: true }).first().waitFor()
  await row.getByText('刚刚超期').waitFor()
  await row.getByText('部门超期').waitFor()
  await openCase(officer, number)
  await officer.getByRole('button', { name: '由我办理' }).click()
  await officer.getByRole('radio', { name: '申诉不成立' }).check()
  await officer.getByLabel('说明（本人会读到）').fill('资料无误；超期答复，非常抱歉。')
  await officer.getByRole('button', { name: '提交答复' }).click()
  await officer.getByText('已答复。').waitFor()
  await citizen.reload()
  await citizen.getByText('资料无误；超期答复，非常抱歉。').first().waitFor()
  for (const page of [citizen, other, officer]) await page.context().close()
})

test('by keyboard alone: what is missing is named and gets the focus, what was typed outlasts a reload, words are added, the appeal withdrawn', async () => {
  const page = await someone('green-2', '/appeal')
  const [submit, words] = [page.getByRole('button', { name: '提交申诉' }), page.getByLabel('请写明情况')]
  await pressByKeyboard(page, submit)
  await page.getByText('请选择一项').waitFor()
  await page.locator('#kind:focus').waitFor()
  await page.reload()
  await words.waitFor()
  await tickByKeyboard(page, page.getByRole('radio', { name: '颜色与实际不符' }))
  await page.keyboard.press('ArrowDown')
  assert.ok(await page.getByRole('radio', { name: '依据的资料有疑问' }).isChecked())
  await typeByKeyboard(page, words, 'my data is wrong')
  await page.reload()
  assert.equal(await words.inputValue(), 'my data is wrong')
  await pressByKeyboard(page, submit)
  await page.getByText(/已收到您的申诉/).waitFor()
  await page.getByText('正在准备答复').waitFor()

  await pressByKeyboard(page, page.locator('summary', { hasText: '补充说明' }))
  await typeByKeyboard(page, page.getByLabel('补充内容'), 'more of it')
  await pressByKeyboard(page, page.getByRole('button', { name: '提交补充' }))
  await pressByKeyboard(page, page.locator('summary', { hasText: '办理经过' }))
  await page.getByText('more of it').first().waitFor()
  await pressByKeyboard(page, page.getByRole('button', { name: '撤回申诉' }))
  await pressByKeyboard(page, page.getByRole('button', { name: '确定撤回' }))
  await page.getByText('已撤回').first().waitFor()
  await page.context().close()
})

test('a wrong photo is not taken here: the page says where it can be changed', async () => {
  const page = await someone('green-3', '/appeal')
  await page.getByRole('radio', { name: '照片不对' }).check()
  await page.getByText('请带证件到公安派出所或社区事务受理服务中心办理').waitFor()
  assert.equal(await page.getByLabel('请写明情况').count(), 0)
  await page.context().close()
})
