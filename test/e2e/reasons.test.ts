import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { CODE_PICTURE } from './guard.ts'
import { signIn } from './people.ts'

let city: City
let browser: Browser
before(async () => {
  city = await aCity()
  browser = await aBrowser()
})
after(async () => {
  await browser?.close()
  await city?.close()
})

/** Where the code stands in the page, however far that is scrolled. */
async function placeOfCode(page: Page): Promise<{ top: number; left: number; width: number }> {
  return page.locator(CODE_PICTURE).evaluate((picture) => {
    const { top, left, width } = picture.getBoundingClientRect()
    return { top: top + scrollY, left: left + scrollX, width }
  })
}

test('a yellow code says in one sentence why, and behind a question everything else; the QR stays where it was painted', async () => {
  const { page, context } = await aPhone(browser)
  await signIn(page, city.url, 'yellow-1')
  await page.locator(CODE_PICTURE).waitFor()
  const painted = await placeOfCode(page)
  const sentence = page.getByText(/该地区在 .* 公布的名单中为中风险地区；离开后 14 天内为黄码/)
  await sentence.waitFor()
  assert.deepEqual(await placeOfCode(page), painted)
  const rule = page.getByText('medium-risk-area')
  assert.equal(await rule.isVisible(), false)

  await page.getByText('为什么是黄码？').click()
  for (const told of [
    'medium-risk-area',
    '风险地区旅居史（中风险）',
    '获知时间',
    '据以认定',
    '停留期间的名单',
    '提前解除',
  ]) {
    await page.getByText(told).first().waitFor()
  }
  assert.deepEqual(await placeOfCode(page), painted)
  await context.close()
})

test('a green code says in one line why it is green, and the line moves nothing', async () => {
  const { page, context } = await aPhone(browser)
  await signIn(page, city.url, 'green-1')
  await page.locator(CODE_PICTURE).waitFor()
  const painted = await placeOfCode(page)
  await page.getByText('身份已核实，没有需要管控的情况，所以是绿码。').waitFor()
  assert.deepEqual(await placeOfCode(page), painted)
  await context.close()
})
