import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import decodeQr from 'qr/decode.js'
import type { KeyList } from '../contract/codes.ts'
import { hex } from '../core/bytes.ts'
import { readPublishedKey } from '../core/code/published-key.ts'
import { verifyCode } from '../core/code/verify.ts'
import { instant } from '../core/instant.ts'
import { nodeCrypto } from '../server/kit/code-crypto.ts'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { aBrowser } from '../test/e2e/browser.ts'
import { aCity, type City } from '../test/e2e/city.ts'
import { signIn } from '../test/e2e/people.ts'
import { ensureChromium } from '../tools/chromium.ts'
import { median, type Figure, type Group } from './figure.ts'

const ROUNDS = 7
/** A slow phone on a slow network: processor six times slower, 1.6 Mbit/s, 150 ms there and back. */
const CPU_SLOWER = 6
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 }

export const group: Group = {
  name: 'page',
  async measure() {
    process.env.CHROMIUM_PATH ??= await ensureChromium()
    const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
    const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
    process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
    const city = await aCity({ REQUEST_LOG: '0' })
    const browser = await aBrowser()
    try {
      return await measurePages(browser, city)
    } finally {
      await browser.close()
      await city.close()
      await postgres.stop()
      await deleteEmbeddedPostgres(dataDir)
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}

async function measurePages(browser: Browser, city: City): Promise<Figure[]> {
  const home = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 })
  const first = await home.newPage()
  await signIn(first, city.url, 'green-1')
  await first.locator('#qr').waitFor()
  // The worker registers 2 s after the first view and then keeps the shell.
  await first.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  const session = (await home.cookies()).filter((cookie) => cookie.name === 'session')

  const back: number[] = []
  const fresh: number[] = []
  const bare: number[] = []
  let bytes = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    back.push((await painted(home, city, round === 0)).ms)
    const phone = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 })
    await phone.addCookies(session)
    const opened = await painted(phone, city, round === 0)
    fresh.push(opened.ms)
    bytes = Math.max(bytes, opened.bytes)
    bare.push(await barePage(phone, city))
    await phone.close()
  }
  await home.close()
  const floor = median(bare)
  return [
    figure('page.code_painted_ms', median(back), { unit: 'ms', limit: 800, ratio: median(back) / floor }),
    figure('page.first_code_ms', median(fresh), { unit: 'ms', limit: 1_200, ratio: median(fresh) / floor }),
    figure('page.citizen_kb', bytes / 1_000, { unit: 'kB', limit: 25, ratio: undefined }),
  ]
}

function figure(name: string, value: number, told: { unit: string; limit: number; ratio: number | undefined }): Figure {
  return { name, value, ...told, bound: 'value-at-most' }
}

/**
 * Opens the code page on the slow phone, in a browser that is running already: when the code had been painted, and the bodies as
 * they travelled (gzip where the server has it), with scripts, pictures and the answers to the page's own calls.
 */
async function painted(context: BrowserContext, city: City, checks: boolean): Promise<{ ms: number; bytes: number }> {
  const page = await aSlowPage(context, city)
  const finished: Promise<number>[] = []
  page.on('requestfinished', (request) => finished.push(request.sizes().then((sizes) => sizes.responseBodySize)))
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      if (list.getEntriesByName('code-painted').length === 0) return
      // The mark is set when the code is drawn; on the screen it is with the frame after.
      requestAnimationFrame(() => setTimeout(() => console.debug('code-on-screen', performance.now())))
    }).observe({ entryTypes: ['mark'] })
  })
  // The page says it by itself: asking it would have the test tool's own large script compiled in the slow page (200 ms).
  const said = page.waitForEvent('console', (message) => message.text().startsWith('code-on-screen'))
  await page.goto(city.url, { waitUntil: 'commit' })
  const ms = Number((await said).text().split(' ')[1])
  if (checks) await assertAccepted(page, city)
  await page.waitForLoadState('networkidle')
  const bytes = (await Promise.all(finished)).reduce((sum, size) => sum + size, 0)
  await page.close()
  return { ms, bytes }
}

/** The baseline: one line of text from the same server over the same network, painted. */
async function barePage(context: BrowserContext, city: City): Promise<number> {
  const page = await aSlowPage(context, city)
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) console.debug(name, startTime)
    }).observe({ type: 'paint', buffered: true })
  })
  const said = page.waitForEvent('console', (message) => message.text().startsWith('first-contentful-paint'))
  await page.goto(`${city.url}/problems/not-found`, { waitUntil: 'commit' })
  const ms = Number((await said).text().split(' ')[1])
  await page.close()
  return ms
}

/** A page of a running browser that was at our site before, as after signing in; from now on slow. */
async function aSlowPage(context: BrowserContext, city: City): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${city.url}/problems/unavailable`)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', NETWORK)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  return page
}

/** Throws unless what stands on the screen is a code that verifies. */
async function assertAccepted(page: Page, city: City): Promise<void> {
  const picture = await page.locator('#qr').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
    return { width, height, data: Array.from(data) }
  })
  const text = decodeQr({ ...picture, data: Uint8ClampedArray.from(picture.data) })
  const { keys } = (await (await fetch(`${city.url}/keys`)).json()) as KeyList
  const verdict = await verifyCode(text, {
    now: instant(Date.now()),
    keyOf: (kid) => keys.map((key) => readPublishedKey(key as never)!).find((key) => hex(key.kid) === kid),
    crypto: nodeCrypto(),
    acceptsDemo: true,
  })
  if (verdict.genuine !== true) throw new Error(`the code on the screen is not accepted: ${JSON.stringify(verdict)}`)
}
