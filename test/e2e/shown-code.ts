import { setTimeout as pause } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { decodeQR } from 'qr/decode.js'
import type { VerifyAnswer } from '../../contract/doors.ts'
import type { DemoGates, GateCode } from '../../contract/gates.ts'
import { base64url } from '../../core/bytes.ts'
import { aDevice } from '../gates.ts'
import { aPhone } from './browser.ts'

/** Looks of a scanner at the screen, some a second: a picture may be taken in the middle of a frame. */
const LOOKS = 20
const LOOK_MS = 300

/** The text of the code that stands on a screen, read from its picture as a scanner reads it, by a page of the same or another browser. */
export async function readCode(shows: Locator, browser = shows.page().context().browser()): Promise<string> {
  if (!browser) throw new Error('the page has no browser')
  // On a page of its own: that of the phone may have a clock of its own and forbids what is not the city's.
  const page = await browser.newPage()
  try {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const text = decode(await pixelsOf(page, (await shows.screenshot()).toString('base64')))
      if (text !== undefined) return text
      await pause(LOOK_MS)
    }
    throw new Error('no code can be read from the screen')
  } finally {
    await page.close()
  }
}

interface Pixels {
  readonly width: number
  readonly height: number
  readonly base64: string
}

function pixelsOf(page: Page, png: string): Promise<Pixels> {
  return page.evaluate(async (png) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
    const { width, height } = bitmap
    const paint = new OffscreenCanvas(width, height).getContext('2d')!
    paint.drawImage(bitmap, 0, 0)
    const { data } = paint.getImageData(0, 0, width, height)
    return { width, height, base64: new Uint8Array(data.buffer).toBase64() }
  }, png)
}

function decode({ width, height, base64 }: Pixels): string | undefined {
  try {
    return decodeQR({ width, height, data: Buffer.from(base64, 'base64') })
  } catch {
    return undefined
  }
}

/** Asks the city, as a guard does, what a code says. */
export type Gate = (code: string) => Promise<VerifyAnswer['shown']>

/** A gate of the demo that is asked without its page. */
export async function aGate(browser: NonNullable<ReturnType<ReturnType<Page['context']>['browser']>>, url: string) {
  const { page, context } = await aPhone(browser)
  await page.close()
  const { venues } = (await (await context.request.get(`${url}/api/demo/gates`)).json()) as DemoGates
  const gateId = venues[0]!.gates[0]!.gateId
  const taken = await context.request.post(`${url}/api/demo/gate-codes`, { data: { gateId } })
  const { code: once } = (await taken.json()) as GateCode
  const device = await aDevice()
  const asked = { code: once, deviceKey: base64url(device.deviceKey) }
  const signed = await device.sign({ asks: 'enrolment', ...asked }, Date.now())
  await context.request.post(`${url}/api/gate-enrolments`, { data: { ...asked, ...signed } })
  const gate: Gate = async (code) => {
    const answer = await context.request.post(`${url}/api/verify`, { data: { gateId, code, at: Date.now() } })
    return ((await answer.json()) as VerifyAnswer).shown
  }
  return gate
}
