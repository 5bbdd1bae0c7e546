import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { assertFits, barriersOn } from './barriers.ts'
import { signIn } from './people.ts'

/** The console of somebody of the demo on a desk's screen, in Chinese, Shanghai time. */
export async function atConsole(browser: Browser, url: string, handle: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await signIn(page, url, handle, '/staff')
  await page.waitForURL('**/console*')
  await page.getByRole('table').waitFor()
  return page
}

/** Opens a section by its link at the left, and waits for its list. */
export async function openSection(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('table').first().waitFor()
}

/** That axe finds nothing, in Chinese and in English, and that nothing but tables is wider than a small phone. */
export async function assertNoBarriers(page: Page, what: string): Promise<void> {
  for (const language of ['EN', '中文']) {
    assert.deepEqual(await barriersOn(page), [], `${what} before ${language}`)
    await page.getByText(language, { exact: true }).click()
  }
  const before = page.viewportSize()!
  await page.setViewportSize({ width: 320, height: 640 })
  await assertFits(page, what)
  await page.setViewportSize(before)
}
