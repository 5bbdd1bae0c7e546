import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

// More than any page of ours has to press past.
const MOST_PRESSES = 60

/** Presses Tab until the focus is on an element, as somebody without a mouse does, and sees to it that the focus shows. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    await page.keyboard.press('Tab')
    if (!(await target.evaluate((element) => element === document.activeElement))) continue
    assert.notEqual(await target.evaluate(frameOf), 'none 0px', `the focus shows on ${String(target)}`)
    return
  }
  assert.fail(`${MOST_PRESSES} times Tab does not lead to ${String(target)}`)
}

/** Goes to a button or link by Tab and presses it by Enter. */
export async function pressByKeyboard(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Goes to a field by Tab and types. */
export async function typeByKeyboard(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.type(text)
}

/** Goes to a list by Tab and moves down to an option; without `label` to the first that is one. */
export async function chooseByKeyboard(page: Page, target: Locator, label?: string): Promise<void> {
  await tabTo(page, target)
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    await page.keyboard.press('ArrowDown')
    const chosen = await target.evaluate((list) => (list as HTMLSelectElement).selectedOptions[0]?.label)
    if (label === undefined || chosen === label) return
  }
  assert.fail(`${MOST_PRESSES} times down does not lead to ${label} in ${String(target)}`)
}

/** Goes to a radio button or a box to tick by Tab, and chooses it by the space bar. */
export async function tickByKeyboard(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Space')
  assert.ok(await target.isChecked())
}

/** The frame that shows the focus, or that of the label around a hidden field. */
function frameOf(element: Element): string {
  const framed = element.matches(':focus-visible') ? element : (element.closest('label') ?? element)
  const { outlineStyle, outlineWidth } = getComputedStyle(framed)
  return `${outlineStyle} ${outlineWidth}`
}
