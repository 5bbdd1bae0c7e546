import type { Page } from 'playwright-core'

/**
 * What a page does not show whole: boxes that reach beyond the screen to a side, text that sticks out of its box or is cut off
 * below, and a page that scrolls sideways. Each as a line to read; an empty list is a page of which nothing is cut.
 */
export async function whatIsCut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // Points: the rounding of boxes, and strokes that stand a hair beside their letters.
    const SLACK = 4
    const found: string[] = []
    const wider = document.documentElement.scrollWidth - innerWidth
    if (wider > 0) found.push(`the page is ${wider} px wider than the screen`)
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      // What only screen readers read, pictures' insides, and what is folded away are not for the eye.
      if (element.closest('.spoken, svg, script, style, option, datalist') || !element.checkVisibility()) continue
      const { left, right, width } = element.getBoundingClientRect()
      const said = `${element.tagName.toLowerCase()}${element.id && `#${element.id}`} “${element.innerText.slice(0, 20)}”`
      if (width > 0 && (left < -SLACK || right > innerWidth + SLACK)) {
        found.push(`${said} reaches from ${Math.round(left)} to ${Math.round(right)} of ${innerWidth}`)
      }
      if (element.innerText === '' || element.clientWidth === 0 || element.matches('select, input, textarea')) continue
      if (element.scrollWidth > element.clientWidth + SLACK) {
        found.push(`${said} is ${element.scrollWidth} wide in ${element.clientWidth}`)
      }
      const { overflowY } = getComputedStyle(element)
      const hides = overflowY === 'hidden' || overflowY === 'clip'
      if (hides && element.scrollHeight > element.clientHeight + SLACK) {
        found.push(`${said} is ${element.scrollHeight} high in ${element.clientHeight}`)
      }
    }
    return found
  })
}
