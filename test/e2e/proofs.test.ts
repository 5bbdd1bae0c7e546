import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { aDecompressionBomb } from '../hostile-files.ts'
import { assertFits, barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { signIn } from './people.ts'

let city: City
let browser: Browser
const MIB = 1_048_576
const PDF = Buffer.from('%PDF-1.7\nsome pages\n%%EOF\n')

before(async () => {
  city = await aCity()
  browser = await aBrowser()
})
after(async () => {
  await browser?.close()
  await city?.close()
})

async function aPhoto(): Promise<Buffer> {
  return sharp({ create: { width: 80, height: 60, channels: 3, background: '#3366aa' } })
    .png()
    .toBuffer()
}

/** Somebody who has just appealed; answers his page and the appeal's number. */
async function anAppealing(handle: string): Promise<{ page: Page; number: string }> {
  const { page } = await aPhone(browser)
  await signIn(page, city.url, handle, '/')
  await page.getByRole('link', { name: '我要申诉' }).click()
  await page.getByRole('radio', { name: '颜色与实际不符' }).check()
  await page.getByLabel('请写明情况').fill('我那几天没有见过任何人。')
  await page.getByRole('button', { name: '提交申诉' }).click()
  const told = await page.getByText(/已收到您的申诉，编号/).innerText()
  return { page, number: /编号 ([\d ]+)/.exec(told)![1]!.trim() }
}

/** Presses a proof's button and answers what was saved: from where, under which name, and the bytes. */
async function save(page: Page, place = 0): Promise<{ origin: string; url: string; name: string; bytes: Buffer }> {
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: /^打开/ }).nth(place).click()
  const file = await saving
  const { origin } = new URL(file.url())
  return { origin, url: file.url(), name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

test('a photo and a PDF go with an appeal; officer and department save them from another origin, and the person reads who did', async () => {
  const { page, number } = await anAppealing('doubted-1')
  await page.getByText('最多 5 个文件').waitFor()
  await page.getByLabel('选择照片或 PDF').setInputFiles([
    { name: '就诊记录.png', mimeType: 'image/png', buffer: await aPhoto() },
    { name: 'ticket.pdf', mimeType: 'application/pdf', buffer: PDF },
  ])
  await page.getByText(/^照片 ·/).waitFor()
  await page.getByText(/^PDF 文件 ·/).waitFor()
  for (const language of ['EN', '中文']) {
    assert.deepEqual(await barriersOn(page), [], `before ${language}`)
    await page.getByText(language, { exact: true }).click()
  }
  const own = await save(page, 1)
  assert.equal(own.origin, city.url.replace('localhost', 'proofs.localhost'))
  assert.notEqual(own.origin, new URL(city.url).origin)
  assert.deepEqual([own.name, own.bytes.equals(PDF)], ['proof.pdf', true])
  await page.setViewportSize({ width: 320, height: 640 })
  await assertFits(page, 'an appeal with proofs')

  for (const handle of ['appeal-1', 'department-1']) {
    const { page: desk } = await aPhone(browser)
    await signIn(desk, city.url, handle, '/staff')
    await desk.getByRole('link', { name: number }).click()
    await desk.getByRole('button', { name: '查看申诉' }).click()
    await desk.getByText(/^照片 ·/).waitFor()
    const photo = await save(desk)
    assert.equal(photo.origin, own.origin)
    assert.equal(photo.name, 'proof.jpg')
    assert.equal((await sharp(photo.bytes).metadata()).format, 'jpeg')
    assert.deepEqual(await barriersOn(desk), [], handle)
    await desk.context().close()
  }
  await page.goto(`${city.url}/readings`)
  await page.getByText('查看您申诉所附的证明').first().waitFor()
  await page.getByText('核查时查看您申诉所附的证明').first().waitFor()
  await page.context().close()
})

test('hostile files are refused in words, nothing of them runs, and the good one beside them arrives', async () => {
  const { page } = await anAppealing('doubted-2')
  const dialogs: string[] = []
  page.on('dialog', (dialog) => void dialogs.push(dialog.message()))
  const script = '<script>alert(document.domain)</script>'
  await page.getByLabel('选择照片或 PDF').setInputFiles([
    {
      name: 'drawing.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
    },
    { name: 'page.png', mimeType: 'image/png', buffer: Buffer.from(`<html>${script}</html>`) },
    { name: 'bomb.png', mimeType: 'image/png', buffer: aDecompressionBomb() },
    { name: 'good.png', mimeType: 'image/png', buffer: await aPhoto() },
  ])
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-proofs-'))
  await writeFile(join(folder, 'film.pdf'), PDF)
  await truncate(join(folder, 'film.pdf'), 50 * MIB)
  await page.getByText(/^照片 ·/).waitFor()
  await page.getByLabel('选择照片或 PDF').setInputFiles(join(folder, 'film.pdf'))
  for (const [name, why] of [
    ['drawing.svg', '证明材料须为'],
    ['page.png', '证明材料须为'],
    ['bomb.png', '读取'],
    ['film.pdf', '超过 10 MB'],
  ] as const) {
    const told = page.getByRole('alert').filter({ hasText: name })
    await told.waitFor()
    assert.ok((await told.innerText()).includes(why), `${name}: ${await told.innerText()}`)
  }
  assert.equal(await page.getByRole('button', { name: '再传一次' }).count(), 0, 'none of them will do another time')
  const refused = page.getByRole('alert').filter({ hasText: 'drawing.svg' })
  await refused.getByRole('button', { name: '知道了' }).click()
  await refused.waitFor({ state: 'detached' })
  await rm(folder, { recursive: true })
  assert.equal(await page.getByRole('button', { name: /^打开/ }).count(), 1)
  assert.deepEqual(dialogs, [])
  await page.context().close()
})

test('a file that did not arrive is sent again and kept once, and its address opens nothing elsewhere or altered', async () => {
  const { page } = await anAppealing('green-2')
  await page.getByText('还没有附证明材料').waitFor()
  await page.context().setOffline(true)
  await page
    .getByLabel('选择照片或 PDF')
    .setInputFiles([{ name: 'ticket.pdf', mimeType: 'application/pdf', buffer: PDF }])
  await page.getByText(/ticket.pdf 没有上传：/).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: '再传一次' }).click()
  await page.getByText(/^PDF 文件 ·/).waitFor()
  assert.equal(await page.getByText(/没有上传/).count(), 0)

  const { url } = await save(page)
  assert.equal(await statusOf(url.replace('proofs.', '')), 404)
  assert.equal(await statusOf(url.replace(/.{4}$/, 'AAAA')), 404)
  assert.equal(await statusOf(url), 200)
  await page.context().close()
})

/** Asks as somebody without a session; only a browser knows where a name below localhost leads. */
async function statusOf(url: string): Promise<number | undefined> {
  const { host, port, pathname } = new URL(url)
  const asking = get({ host: '127.0.0.1', port, path: pathname, headers: { host } })
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode
}
