import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after as afterAll, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { KeyList } from '../../contract/codes.ts'
import {
  after,
  day,
  DAY_LENGTH,
  dayOf,
  HOUR,
  instant,
  MINUTE,
  SECOND,
  startOfDay,
  type Instant,
} from '../../core/instant.ts'
import { makeVerifier } from '../../core/verifier.ts'
import { aBrowser, aPhone, aKeptPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { CODE_PICTURE } from './guard.ts'
import { signIn } from './people.ts'
import { readCode } from './shown-code.ts'
import { shown } from './showing-phone.ts'

let city: City
let browser: Browser

before(async () => {
  city = await aCity()
  browser = await aBrowser()
})
afterAll(async () => {
  await browser?.close()
  await city?.close()
})

test('with the server stopped a phone shows the code it has, with its age, and makes new proofs', async () => {
  const { page } = await aPhone(browser)
  await signIn(page, city.url, 'green-1')
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  await city.stop()

  await page.reload()
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await page.getByText('离线').waitFor()
  const before = await page.locator('#qr').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  await page.waitForFunction(
    (old) => (document.querySelector('#qr') as HTMLCanvasElement).toDataURL() !== old,
    before,
    { timeout: 20_000 },
  )

  await city.start()
  await page.reload()
  await page.getByText('刚刚更新').waitFor()
  assert.equal(await page.getByText('离线').count(), 0)
})

/** Switches a phone on at a moment of its own clock, and opens the city's page: nothing of it is running any more. */
async function switchOn(folder: string, at: Instant): Promise<{ context: BrowserContext; page: Page }> {
  const phone = await aKeptPhone(folder)
  await phone.page.clock.install({ time: at })
  await phone.page.goto(city.url)
  return phone
}

test('with the server gone a phone shows its code for the rest of its day and all the next one, whenever it is switched on, then says kindly that it ran out, and gets one by itself when the server is back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-phone-'))
  const first = await aKeptPhone(folder)
  await signIn(first.page, city.url, 'green-2')
  await shown(first.page)
  await first.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  const issuedAt = instant(Date.now())
  const end = startOfDay(day(dayOf(issuedAt) + 2))
  const { keys } = (await (await fetch(`${city.url}/keys`)).json()) as KeyList
  const verify = makeVerifier({ keys, subtle: crypto.subtle, acceptsDemo: true })
  await first.context.close()
  await city.stop()

  for (const [at, validity] of [
    [after(end, -DAY_LENGTH - MINUTE), '明天 24:00'],
    [after(end, -DAY_LENGTH), '今天 24:00'],
    [after(end, -12 * HOUR), '今天 24:00'],
    [after(end, -MINUTE), '今天 24:00'],
  ] as const) {
    const { context, page } = await switchOn(folder, at)
    await page.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
    await page.getByText('离线').waitFor()
    const line = await page.locator('#validity').innerText()
    assert.ok(line.endsWith(`本机有效至 ${validity}`), line)
    const hours = Number(/(\d+) 小时前更新/.exec(line)?.[1] ?? 24 * Number(/(\d+) 天前更新/.exec(line)?.[1] ?? 0))
    assert.ok(Math.abs(hours - (at - issuedAt) / HOUR) < 24, line)
    const verdict = await verify(await readCode(page.locator(CODE_PICTURE), browser), at)
    assert.ok(verdict.genuine === true && verdict.kind === 'presentation', JSON.stringify(verdict))
    await context.close()
  }

  const last = await switchOn(folder, after(end, -30 * SECOND))
  await last.page.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  await last.page.clock.runFor(45 * SECOND)
  await last.page.getByRole('heading', { name: '本机的码已过期' }).waitFor()
  await last.context.close()

  const { context, page } = await switchOn(folder, after(end, HOUR))
  await page.getByRole('heading', { name: '本机的码已过期' }).waitFor()
  await page.getByText('不需要重新申请').waitFor()
  assert.equal(await page.locator('#qr').isVisible(), false)
  await city.start()
  await page.clock.runFor(20 * SECOND)
  await shown(page)
  const verdict = await verify(await readCode(page.locator(CODE_PICTURE), browser), Date.now())
  assert.equal(verdict.genuine, true)
  await context.close()
  await rm(folder, { recursive: true })
})

test('the help page answers without signing in, and each page is reachable with no name in its address', async () => {
  const { page } = await aPhone(browser)
  await page.goto(`${city.url}/help`)
  await page.getByRole('heading', { name: '帮助', level: 1 }).waitFor()
  assert.ok((await page.getByRole('heading').count()) >= 11, 'ten questions, and what each colour means')
  await page.getByRole('button', { name: 'EN' }).click()
  await page
    .getByRole('heading', { name: /colour/i })
    .first()
    .waitFor()
})
