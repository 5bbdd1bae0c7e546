import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { instant } from '../../core/instant.ts'
import { demoStay } from '../../server/demo/area-lists.ts'
import { newId } from '../../web/kit/form/new-id.ts'
import { aBrowser, aPhone } from './browser.ts'
import { filmCodes } from './camera.ts'
import { aCity, type City } from './city.ts'
import { beginShift, enrolAtDemo, scanByKeys } from './guard.ts'
import { issueCode } from './issued-codes.ts'
import { signIn } from './people.ts'

// A gate that has the server and no newer lists: whoever spreads them is down.

let city: City
let browser: Browser
let listDir: string
let isCdnUp = true
const picture = join(tmpdir(), `camera-${randomUUID()}.y4m`)

const cdn = createServer(async (request, response) => {
  const file = await readFile(join(listDir, request.url!.slice('/list'.length))).catch(() => undefined)
  const status = !isCdnUp ? 503 : file === undefined ? 404 : 200
  response.writeHead(status, { 'access-control-allow-origin': '*' }).end(status === 200 ? file : undefined)
})

before(async () => {
  listDir = await mkdtemp(join(tmpdir(), 'suishenma-list-'))
  cdn.listen(0, '127.0.0.1')
  await once(cdn, 'listening')
  const { port } = cdn.address() as AddressInfo
  city = await aCity({ LIST_DIR: listDir, LIST_URL: `http://127.0.0.1:${port}/list` })
  const plain = await aBrowser()
  await filmCodes(plain, [undefined], { file: picture, seconds: 5 })
  await plain.close()
  browser = await aBrowser({ camera: picture })
})
after(async () => {
  await browser?.close()
  await city?.close()
  cdn.close()
  await rm(listDir, { recursive: true, force: true })
  await rm(picture, { force: true })
})

test('what the lists of a gate do not know yet the server corrects on the screen, and one entry says so', async () => {
  const { page: citizen, context } = await aPhone(browser)
  await signIn(citizen, city.url, 'green-1')
  const code = await issueCode(context, city.url)
  const { page } = await aPhone(browser, { camera: true })
  await enrolAtDemo(page, city.url, '演示服务大厅')
  await beginShift(page)
  await page.getByText('名单 刚刚更新').waitFor()
  isCdnUp = false
  await declareStay(context)

  // The server's word is held back until the device's own answer has been read.
  let tellServersWord = () => {}
  const isRead = new Promise<void>((resolve) => (tellServersWord = resolve))
  await page.route('**/api/verify', async (route) => {
    await isRead
    await route.continue()
  })
  await scanByKeys(page, await code(Date.now()))
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await page.getByText('由本机名单核验').waitFor()
  tellServersWord()
  tellServersWord()
  await page.getByRole('heading', { name: '不能进入' }).waitFor()
  await page.getByText('已更正：以服务器为准').waitFor()
  await page.getByText('黄码').first().waitFor()
  await page.getByText('待传 0', { exact: true }).waitFor()
  const { rows } = await city.pool.query('select shown, decision from entry')
  assert.deepEqual(rows, [{ shown: 'yellow', decision: 'refused' }])
  await page.context().close()
  await context.close()
})

/** Whoever is signed in declares a stay that makes him yellow. */
async function declareStay(context: BrowserContext): Promise<void> {
  const stays = [demoStay(instant(Date.now()), 'medium')]
  const data = { declarationId: newId(), stays }
  const answer = await context.request.post(`${city.url}/api/declarations/stays`, { data })
  assert.equal(((await answer.json()) as { colour: string }).colour, 'yellow')
}

test('where the camera has a lamp the guard switches it on and off, and a camera without one offers none', async () => {
  const { page } = await aPhone(browser, { camera: true })
  await enrolAtDemo(page, city.url, '演示服务大厅')
  await beginShift(page)
  await page.locator('video').waitFor()
  assert.equal(await page.getByRole('button', { name: '补光灯' }).count(), 0)

  // The fake camera has no lamp: one is added to it where the browser tells what a camera can do.
  await page.addInitScript(() => {
    const asked: unknown[] = []
    Object.assign(window, { asked })
    const { getCapabilities } = MediaStreamTrack.prototype
    MediaStreamTrack.prototype.getCapabilities = function () {
      return { ...getCapabilities.call(this), torch: true }
    }
    MediaStreamTrack.prototype.applyConstraints = async (constraints) => void asked.push(constraints?.advanced?.[0])
  })
  await page.reload()
  const lamp = page.getByRole('button', { name: '补光灯' })
  await lamp.click()
  await page.getByRole('button', { name: '补光灯', pressed: true }).click()
  await page.getByRole('button', { name: '补光灯', pressed: false }).waitFor()
  assert.deepEqual(await page.evaluate('asked'), [{ torch: true }, { torch: false }])
  await page.context().close()
})
