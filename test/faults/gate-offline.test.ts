import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aBrowser, aKeptPhone, type KeptPhone } from '../e2e/browser.ts'
import { filmCodes } from '../e2e/camera.ts'
import { aCity, type City } from '../e2e/city.ts'
import { beginShift, enrolAtDemo } from '../e2e/guard.ts'
import { issuedCodes, type ShowCode } from '../e2e/issued-codes.ts'

const BY_CAMERA = 20
const BY_SCANNER = 300

let city: City
let browser: Browser
let folder: string
let phone: KeptPhone
const picture = join(tmpdir(), `camera-${randomUUID()}.y4m`)

before(async () => {
  city = await aCity()
  browser = await aBrowser()
  folder = await mkdtemp(join(tmpdir(), 'suishenma-gate-'))
})
after(async () => {
  await phone?.context.close()
  await browser?.close()
  await city?.close()
  await rm(folder, { recursive: true, force: true })
  await rm(picture, { force: true })
})

/** Holds a code, or nothing, before the camera. A running camera does not see it: the page is to be opened after it. */
function film(code: string | undefined): Promise<void> {
  return filmCodes(browser, [code], { file: picture, seconds: 5 })
}

/** Films a code and has the page start from nothing, as after a night in a drawer. */
async function scanByCamera(code: string): Promise<void> {
  await film(code)
  await phone.page.goto(`${city.url}/guard`)
  await phone.page.getByRole('heading', { name: '绿码' }).waitFor()
}

/** Types codes as a scanner does, and a temperature after each as a thermometer does, as fast as the page follows. */
async function scanAll(page: Page, codes: readonly string[]): Promise<void> {
  await page.evaluate(async (codes) => {
    const type = (text: string) => {
      for (const key of [...text, 'Enter']) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      }
    }
    const until = async (phase: string) => {
      const begun = performance.now()
      while (!document.querySelector(`.guard.${phase}`)) {
        if (performance.now() - begun > 10_000) throw new Error(`not ${phase}: ${document.body.innerText}`)
        await new Promise((done) => setTimeout(done, 5))
      }
    }
    for (const code of codes) {
      type(code)
      await until('measuring')
      type('36.5')
      await until('ended')
    }
  }, codes)
}

function waiting(page: Page, count: number): Promise<void> {
  return page.getByText(`待传 ${count}`, { exact: true }).waitFor()
}

test('with everything switched off but the gate, every passage is answered and kept, through a battery that is pulled out, and sent once', async () => {
  const codes = await issuedCodes(browser, city.url, { handle: 'green-1', count: BY_CAMERA + BY_SCANNER })
  await film(undefined)
  phone = await aKeptPhone(folder, picture)
  await enrolAtDemo(phone.page, city.url, '演示咖啡馆')
  await beginShift(phone.page)
  await phone.page.getByText('名单 刚刚更新').waitFor()
  await phone.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  await city.stop()

  for (const show of codes.slice(0, BY_CAMERA)) {
    await scanByCamera(await show(Date.now()))
    await phone.page.getByRole('button', { name: '未测' }).click()
    await phone.page.getByRole('heading', { name: '可以进入' }).waitFor()
    await phone.page.getByText('由本机名单核验').waitFor()
  }
  await waiting(phone.page, BY_CAMERA)
  await film(undefined)
  await phone.page.goto(`${city.url}/guard`)
  await waiting(phone.page, BY_CAMERA)

  const shown = (some: readonly ShowCode[]) => Promise.all(some.map((show) => show(Date.now())))
  const half = BY_CAMERA + BY_SCANNER / 2
  await scanAll(phone.page, await shown(codes.slice(BY_CAMERA, half)))
  await waiting(phone.page, half)
  await phone.kill()

  // What was said to be recorded is there; who is on duty, and the lists, are too.
  phone = await aKeptPhone(folder, picture)
  await phone.page.goto(`${city.url}/guard`)
  await waiting(phone.page, half)
  await scanAll(phone.page, await shown(codes.slice(half)))
  await waiting(phone.page, codes.length)

  await city.start()
  await waiting(phone.page, 0)
  const { rows } = await city.pool.query(
    `select count(*)::int as all, count(distinct entry_id)::int as different, count(celsius)::int as measured,
       count(*) filter (where shown = 'green' and decision = 'admitted' and identified_by = 'code')::int as whole,
       count(distinct guard_id)::int as guards
     from entry`,
  )
  const all = codes.length
  assert.deepEqual(rows[0], { all, different: all, measured: BY_SCANNER, whole: all, guards: 1 })
  const { rows: held } = await city.pool.query('select count(*)::int as held from entry_held')
  assert.equal(held[0].held, 0)
})
