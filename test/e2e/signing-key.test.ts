import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { typed } from '../a-terminal.ts'
import { aKeyPair, derSignature } from '../signers.ts'
import { assertFits, barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
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

/** The command line on the program's machine. */
async function operate(...words: string[]): Promise<string> {
  const server = words[0] === 'organisation' ? [] : ['--server', city.url]
  const ran = await typed([...words, ...server], { env: { LANG: 'en_GB.UTF-8', DATA_DIR: city.dataDir } })
  assert.equal(ran.exitCode, 0, ran.complained)
  return ran.printed
}

async function open(page: Page, handle: string): Promise<void> {
  await signIn(page, city.url, handle, '/staff#signing-key')
  await page.getByRole('heading', { name: '签名密钥' }).waitFor()
}

function keyIdOn(page: Page): Promise<string | null> {
  return page.locator('code').textContent()
}

test('in the demo an officer makes a key by keyboard, it is enrolled at once, and nobody reads it out of the browser', async () => {
  const { page, context } = await aPhone(browser)
  await open(page, 'officer-1')
  await pressByKeyboard(page, page.getByRole('button', { name: '生成签名密钥' }))
  await page.getByText(/已登记，有效至 \d{4}-\d{2}-\d{2}/).waitFor()
  await page.getByText('演示：单位的根密钥在本程序手中').waitFor()
  const keyId = await keyIdOn(page)

  const readOut = await page.evaluate(async () => {
    const opened = indexedDB.open('officer')
    await new Promise((done) => (opened.onsuccess = done))
    const asked = opened.result.transaction('key').objectStore('key').getAll()
    await new Promise((done) => (asked.onsuccess = done))
    const { privateKey } = asked.result[0] as { privateKey: CryptoKey }
    const tries = (['pkcs8', 'jwk'] as const).map((format) =>
      crypto.subtle.exportKey(format, privateKey).then(
        () => 'read out',
        (error: DOMException) => error.name,
      ),
    )
    return [privateKey.extractable, ...(await Promise.all(tries))]
  })
  assert.deepEqual(readOut, [false, 'InvalidAccessError', 'InvalidAccessError'])

  // It is there at the next visit, and in no other browser.
  await page.reload()
  await page.getByText(/已登记，有效至/).waitFor()
  assert.equal(await keyIdOn(page), keyId)
  const other = await aPhone(browser)
  await open(other.page, 'officer-1')
  await other.page.getByText('您在另一个浏览器中有一个密钥').waitFor()
  await other.page.getByText(`吊销密钥 ${keyId}`).waitFor()
  await context.close()
  await other.context.close()
})

test('two officers who share a browser have each a key of their own', async () => {
  const { page, context } = await aPhone(browser)
  const keys = new Set<string | null>()
  for (const handle of ['officer-1', 'officer-2']) {
    await open(page, handle)
    await page.getByRole('button', { name: '生成签名密钥' }).click()
    await page.getByText(/已登记，有效至/).waitFor()
    keys.add(await keyIdOn(page))
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('heading', { name: '工作人员登录' }).waitFor()
  }
  assert.equal(keys.size, 2)
  await open(page, 'officer-1')
  await page.getByText(/已登记，有效至/).waitFor()
  assert.ok(keys.has(await keyIdOn(page)))
  await context.close()
})

test('elsewhere a key waits until the organisation has signed the text that the page hands over, and ends when it is revoked', async () => {
  const root = aKeyPair()
  const pem = join(city.dataDir, 'root-public.pem')
  await writeFile(pem, createPublicKey(root.privateKey).export({ format: 'pem', type: 'spki' }))
  const names = ['--name-zh', '真区疾控中心', '--name-en', 'Centre for Disease Control of a district']
  const added = await operate('organisation', 'add', ...names, '--root-key', pem, '--json')
  const { organisationId } = JSON.parse(added) as { organisationId: string }
  const letIn = ['--organisation', organisationId, '--name', '周医生', '--role', 'health-officer', '--json']
  const { code } = JSON.parse(await operate('staff', 'add', ...letIn)).code as { code: string }

  const { page, context } = await aPhone(browser)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, city.url, 'new-8', '/staff#signing-key')
  await page.getByLabel('开通码').fill(code)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('heading', { name: '签名密钥' }).waitFor()
  await page.getByText('真区疾控中心').waitFor()
  await page.route('**/api/signing-keys', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  await page.getByRole('button', { name: '生成签名密钥' }).click()
  // The key is kept although the request got lost, and is asked for as it is.
  await page.getByRole('button', { name: '提交登记申请' }).waitFor()
  await page.unroute('**/api/signing-keys')
  await page.getByRole('button', { name: '提交登记申请' }).click()
  await page.getByText('等待单位签名').waitFor()
  await assertAccessible(page)

  const text = await page.getByLabel('登记书').inputValue()
  await page.getByRole('button', { name: '复制' }).click()
  await page.getByText('已复制').waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载' }).click(),
  ])
  const file = join(city.dataDir, download.suggestedFilename())
  await download.saveAs(file)
  assert.equal(await readFile(file, 'utf8'), text)

  await writeFile(`${file}.sig`, derSignature(root, text))
  await operate('key', 'enrol', file, `${file}.sig`)
  await page.getByRole('button', { name: '查询是否已登记' }).click()
  await page.getByText(/已登记，有效至/).waitFor()
  await assertAccessible(page)

  await operate('organisation', 'revoke', (await keyIdOn(page)) ?? '')
  await page.reload()
  await page.getByText('密钥已被吊销').waitFor()
  await page.getByRole('button', { name: '生成新密钥' }).click()
  await page.getByText('等待单位签名').waitFor()
  await context.close()
})

/** No barrier that axe finds and no scrolling sideways at 320 points, in Chinese and in English. */
async function assertAccessible(page: Page): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  for (const language of ['EN', '中文']) {
    await page.getByRole('button', { name: language === 'EN' ? 'Switch to English' : '切换到中文' }).click()
    assert.deepEqual(await barriersOn(page), [])
    await assertFits(page, 'the page')
  }
  if (before) await page.setViewportSize(before)
}
