import type { Locator, Page } from 'playwright-core'
import { decodeQR } from 'qr/decode.js'
import type { DutyVenues, VerifyAnswer } from '../../contract/doors.ts'
import { aPhone } from './browser.ts'
import { signIn } from './people.ts'

/** The text of the code that stands on a screen, read from its picture as a scanner reads it. */
export async function readCode(shows: Locator): Promise<string> {
  const png = (await shows.screenshot()).toString('base64')
  const browser = shows.page().context().browser()
  if (!browser) throw new Error('the page has no browser')
  // On a page of its own: that of the phone may have a clock of its own and forbids what is not the city's.
  const page = await browser.newPage()
  try {
    const { width, height, base64 } = await page.evaluate(async (png) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
      const paint = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
      paint.drawImage(bitmap, 0, 0)
      const { data, width, height } = paint.getImageData(0, 0, bitmap.width, bitmap.height)
      return { width, height, base64: new Uint8Array(data.buffer).toBase64() }
    }, png)
    return decodeQR({ width, height, data: Buffer.from(base64, 'base64') })
  } finally {
    await page.close()
  }
}

/** Asks the city, as a guard does, what a code says. */
export type Gate = (code: string) => Promise<VerifyAnswer['shown']>

/** A gate of the demo that is asked without its page. */
export async function aGate(browser: NonNullable<ReturnType<ReturnType<Page['context']>['browser']>>, url: string) {
  const { page, context } = await aPhone(browser)
  await signIn(page, url, 'guard-1', '/guard')
  const duty = (await (await context.request.get(`${url}/api/duty-venues`)).json()) as DutyVenues
  const gateId = duty.venues[0]!.gates[0]!.gateId
  await page.close()
  const gate: Gate = async (code) => {
    const answer = await context.request.post(`${url}/api/verify`, { data: { gateId, code, at: Date.now() } })
    return ((await answer.json()) as VerifyAnswer).shown
  }
  return gate
}
