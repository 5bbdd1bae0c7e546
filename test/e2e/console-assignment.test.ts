import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aBrowser } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole } from './desk.ts'
import { pressByKeyboard } from './keyboard.ts'

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

/** The first claim of the list, opened. */
async function openFirst(page: Page): Promise<void> {
  await pressByKeyboard(page, page.getByRole('table').getByRole('link').first())
  await page.getByRole('heading', { name: '办理核验' }).waitFor()
}

async function readingsOf(): Promise<number> {
  const { rows } = await city.pool.query(`select count(*) as readings from audit where kind = 'confirmation-read'`)
  return rows[0].readings
}

test('whoever compares a person at the counter has the claim to himself, by keyboard, until he gives it back or his time is over', async () => {
  const [first, second] = [await atConsole(browser, city.url, 'staff-1'), await atConsole(browser, city.url, 'staff-2')]
  await first.getByLabel('办理人').selectOption({ label: '未领办' })
  await openFirst(first)
  await pressByKeyboard(first, first.getByRole('button', { name: '查看姓名和证件' }))
  const confirm = first.getByRole('button', { name: '证件与本人一致，确认' })
  await confirm.waitFor()
  assert.equal(await first.getByLabel('办理人').inputValue(), 'me', 'it is found among his own, and still open')
  assert.equal(await readingsOf(), 1)
  await assertNoBarriers(first, 'a claim that was taken on')

  await second.reload()
  await second.getByRole('row').filter({ hasText: '其他人员，至' }).waitFor()
  await second.getByLabel('办理人').selectOption({ label: '其他人员' })
  await openFirst(second)
  await second.getByLabel('查看目的').selectOption({ label: '复核' })
  await second.getByRole('button', { name: '查看姓名和证件' }).click()
  await second.getByText('另一位人员正在办理').waitFor()
  assert.equal(await second.getByRole('button', { name: '证件与本人一致，确认' }).count(), 0)
  await assertNoBarriers(second, 'a claim that somebody else works on')

  await pressByKeyboard(first, first.getByRole('button', { name: '交回' }))
  await first.getByText('已交回，其他人员可以领办。').waitFor()
  await first.getByText('没有符合条件的记录').waitFor()
  await second.getByLabel('办理人').selectOption({ label: '全部办理人' })
  await second.getByRole('button', { name: '由我办理' }).click()
  await second.getByRole('button', { name: '证件与本人一致，确认' }).click()
  await second.getByText('已确认。').waitFor()
  assert.equal(await readingsOf(), 2, 'nobody was read again because a list was narrowed otherwise')
  for (const page of [first, second]) await page.context().close()
})

test('a claim that was taken over meanwhile is not decided by whoever had it, and the page says why', async () => {
  const page = await atConsole(browser, city.url, 'staff-1')
  await openFirst(page)
  await page.getByRole('button', { name: '查看姓名和证件' }).click()
  const confirm = page.getByRole('button', { name: '证件与本人一致，确认' })
  await confirm.waitFor()
  await city.pool.query(`update assignment set staff_id = gen_random_uuid() where kind = 'claim'`)
  await confirm.click()
  await page.getByRole('alert').getByText('请先领办这件，再作决定').waitFor()
  await page.context().close()
})
