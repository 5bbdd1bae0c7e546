import assert from 'node:assert/strict'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { aBrowser } from './browser.ts'
import { aCity, type City } from './city.ts'
import { assertNoBarriers, atConsole, openSection } from './desk.ts'
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

async function atSection(name: string): Promise<Page> {
  const page = await atConsole(browser, city.url, 'admin-1')
  await openSection(page, name)
  return page
}

/** The line of a table that has a name. */
function rowOf(page: Page, table: string, name: string | RegExp): Locator {
  return page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: name })
}

test('whoever looks after the city reads which keys are in use and how old list and log are, in a word and a shape', async () => {
  const page = await atSection('密钥与名单')
  await rowOf(page, '签发密钥', '● 使用中').waitFor()
  assert.equal(await rowOf(page, '签发密钥', '▲ 已公布，待用').count(), 4)
  for (const part of ['颜色名单', '公开日志']) {
    await page.getByRole('region', { name: part }).getByText('● 正常').first().waitFor()
  }
  assert.equal(await page.getByRole('table', { name: '有效的名单日' }).getByText('● 正常').count(), 3)
  await page.getByText('suishenma issuing withdraw').waitFor()
  await page.context().close()
})

test('a list that lacks a shard is called late, with what to do', async () => {
  const lists = join(city.dataDir, 'list')
  const epochs = (await readdir(lists)).filter((name) => /^\d+$/.test(name)).toSorted()
  // Before a key is withdrawn: then every shard is signed anew, and this one would be there again.
  await rm(join(lists, epochs.at(-1)!, '0'))
  const page = await atSection('密钥与名单')
  const list = page.getByRole('region', { name: '颜色名单' })
  await rowOf(page, '有效的名单日', '尚不知道').getByText('■ 异常').waitFor()
  await list.getByText('重启它会补齐缺失的分片').waitFor()
  await assertNoBarriers(page, 'a late list')
  await page.context().close()
})

test('a key that the operator withdraws shows as withdrawn, and another one is in use', async () => {
  const page = await atSection('密钥与名单')
  const keyId = await rowOf(page, '签发密钥', '使用中').getByRole('rowheader').innerText()
  const token = (await readFile(join(city.dataDir, 'operator.token'), 'utf8')).trim()
  const withdrawn = await fetch(`${city.url}/api/operator/issuing-keys/withdraw`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ keyId }),
  })
  assert.equal(withdrawn.status, 200)
  await page.reload()
  await rowOf(page, '签发密钥', keyId).getByText('■ 已停用').waitFor()
  assert.equal(await rowOf(page, '签发密钥', '使用中').count(), 1)
  await page.context().close()
})

test('the figures of the system follow by themselves, and stay with a word about it while the server cannot be reached', async () => {
  const page = await atSection('系统状况')
  const total = rowOf(page, '请求', '公开').getByRole('cell').last()
  const numberIn = async (): Promise<number> => Number((await total.innerText()).replaceAll(',', ''))
  const before = await numberIn()
  for (let asked = 0; asked < 20; asked += 1) await fetch(`${city.url}/health`)
  for (let waits = 0; waits < 100 && (await numberIn()) < before + 20; waits += 1) await page.waitForTimeout(100)
  assert.ok((await numberIn()) >= before + 20)
  await rowOf(page, '各项指标', '距上次颜色到期检查').getByText('● 正常').waitFor()
  await rowOf(page, '定时工作', '颜色到期').getByText('● 正常').waitFor()

  await page.context().setOffline(true)
  await page.getByRole('alert').filter({ hasText: '暂时连不上服务器' }).waitFor()
  assert.ok((await numberIn()) >= before + 20)
  await page.context().setOffline(false)
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await page.context().close()
})

test('the last minutes are drawn as lines that do not move, and by keyboard the same numbers open as a table', async () => {
  const page = await atSection('系统状况')
  const chart = page.getByRole('img', { name: /^每秒请求数：曲线图/ })
  await chart.waitFor()
  await chart.locator('svg').waitFor()
  await chart.locator('path[stroke-width="2"]').first().waitFor({ state: 'attached' })
  await pressByKeyboard(page, page.getByText('以表格查看'))
  const table = page.getByRole('table', { name: '最近 15 分钟' })
  await table.waitFor()
  assert.match(await table.getByRole('rowheader').first().innerText(), /^\d{2}:\d{2}:\d{2}$/)
  await page.context().close()
})

test('axe finds nothing at keys and lists, or at system health with its table open', async () => {
  const page = await atSection('密钥与名单')
  await assertNoBarriers(page, 'keys and lists')
  await openSection(page, '系统状况')
  await page.getByRole('img').first().waitFor()
  await page.getByText('以表格查看').click()
  await page.getByRole('table', { name: '最近 15 分钟' }).waitFor()
  await assertNoBarriers(page, 'system health')
  await page.context().close()
})

test('neither section is offered to who runs doors', async () => {
  const page = await atConsole(browser, city.url, 'venue-1')
  const links = await page.getByRole('navigation').first().getByRole('link').allInnerTexts()
  assert.deepEqual(links, ['场所与通行规则', '通行口设备', '值守人员'])
  await page.context().close()
})
