import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { Browser, Locator, Page } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { filmElement } from './camera.ts'

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

/** Enrols a device for the first gate of a venue of the demo, as a newcomer does: the page takes a code by itself. */
export async function enrolAtDemo(page: Page, url: string, venue: string): Promise<void> {
  await page.goto(`${url}/guard`)
  await page.getByRole('group', { name: venue, exact: true }).getByRole('button').first().click()
  await page.getByRole('heading', { name: '上岗' }).waitFor()
}

/** Begins the shift of a guard of the demo, the first where it does not matter; answers his PIN. */
export async function beginShift(page: Page, place = 0): Promise<string> {
  await page.getByLabel('姓名').selectOption({ index: place })
  const pin = await page.getByLabel('演示 PIN').innerText()
  await page.getByLabel('PIN（6 位数字）').fill(pin)
  await page.getByRole('button', { name: '上岗' }).click()
  await page.locator('.head-state').waitFor()
  return pin
}

/** Puts a guard on duty at a venue of the demo; `first` is what his camera sees when it opens. */
export async function aGuard(url: string, told: { venue: string; first: Locator }): Promise<Guard> {
  const picture = join(tmpdir(), `camera-${randomUUID()}.y4m`)
  const citizens = told.first.page().context().browser()
  if (!citizens) throw new Error('the citizen’s page has no browser')
  await filmElement(citizens, told.first, picture)
  const browser: Browser = await aBrowser({ camera: picture })
  const { page } = await aPhone(browser, { camera: true })
  await enrolAtDemo(page, url, told.venue)
  await beginShift(page)
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

/** Types a text as a scanner or a thermometer does: key after key without a pause, and Enter. */
export async function scanByKeys(page: Page, text: string): Promise<void> {
  await page.evaluate((text) => {
    for (const key of [...text, 'Enter'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  }, text)
}
