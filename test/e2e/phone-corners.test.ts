import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page, Route } from 'playwright-core'
import { DAY_LENGTH, MINUTE, SECOND } from '../../core/instant.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { CODE_PICTURE } from './guard.ts'
import { signIn } from './people.ts'
import { aGate, readCode, type Gate } from './shown-code.ts'
import { aShowingPhone, loseKept, moveTime, shown, turn } from './showing-phone.ts'

// The corners of a phone's life with its code: a new day, a clock that is wrong, storage that the browser took away.

let city: City
let browser: Browser
let gate: Gate

before(async () => {
  city = await aCity()
  browser = await aBrowser()
  gate = await aGate(browser, city.url)
})
after(async () => {
  await browser?.close()
  await city?.close()
})

async function assertAccepted(page: Page): Promise<void> {
  const said = await gate(await readCode(page.locator(CODE_PICTURE)))
  assert.ok(said.kind === 'colour' && said.colour === 'green', JSON.stringify(said))
}

for (const [what, loss] of [
  ['whose key the browser has lost', 'keys'],
  ['whose credential is gone while its key is there', 'bytes'],
  ['whose stored code was evicted', 'all'],
] as const) {
  test(`a phone ${what} makes a new key and credential by itself, once, and its code is accepted`, async () => {
    const { page, codes } = await aShowingPhone(browser, { url: city.url, handle: 'green-1' })
    assert.ok((await loseKept(page, city.url, loss)) > 0, 'something was kept, and is lost now')
    const before = codes()
    await page.goto(city.url)
    await shown(page)
    assert.equal(codes() - before, 1)
    await assertAccepted(page)
    await page.context().close()
  })
}

test('a phone whose local storage was emptied, and not its database, shows its code again', async () => {
  const { page } = await aShowingPhone(browser, { url: city.url, handle: 'green-1' })
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await shown(page)
  await assertAccepted(page)
  await page.context().close()
})

test('a phone that comes when too many are there reads an apology, and shows its code by itself some seconds later', async () => {
  const { page } = await aPhone(browser)
  let turnedBack = 0
  await page.route('**/api/code', (route) => {
    if (turnedBack === 2) return route.continue()
    turnedBack += 1
    const body = { type: '/problems/busy', title: '请稍后再试', status: 503, instance: 'urn:request:1' }
    return route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(body) })
  })
  await signIn(page, city.url, 'green-1')
  await page.getByRole('heading', { name: '请稍后再试' }).waitFor()
  await page.getByText('非常抱歉').waitFor()
  await shown(page)
  assert.equal(turnedBack, 2)
  await assertAccepted(page)
  await page.context().close()
})

test('a phone that may keep nothing shows a code each time it is opened', async () => {
  const { page } = await aPhone(browser)
  await page.addInitScript(() => {
    const forbid = () => {
      throw new DOMException('forbidden', 'SecurityError')
    }
    Object.defineProperty(globalThis, 'indexedDB', { get: forbid })
    Object.defineProperty(globalThis, 'localStorage', { get: forbid })
  })
  await signIn(page, city.url, 'green-2')
  for (let time = 0; time < 2; time += 1) {
    await shown(page)
    await assertAccepted(page)
    await page.reload()
  }
  await page.context().close()
})

/** The moment that the code page's clock shows. */
async function clockShown(page: Page): Promise<number> {
  const [date, time] = await Promise.all([page.locator('#date').innerText(), page.locator('#time').innerText()])
  return Date.parse(`${date}T${time}+08:00`)
}

/** How far the shown clock may be from ours: it moves by the second, and machines under tests are slow. */
const SLACK = 5 * SECOND

for (const [words, skew] of [
  ['five minutes fast', 5 * MINUTE],
  ['five minutes slow', -5 * MINUTE],
  ['a day fast', DAY_LENGTH],
  ['a day slow', -DAY_LENGTH],
] as const) {
  test(`a phone whose clock is ${words} shows the server’s time, and its code is accepted at once and when opened again`, async () => {
    const phone = { url: city.url, handle: 'green-3', clock: Date.now() + skew }
    const { page } = await aShowingPhone(browser, phone)
    await assertAccepted(page)
    assert.ok(Math.abs((await clockShown(page)) - Date.now()) < SLACK)
    // What it has learned of the server's time is kept: the first proof after opening is right, before anything is asked.
    await page.route('**/api/**', (route) => route.abort())
    await page.reload()
    await page.getByRole('heading', { name: '绿码' }).waitFor()
    await assertAccepted(page)
    await page.context().close()
  })

  test(`a phone whose clock is set ${words} while its code is kept is right again with the server’s first answer`, async () => {
    const { page } = await aShowingPhone(browser, { url: city.url, handle: 'green-3' })
    await page.clock.install({ time: Date.now() + skew })
    await page.reload()
    await shown(page)
    for (let tries = 0; tries < 100 && Math.abs((await clockShown(page)) - Date.now()) > SLACK; tries += 1) {
      await page.waitForTimeout(100)
    }
    await assertAccepted(page)
    await page.context().close()
  })
}

test('on the first glance of the next day the old code shows at once, and the new one comes behind it, at a moment that chance spreads', async () => {
  const { page, codes } = await aShowingPhone(browser, { url: city.url, handle: 'green-1' })
  await moveTime(page, { ms: DAY_LENGTH, chance: 0.95 })
  let renewal: Route | undefined
  await page.route('**/api/code', (route) => void (renewal = route))
  const before = codes()
  await page.goto(city.url)
  await shown(page)
  await page.clock.runFor(10 * SECOND)
  assert.equal(codes() - before, 0, 'nobody’s renewal comes in the same second as everybody’s')
  // Its moment is reckoned from when the code was shown, which may be a moment after we saw it.
  await untilTrue(async () => {
    await page.clock.runFor(SECOND)
    return renewal !== undefined
  })
  assert.equal(codes() - before, 1)
  assert.ok(await page.locator('#qr').isVisible(), 'the old code stays while the new one is on its way')
  const old = await readCode(page.locator(CODE_PICTURE))
  await renewal!.fallback()
  await untilTrue(async () => credentialOf(await readCode(page.locator(CODE_PICTURE))) !== credentialOf(old))
  await page.clock.runFor(MINUTE)
  assert.equal(codes() - before, 1, 'once a day')
  await page.context().close()
})

test('a renewal in the morning that fails leaves the old code on the screen', async () => {
  const { page, codes } = await aShowingPhone(browser, { url: city.url, handle: 'green-1' })
  await moveTime(page, { ms: DAY_LENGTH, chance: 0.5 })
  await page.route('**/api/code', (route) => route.abort())
  const before = codes()
  await page.goto(city.url)
  await shown(page)
  // Its hour is reckoned from when it was shown, which may be a moment after we saw it.
  await untilTrue(async () => {
    await page.clock.runFor(SECOND)
    return codes() > before
  })
  await page.getByText('离线').waitFor()
  assert.equal(codes() - before, 1)
  assert.ok(await page.locator('#qr').isVisible())
  await page.context().close()
})

test('on the same day nothing is renewed', async () => {
  const { page, codes } = await aShowingPhone(browser, { url: city.url, handle: 'green-2' })
  await moveTime(page, { ms: 0, chance: 0.5 })
  const before = codes()
  await page.goto(city.url)
  await shown(page)
  await page.clock.runFor(25 * SECOND)
  assert.equal(codes() - before, 0)
  await page.context().close()
})

test('a code that has run out is no longer shown as one: a new one is made first', async () => {
  const { page, codes } = await aShowingPhone(browser, { url: city.url, handle: 'green-2' })
  await moveTime(page, { ms: 2 * DAY_LENGTH, chance: 0.5 })
  const before = codes()
  await page.route('**/api/code', (route) => route.abort())
  await page.goto(city.url)
  await page.getByText('本机的码已过期').waitFor()
  assert.equal(await page.locator('#qr').isVisible(), false)
  assert.ok(codes() > before)
  await page.context().close()
})

test('the screen is kept on while a code shows, and again when the page comes back, with a fresh proof', async () => {
  const { page } = await aShowingPhone(browser, { url: city.url, handle: 'green-1', begin: countWakeLocks })
  await untilTrue(async () => (await wakeLocks(page)) === 1)
  await turn(page, 'away')
  assert.equal(await wakeLocks(page), 1)
  const before = await readCode(page.locator(CODE_PICTURE))
  await page.waitForTimeout(1_100)
  await turn(page, 'back')
  await untilTrue(async () => (await wakeLocks(page)) === 2)
  await untilTrue(async () => (await readCode(page.locator(CODE_PICTURE))) !== before)
  await page.context().close()
})

test('without a code the screen may go dark', async () => {
  const { page } = await aPhone(browser)
  await countWakeLocks(page)
  await signIn(page, city.url, 'foreigner-1')
  await page.getByText('证件原件').first().waitFor()
  assert.equal(await wakeLocks(page), 0)
  await page.context().close()
})

/** Has a page's browser grant every wake lock, and count them. */
async function countWakeLocks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const asked = { count: 0 }
    const wakeLock = {
      request: async () => {
        asked.count += 1
        return { release: async () => undefined }
      },
    }
    Object.defineProperty(navigator, 'wakeLock', { value: wakeLock })
    Object.assign(globalThis, { wakeLocksAsked: asked })
  })
}

async function wakeLocks(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { wakeLocksAsked: { count: number } }).wakeLocksAsked.count)
}

/** The part of a code that stays from one proof to the next. */
function credentialOf(code: string): string {
  return code.slice(0, 200)
}

async function untilTrue(ask: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error('it did not become true within 20 seconds')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
