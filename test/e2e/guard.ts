import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { Browser, Locator, Page } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { filmElement } from './camera.ts'
import { signIn } from './people.ts'

/** The code's white card with its quiet zone, as a camera sees it. */
export const CODE_PICTURE = '#qr-box'

/** A guard with a phone at a door. */
export interface Guard {
  readonly page: Page
  /** Holds somebody's screen before the camera: what is on it now is what the camera films from then on. */
  film(shows: Locator): Promise<void>
  /** Types a temperature on the keypad, as three digits. */
  measure(digits: string): Promise<void>
  close(): Promise<void>
}

/** Signs a guard in and puts him on duty at a venue of the demo; `first` is what his camera sees when it opens. */
export async function aGuard(url: string, told: { handle?: string; venue: string; first: Locator }): Promise<Guard> {
  const picture = join(tmpdir(), `camera-${randomUUID()}.y4m`)
  const citizens = told.first.page().context().browser()
  if (!citizens) throw new Error('the citizen’s page has no browser')
  await filmElement(citizens, told.first, picture)
  const browser: Browser = await aBrowser({ camera: picture })
  const { page } = await aPhone(browser, { camera: true })
  await signIn(page, url, told.handle ?? 'guard-1', '/guard')
  const venue = page.getByRole('region', { name: told.venue, exact: true })
  await venue.getByRole('button').first().click()
  return {
    page,
    async film(shows) {
      await filmElement(citizens, shows, picture)
      await page.reload()
    },
    async measure(digits) {
      for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click()
    },
    async close() {
      await browser.close()
      await rm(picture, { force: true })
    },
  }
}
