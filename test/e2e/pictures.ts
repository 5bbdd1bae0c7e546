import { join } from 'node:path'
import type { Page } from 'playwright-core'

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'pictures')

/** Keeps a picture of a page for the README when the run was asked for new ones (`PICTURES=1`); all people on it are made up. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES !== '1') return
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
