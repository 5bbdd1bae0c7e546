import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { BatchView } from '../../contract/batches.ts'
import { csvOf } from '../deliveries.ts'
import { aDocument } from '../people.ts'
import { aRunningBatch, askRunning, demoSourceKey } from '../running-deliveries.ts'
import { barriersOn } from './barriers.ts'
import { aBrowser } from './browser.ts'
import { aCity, type City } from './city.ts'
import { atConsole, openSection } from './desk.ts'
import { pressByKeyboard } from './keyboard.ts'

let city: City
let browser: Browser
/** One more than the brake of the demo's source. */
const CONTACTS = 101

before(async () => {
  city = await aCity()
  browser = await aBrowser()
})
after(async () => {
  await browser?.close()
  await city?.close()
})

/** Delivers close contacts whom nobody knows; over the brake they are held. */
async function aHeldBatch(first: number): Promise<string> {
  const key = await demoSourceKey(city.dataDir, 'cdc-office')
  const rows = Array.from({ length: CONTACTS }, (_, place) => ({
    document_type: 'resident-id',
    document_number: aDocument(first + place).number,
    kind: 'contact',
    degree: 'close',
    from: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
  }))
  const path = aRunningBatch()
  const { state } = await askRunning(city.url, {
    key,
    path: `${path}/file?fileName=contacts.csv&format=csv`,
    body: csvOf(rows),
  })
  assert.equal(state, 'held')
  return path
}

async function look(path: string): Promise<BatchView> {
  const key = await demoSourceKey(city.dataDir, 'cdc-office')
  return askRunning<BatchView>(city.url, { key, path, method: 'GET' })
}

async function countReds(path: string): Promise<number> {
  const { rows } = await city.pool.query<{ reds: number }>(
    `select count(*) as reds from evidence join colour_state using (person_id) where batch_id = $1 and colour = 'red'`,
    [path.split('/').at(-1)],
  )
  return rows[0]?.reds ?? 0
}

/** An officer on his page of batches; `withKey`: after making a signing key. */
async function anOfficerAt(handle: string, told: { withKey: boolean }): Promise<Page> {
  const page = await atConsole(browser, city.url, handle)
  if (told.withKey) {
    await page.getByRole('link', { name: '签名密钥' }).click()
    await page.getByRole('button', { name: '生成签名密钥' }).click()
    await page.getByText(/已登记，有效至/).waitFor()
  }
  await openSection(page, '待批准的批次')
  return page
}

async function assertAccessible(page: Page): Promise<void> {
  assert.deepEqual(await barriersOn(page), [])
}

test('officers of two organisations read what a batch would do and sign, one by keyboard, and only then it counts', async () => {
  const path = await aHeldBatch(1_000)
  const first = await anOfficerAt('officer-1', { withKey: true })
  await pressByKeyboard(first, first.getByRole('link', { name: '演示区疾控中心流调科（演示）' }))
  await first.getByRole('heading', { name: '演示区疾控中心流调科（演示）' }).waitFor()
  const change = first.getByRole('row').filter({ hasText: '红码' })
  assert.match((await change.textContent()) ?? '', /核验中.*红码.*101/)
  await assertAccessible(first)
  await pressByKeyboard(first, first.getByRole('button', { name: '由我办理' }))
  await pressByKeyboard(first, first.getByRole('button', { name: '签名批准' }))
  await first.getByText('将有 101 人改变颜色').waitFor()
  await assertAccessible(first)
  await pressByKeyboard(first, first.getByRole('button', { name: '已核实，签名' }))
  await first.getByText('已签名，还须另一个单位批准').waitFor()
  await first.getByText('您的单位已经批准，还须另一个单位。').waitFor()
  assert.equal((await look(path)).state, 'held')
  assert.equal(await countReds(path), 0)

  const second = await anOfficerAt('officer-2', { withKey: true })
  await second.getByRole('link', { name: '演示区疾控中心流调科（演示）' }).click()
  await second.getByText('已批准：演示区疾控中心（演示）').waitFor()
  await second.getByRole('button', { name: '由我办理' }).click()
  await second.getByRole('button', { name: '签名批准' }).click()
  await second.getByRole('button', { name: '已核实，签名' }).click()
  await second.getByText('两个单位均已批准').waitFor()
  await second.getByText('没有待批准的批次').waitFor()
  while ((await look(path)).state !== 'taken') await second.waitForTimeout(100)
  assert.equal(await countReds(path), CONTACTS)
  await first.context().close()
  await second.context().close()
})

test('an officer without a key in his browser is told so, and may refuse: the batch then changes nobody', async () => {
  const path = await aHeldBatch(5_000)
  const page = await anOfficerAt('officer-2', { withKey: false })
  await page.getByRole('link', { name: '演示区疾控中心流调科（演示）' }).click()
  await page.getByRole('button', { name: '由我办理' }).click()
  await page.getByText('本浏览器中没有您的签名密钥').waitFor()
  assert.equal(await page.getByRole('button', { name: '签名批准' }).count(), 0)
  await page.getByRole('button', { name: '退回' }).click()
  await page.getByRole('button', { name: '取消' }).click()
  await page.getByRole('button', { name: '退回' }).click()
  await page.getByRole('button', { name: '确定退回' }).click()
  await page.getByText('已退回。').waitFor()
  const view = await look(path)
  assert.equal(view.state, 'refused')
  assert.match(view.faults[0]?.message.zh ?? '', /未予批准/)
  assert.equal(await countReds(path), 0)
  await page.context().close()
})
