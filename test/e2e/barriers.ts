import { AxeBuilder } from '@axe-core/playwright'
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** What axe finds on a page: the rule, and where. Ours have no frames of others, so all is done in the page itself; a second page for each look took longer than the look. */
export async function barriersOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/** That a page is no wider than the screen: whatever is wider scrolls in a box of its own. What is measured by script has a second to follow. */
export async function assertFits(page: Page, what: string): Promise<void> {
  const fits = () => document.documentElement.scrollWidth <= innerWidth
  await page.waitForFunction(fits, undefined, { timeout: 1_000 }).catch(() => undefined)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(overflow <= 0, `${what} is ${overflow} px wider than the screen`)
}
