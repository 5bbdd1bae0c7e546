import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { barriersOn } from './barriers.ts'
import { aBrowser } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole } from './desk.ts'
import { chooseByKeyboard, pressByKeyboard } from './keyboard.ts'

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

/** Opens the newest act of a kind that has its place in the log, and answers its id. */
async function openNewest(page: Page, kind: string): Promise<string> {
  await page.getByRole('combobox', { name: '行为' }).selectOption({ label: kind })
  const row = page.getByRole('row').filter({ hasText: kind }).filter({ hasText: /\d$/ }).first()
  await row.getByRole('link').click()
  const record = page.getByRole('complementary')
  await record.getByText('在日志中，与签名的树根一致').waitFor()
  return decodeURIComponent(new URL(page.url()).hash.split('/')[1]!)
}

/** Waits until everything that was done so far has its place, as it has within a minute. */
async function untilSequenced(): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { rows } = await city.pool.query('select 1 from log_queue limit 1')
    if (rows.length === 0) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('the log does not go on')
}

test('an auditor finds an act, by keyboard alone, and his browser proves that it is in the log as it was committed to', async () => {
  const page = await atConsole(browser, city.url, 'auditor-1')
  await untilSequenced()
  await page.reload()
  await page.getByRole('table').waitFor()
  await chooseByKeyboard(page, page.getByRole('combobox', { name: '行为' }), '颜色变化')
  await page.getByRole('row').filter({ hasText: '颜色变化' }).nth(1).waitFor()
  await pressByKeyboard(page, page.getByRole('row').filter({ hasText: '颜色变化' }).first().getByRole('link'))
  const record = page.getByRole('complementary')
  await record.getByText('在日志中，与签名的树根一致').waitFor()
  await pressByKeyboard(page, record.getByRole('button', { name: '打开内容' }))
  await record.getByText('与承诺值一致').waitFor()
  await record.getByText('system').waitFor()
  await assertNoBarriers(page, 'what a record says')
  await page.context().close()
})

test('the whole log is verified in the browser, also against what a witness kept', async () => {
  const page = await atConsole(browser, city.url, 'auditor-1')
  await untilSequenced()
  const kept = await (await page.request.get(`${city.url}/log/checkpoint`)).text()
  await page.getByRole('button', { name: '核对整个日志' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('见证方保存的 checkpoint（可选）').fill(kept)
  await form.getByRole('button', { name: '开始核对' }).click()
  await form.getByText(/^\D*\d+ 条记录，全部与签名的树根一致$/).waitFor()
  assert.equal(await form.getByText('没有比较').count(), 0)
  assert.deepEqual(await barriersOn(page), [])

  await form.getByLabel('见证方保存的 checkpoint（可选）').fill(kept.replace(/\n\d+\n/, '\n1\n'))
  await form.getByLabel('从别处得到的日志公钥（可选）').fill('not a key')
  await form.getByRole('button', { name: '开始核对' }).click()
  await form.getByText('公钥无法读取').waitFor()
  await form.getByLabel('从别处得到的日志公钥（可选）').fill('')
  await form.getByRole('button', { name: '开始核对' }).click()
  await form.getByText('没有本日志的有效签名，没有比较').waitFor()
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'hidden' })
  await page.getByText('EN', { exact: true }).click()
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await form.getByRole('button', { name: 'Verify' }).waitFor()
  assert.deepEqual(await barriersOn(page), [])
  await page.context().close()
})

test('a record that somebody altered in the database is named, and so is an act that was never in the log', async () => {
  const page = await atConsole(browser, city.url, 'auditor-1')
  await untilSequenced()
  await page.reload()
  await page.getByRole('table').waitFor()
  const id = await openNewest(page, '申报')
  await city.pool.query(`update audit_body set actor_kind = 'operator' where id = $1`, [id])
  const record = page.getByRole('complementary')
  await record.getByRole('button', { name: '打开内容' }).click()
  await record.getByRole('alert').filter({ hasText: '内容与承诺值不一致：已被改动' }).waitFor()

  await city.pool.query(`update audit set kind = 'approved' where id = $1`, [id])
  await page.getByRole('combobox', { name: '行为' }).selectOption({ label: '审批' })
  await page.getByRole('row').filter({ hasText: '审批' }).first().getByRole('link').click()
  await record.getByText('不在日志中：记录与签名的树根不一致').waitFor()
  await page.context().close()
})
