import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { csvOf } from '../deliveries.ts'
import { aDocument } from '../people.ts'
import { aRunningBatch, askRunning, demoSourceKey } from '../running-deliveries.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole } from './desk.ts'
import { pressByKeyboard } from './keyboard.ts'
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

test('a steward reads what became of a batch, takes it back by keyboard alone, and the colour follows', async () => {
  const { page: phone, context } = await aPhone(browser)
  await signIn(phone, city.url, 'doubted-1')
  await phone.getByText('黄码').first().waitFor()

  for (const steward of ['steward-1', 'steward-2']) {
    const page = await atConsole(browser, city.url, steward)
    const row = page.getByRole('row').filter({ hasText: 'demo.csv' })
    await row.getByText('已收录').waitFor()
    await pressByKeyboard(page, row.getByRole('link'))
    const record = page.getByRole('complementary')
    await record.getByText('所有的行都收下了').waitFor()
    await pressByKeyboard(page, record.getByRole('button', { name: '撤回整个批次' }))
    await page.getByRole('dialog').getByText('其中的资料不再作数').waitFor()
    await pressByKeyboard(page, page.getByRole('dialog').getByRole('button', { name: '撤回整个批次' }))
    await row.getByText('已撤回').waitFor()
    if (steward === 'steward-2') await assertNoBarriers(page, 'a batch that was taken back')
    await page.context().close()
  }

  await phone.reload()
  await phone.getByText('绿码').first().waitFor()
  await context.close()
})

/** Delivers one row that can be taken and two that cannot. */
async function aFaultyBatch(fileName: string): Promise<void> {
  const key = await demoSourceKey(city.dataDir, 'cdc-office')
  const from = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const contact = { document_type: 'resident-id', kind: 'contact', degree: 'close', from }
  const body = csvOf([
    { ...contact, document_number: aDocument(1).number },
    { ...contact, document_number: '31000019600101000X' },
    { ...contact, document_number: aDocument(2).number, from: 'yesterday' },
  ])
  await askRunning(city.url, { key, path: `${aRunningBatch()}/file?fileName=${fileName}&format=csv`, body })
}

test('rows that were not taken stand with their reasons, go out as a file, and one that was taken is taken back', async () => {
  await aFaultyBatch('contacts.csv')
  const page = await atConsole(browser, city.url, 'steward-1')
  await page.getByRole('row').filter({ hasText: 'contacts.csv' }).getByRole('link').click()
  const record = page.getByRole('complementary')
  const faulty = record.getByRole('table', { name: '未收的行' })
  await faulty.getByText('document_number').waitFor()
  await faulty.getByRole('row').filter({ hasText: 'from' }).filter({ hasText: '退回' }).waitFor()
  const downloading = page.waitForEvent('download')
  await record.getByRole('button', { name: '下载未收的行' }).click()
  const file = await downloading
  assert.equal(file.suggestedFilename(), 'refused-contacts.csv')
  const text = await readFile(await file.path(), 'utf8')
  assert.match(text, /31000019600101000X/)
  assert.match(text, /reason_zh/)
  await assertNoBarriers(page, 'a batch with rows that were not taken')

  for (const told of ['已撤回', '这一行没有作数的资料']) {
    await record.getByLabel('行号').fill('1')
    await record.getByRole('button', { name: '撤回一行' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤回一行' }).click()
    await page.getByText(told, { exact: true }).last().waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  await page.context().close()
})

test('the list is narrowed by the server, the sources stand below it, and another organisation’s batches are not there', async () => {
  await aFaultyBatch('narrowed.csv')
  const page = await atConsole(browser, city.url, 'steward-2')
  await page.getByRole('table', { name: '本单位的来源' }).getByText('疫苗接种').waitFor()
  assert.equal(await page.getByText('narrowed.csv').count(), 0)
  await page.getByLabel('状态').selectOption({ label: '待两个单位批准' })
  await page.getByText('没有符合条件的记录').waitFor()
  await page.context().setOffline(true)
  await page.getByLabel('状态').selectOption({ label: '所有状态' })
  await page.getByRole('alert').filter({ hasText: '暂时连不上服务器' }).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('alert').getByRole('button').click()
  await page.getByRole('row').filter({ hasText: 'demo.csv' }).waitFor()
  await page.context().close()
})
