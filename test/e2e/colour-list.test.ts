import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { instant, MINUTE, SECOND } from '../../core/instant.ts'
import { demoStay } from '../../server/demo/area-lists.ts'
import { newId } from '../../web/kit/form/new-id.ts'
import { aBrowser } from './browser.ts'
import { aCity, type City } from './city.ts'
import { aShowingPhone } from './showing-phone.ts'

// What an open code page does with the colour list, which a CDN of another origin spreads here.

/** From look to look of an open page, where chance says the middle between 60 and 90 s. */
const LOOK_MS = 75 * SECOND
const THINKING_MS = 500

let city: City
let browser: Browser
let listDir: string
/** Every request that reached the CDN, with its answer. */
let spread: { path: string; status: number; cookie: boolean }[]
/** What the CDN answers in the place of a file: altered bytes, or nothing at all. */
let instead: ((file: Buffer) => Buffer | undefined) | undefined

const cdn = createServer(async (request, response) => {
  const path = request.url!.slice('/list'.length)
  const kept = await readFile(join(listDir, path)).catch(() => undefined)
  const file = kept && instead ? instead(kept) : kept
  const etag = `"${createHash('sha256')
    .update(file ?? '')
    .digest('hex')}"`
  const status = file === undefined ? 404 : request.headers['if-none-match'] === etag ? 304 : 200
  spread.push({ path, status, cookie: request.headers.cookie !== undefined })
  response.writeHead(status, { etag, 'cache-control': 'public, max-age=60', 'access-control-allow-origin': '*' })
  response.end(status === 200 ? file : undefined)
})

before(async () => {
  listDir = await mkdtemp(join(tmpdir(), 'suishenma-list-'))
  cdn.listen(0, '127.0.0.1')
  await once(cdn, 'listening')
  const { port } = cdn.address() as AddressInfo
  city = await aCity({ LIST_DIR: listDir, LIST_URL: `http://127.0.0.1:${port}/list` })
  browser = await aBrowser()
})
after(async () => {
  await browser?.close()
  await city?.close()
  cdn.close()
  await rm(listDir, { recursive: true, force: true })
})

/** A phone with somebody's green code whose timers wait for the test, and what it asks of the city. */
async function anOpenPage(handle: string): Promise<{ page: Page; asked: string[]; codes: () => number }> {
  spread = []
  instead = undefined
  const asked: string[] = []
  const { page, codes } = await aShowingPhone(browser, {
    url: city.url,
    handle,
    clock: Date.now(),
    async begin(page) {
      await page.addInitScript(() => (Math.random = () => 0.5))
      page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    },
  })
  await page.waitForLoadState('networkidle')
  return { page, asked, codes }
}

/** Lets time pass until the page looks into the list, and waits until it has thought about it. */
async function look(page: Page): Promise<void> {
  const before = spread.length
  for (let tries = 0; tries < 3 && spread.length === before; tries += 1) {
    // No further: requests go on in our time, and what is left of the page's time would be too long for them.
    await page.clock.runFor(LOOK_MS)
    await isSoon(() => spread.length > before)
  }
  assert.ok(spread.length > before, 'the page looked')
  await pause(THINKING_MS)
}

/** Somebody declares a stay that makes him yellow, as from another device. */
async function turnYellow(page: Page): Promise<void> {
  const stays = [demoStay(instant(Date.now()), 'medium')]
  const answer = await page.request.post(`${city.url}/api/declarations/stays`, {
    data: { declarationId: newId(), stays },
  })
  assert.equal(((await answer.json()) as { colour: string }).colour, 'yellow')
}

const countOf = (asked: readonly string[], path: string): number => asked.filter((one) => one === path).length

test('a colour that changes reaches an open page through the list within a minute and a half; until then the server is asked for nothing', async () => {
  const { page, asked, codes } = await anOpenPage('green-1')
  assert.deepEqual(
    asked.filter((path) => /list|own-shard|^\/keys/.test(path)),
    [],
    'nothing of the list is in the first view',
  )
  await look(page)
  await look(page)
  const [first, second] = spread
  assert.match(first!.path, /^\/\d+\/\d+$/)
  assert.equal(second!.path, first!.path, 'its own shard and no other')
  assert.deepEqual(
    spread.map(({ cookie }) => cookie),
    [false, false],
  )
  assert.equal(countOf(asked, '/list/index'), 1)
  assert.equal(countOf(asked, '/api/me'), 1, 'only when the page was opened')

  const shard = await readFile(join(listDir, first!.path))
  await turnYellow(page)
  await untilTrue(async () => !(await readFile(join(listDir, first!.path))).equals(shard))
  const before = codes()
  await look(page)
  await page.getByRole('heading', { name: '黄码', level: 1 }).waitFor()
  await page.getByText('为什么是黄码').waitFor()
  assert.equal(countOf(asked, '/api/me'), 2)
  assert.equal(codes() - before, 1)
  await page.context().close()
})

test('a list that did not change is not sent again', async () => {
  const { page } = await anOpenPage('green-2')
  for (let looks = 0; looks < 3; looks += 1) await look(page)
  assert.ok(spread.some(({ status }) => status === 304))
  await page.context().close()
})

for (const [what, file] of [
  ['is forged', (file: Buffer) => Buffer.from(file.with(file.length - 70, file[file.length - 70]! ^ 1))],
  ['is cut off', (file: Buffer) => file.subarray(0, -1)],
  ['is no list', () => Buffer.from('<html>404</html>')],
  ['is missing', () => undefined],
] as const) {
  test(`a list that ${what} changes nothing on the screen, and the server is asked when it stays so`, async () => {
    const { page, asked, codes } = await anOpenPage('green-3')
    instead = file
    const before = codes()
    await look(page)
    assert.equal(countOf(asked, '/api/me'), 1)
    for (let looks = 0; looks < 3; looks += 1) await look(page)
    await untilTrue(() => countOf(asked, '/api/me') === 2)
    assert.ok(await page.getByRole('heading', { name: '绿码', level: 1 }).isVisible())
    assert.ok(await page.locator('#qr').isVisible())
    assert.equal(await page.getByText('离线').count(), 0)
    assert.equal(codes(), before)
    await page.context().close()
  })
}

test('a page that comes back looks at once, and asks the server, too, after ten minutes', async () => {
  const { page, asked } = await anOpenPage('green-3')
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await untilTrue(() => spread.length === 1)
  assert.equal(countOf(asked, '/api/me'), 1)
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { configurable: true, get: () => true }))
  await page.clock.runFor(10 * MINUTE)
  assert.equal(countOf(asked, '/api/me'), 1, 'nobody looks: nothing is asked')
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => false })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await untilTrue(() => countOf(asked, '/api/me') === 2)
  await page.context().close()
})

test('when the key of its code is withdrawn, an open page sees it by the list and makes a code anew', async () => {
  const { page, codes } = await anOpenPage('green-3')
  await look(page)
  const { path } = spread[0]!
  const shard = await readFile(join(listDir, path))
  const { keys } = (await (await fetch(`${city.url}/keys`)).json()) as { keys: { kid: string }[] }
  const signer = keys.find(({ kid }) => shard.includes(Buffer.from(kid, 'hex')))!
  const token = (await readFile(join(city.dataDir, 'operator.token'), 'utf8')).trim()
  const answer = await fetch(`${city.url}/api/operator/issuing-keys/withdraw`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ keyId: signer.kid }),
  })
  assert.deepEqual(await answer.json(), { outcome: 'withdrawn' })
  await untilTrue(async () => !(await readFile(join(listDir, path))).equals(shard))
  const before = codes()
  await look(page)
  await untilTrue(() => codes() - before === 1)
  await page.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  await look(page)
  assert.equal(codes() - before, 1, 'once')
  await page.context().close()
})

async function untilTrue(ask: () => boolean | Promise<boolean>): Promise<void> {
  if (!(await isSoon(ask, 20 * SECOND))) throw new Error('it did not become true within 20 seconds')
}

async function isSoon(ask: () => boolean | Promise<boolean>, withinMs = 3 * SECOND): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (!(await ask())) {
    if (performance.now() > deadline) return false
    await pause(50)
  }
  return true
}
