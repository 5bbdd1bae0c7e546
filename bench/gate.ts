import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { deleteEmbeddedPostgres, startEmbeddedPostgres } from '../server/kit/embedded-postgres.ts'
import { aBrowser, aPhone } from '../test/e2e/browser.ts'
import { filmCodes } from '../test/e2e/camera.ts'
import { aCity, type City } from '../test/e2e/city.ts'
import { beginShift, enrolAtDemo } from '../test/e2e/guard.ts'
import { issuedCodes } from '../test/e2e/issued-codes.ts'
import { ensureChromium } from '../tools/chromium.ts'
import { median, type Figure, type Group } from './figure.ts'

/** A slow phone: the page's processor six times slower. Its workers, which find codes and hold the lists, are slowed by no tool. */
const CPU_SLOWER = 6
const STARTS = 7
const SCANS = 41
const SECONDS_A_CODE = 3

export const group: Group = {
  name: 'gate',
  async measure() {
    process.env.CHROMIUM_PATH ??= await ensureChromium()
    const dataDir = await mkdtemp(join(tmpdir(), 'suishenma-bench-'))
    const film = join(dataDir, 'camera.y4m')
    const postgres = await startEmbeddedPostgres({ dataDir, random: randomBytes })
    process.env.TEST_DATABASE = JSON.stringify(postgres.connection)
    const city = await aCity({ REQUEST_LOG: '0' })
    const citizens = await aBrowser()
    try {
      await filmCodes(citizens, [undefined], { file: film, seconds: 1 })
      const guards = await aBrowser({ camera: film })
      try {
        return await measureGate({ citizens, guards, city, film })
      } finally {
        await guards.close()
      }
    } finally {
      await citizens.close()
      await city.close()
      await postgres.stop()
      await deleteEmbeddedPostgres(dataDir)
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}

interface Bench {
  readonly citizens: Browser
  readonly guards: Browser
  readonly city: City
  readonly film: string
}

/** Without a network, as a gate has to: nothing of the figures is the server's. */
async function measureGate({ citizens, guards, city, film }: Bench): Promise<Figure[]> {
  const codes = await issuedCodes(citizens, city.url, { handle: 'green-1', count: SCANS })
  const { page, context } = await aPhone(guards, { camera: true })
  await enrolAtDemo(page, city.url, '演示公园')
  await beginShift(page)
  await page.getByText('名单 刚刚更新').waitFor()
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  await page.close()
  await context.setOffline(true)

  const starts: number[] = []
  for (let start = 0; start < STARTS; start += 1) starts.push(await coldStart(context, city.url))

  const begin = Date.now()
  const shown = await Promise.all(codes.map((show, place) => show(begin + place * SECONDS_A_CODE * 1_000)))
  await filmCodes(citizens, shown, { file: film, seconds: SECONDS_A_CODE })
  const decisions = await decide(context, city.url)
  const atMost = { bound: 'value-at-most', ratio: undefined } as const
  return [
    { name: 'gate.decision_p95_ms', value: percentile95(decisions), unit: 'ms', limit: 300, ...atMost },
    { name: 'gate.cold_start_s', value: median(starts) / 1_000, unit: 's', limit: 3, ...atMost },
  ]
}

/** From opening the installed page to a camera that looks and lists that are there, in milliseconds. */
async function coldStart(context: BrowserContext, url: string): Promise<number> {
  const page = await aSlowPage(context)
  await page.addInitScript(() => {
    const isReady = () => document.querySelector('.camera-frame') && document.body.innerText.includes('名单 刚刚')
    const timer = setInterval(() => {
      if (!isReady()) return
      clearInterval(timer)
      console.debug('gate-ready', performance.now())
    }, 20)
  })
  const said = page.waitForEvent('console', (message) => message.text().startsWith('gate-ready'))
  await page.goto(`${url}/guard`, { waitUntil: 'commit' })
  const ms = Number((await said).text().split(' ')[1])
  await page.close()
  return ms
}

/** From the frame in which a code stands to the answer on the screen, for each of the codes, in milliseconds. */
async function decide(context: BrowserContext, url: string): Promise<number[]> {
  const page = await aSlowPage(context)
  await page.addInitScript(() => {
    let frameAt = 0
    const { drawImage } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.drawImage = function (...told: unknown[]) {
      frameAt = performance.now()
      Reflect.apply(drawImage, this, told)
    }
    let answered: Element | null = null
    new MutationObserver(() => {
      const word = document.querySelector('#answer-word')
      if (word === answered) return
      answered = word
      if (!word) return
      const read = frameAt
      // On the screen it is with the frame after.
      requestAnimationFrame(() => setTimeout(() => console.debug('gate-decided', performance.now() - read)))
      const key = { key: 'Escape', bubbles: true }
      setTimeout(() => document.body.dispatchEvent(new KeyboardEvent('keydown', key)), 500)
    }).observe(document, { childList: true, subtree: true })
  })
  const decisions: number[] = []
  const done = page.waitForEvent('console', {
    predicate(message) {
      if (message.text().startsWith('gate-decided')) decisions.push(Number(message.text().split(' ')[1]))
      return decisions.length === SCANS - 1
    },
    timeout: 2 * SCANS * SECONDS_A_CODE * 1_000,
  })
  await page.goto(`${url}/guard`, { waitUntil: 'commit' })
  await done
  await page.close()
  return decisions
}

async function aSlowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  return page
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!
}
