import type { Browser, Page } from 'playwright-core'
import { aPhone } from './browser.ts'
import { signIn } from './people.ts'

/** A phone that shows its owner's code. */
export interface ShowingPhone {
  readonly page: Page
  /** How many credentials it has asked for. */
  codes(): number
}

/** A phone that shows somebody's green code, confirmed by the server and kept; `clock` is the time that the phone believes. */
export async function aShowingPhone(
  browser: Browser,
  told: { url: string; handle: string; clock?: number; begin?: (page: Page) => Promise<unknown> },
): Promise<ShowingPhone> {
  const { page } = await aPhone(browser)
  if (told.clock !== undefined) await page.clock.install({ time: told.clock })
  await told.begin?.(page)
  let codes = 0
  page.on('request', (request) => (codes += Number(new URL(request.url()).pathname === '/api/code')))
  await signIn(page, told.url, told.handle)
  await shown(page)
  await untilKept(page)
  return { page, codes: () => codes }
}

/** Waits until a green code is shown that the server has just confirmed. */
export async function shown(page: Page): Promise<void> {
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await page.getByText('刚刚更新').first().waitFor()
}

/** A code is painted before it is kept; the last thing that is written is the mark that there is one. */
async function untilKept(page: Page): Promise<void> {
  await page.waitForFunction(() => localStorage.getItem('code-kept') !== null)
}

/** What a browser may lose of what our pages keep: of each record its keys, its bytes, or all of it. */
export type Loss = 'keys' | 'bytes' | 'all'

/** Has the browser lose something of every record that the pages of a city keep; answers of how much. Ends on a page that keeps nothing. */
export async function loseKept(page: Page, url: string, loss: Loss): Promise<number> {
  await page.goto(`${url}/help`)
  return page.evaluate(async (loss) => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error!)
      })
    let lost = 0
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name!))
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName, 'readwrite').objectStore(storeName)
        for (const key of await done(store.getAllKeys())) {
          const kept = (await done(store.get(key))) as Record<string, unknown>
          const kind = loss === 'keys' ? CryptoKey : Uint8Array
          const members = Object.keys(kept).filter((member) => loss === 'all' || kept[member] instanceof kind)
          for (const member of members) delete kept[member]
          lost += members.length
          if (loss === 'all') await done(store.delete(key))
          else await done(store.put(kept, key))
        }
      }
      database.close()
    }
    return lost
  }, loss)
}

/** Turns the page away from the eye, or to it again, as a switch to another app does. */
export async function turn(page: Page, to: 'away' | 'back'): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    const state = hidden ? 'hidden' : 'visible'
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
    document.dispatchEvent(new Event('visibilitychange'))
  }, to === 'away')
}

/**
 * Moves phone and server together to another moment: the phone's clock, and every moment that the server's answers name. From then
 * on timers wait for the test; `Math.random` gives `chance`.
 */
export async function moveTime(page: Page, by: { ms: number; chance: number }): Promise<void> {
  // A page that is open would hear of another day between two answers of its own.
  await page.goto('about:blank')
  await page.addInitScript((chance) => {
    Math.random = () => chance
  }, by.chance)
  await page.clock.install({ time: Date.now() + by.ms })
  await page.route(/\/api\/(me|code)$/, async (route) => {
    try {
      const response = await route.fetch()
      const answer = (await response.json()) as Record<string, unknown>
      for (const member of ['serverTime', 'issuedAt', 'expiresAt']) {
        if (typeof answer[member] === 'number') answer[member] += by.ms
      }
      await route.fulfill({ response, json: answer })
    } catch (error) {
      // An answer to a page that the test has closed in the meantime is nobody's.
      if (!page.isClosed() && !/disposed|closed/.test(String(error))) throw error
    }
  })
}
