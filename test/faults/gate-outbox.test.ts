import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aBrowser, aPhone } from '../e2e/browser.ts'
import { aCity, type City } from '../e2e/city.ts'
import { beginShift, enrolAtDemo } from '../e2e/guard.ts'

const MANY = 20_000
// Chromium asks for the room of a database at most so often.
const FORGOTTEN_AFTER_MS = 32_000

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

/** Lets somebody in whose document is typed, at a gate that cannot tell. */
async function letSomebodyIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '无码登记' }).click()
  await page.getByRole('button', { name: '登记证件' }).click()
  await page.getByLabel('证件类型').selectOption('passport')
  await page.getByLabel('证件号码').fill('X1000003')
  await page.getByRole('button', { name: '下一步：测体温' }).click()
  await page.getByRole('button', { name: '未测' }).click()
  await page.getByRole('button', { name: '放行', exact: true }).click()
  await page.getByRole('button', { name: '无码登记' }).waitFor()
}

/** Puts entries into the outbox as the page does, under the device's own key, but all at once. */
async function fillOutbox(page: Page, count: number): Promise<void> {
  await page.evaluate(async (count) => {
    const done = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error as Error))
      })
    const store = await done(indexedDB.open('guard'))
    const key = await done(store.transaction('secrets').objectStore('secrets').get('outbox'))
    const duty = await done(store.transaction('gate').objectStore('gate').get('duty'))
    const at = Date.now()
    const rows: unknown[] = []
    for (let place = 0; place < count; place += 1) {
      const time = (at + place).toString(16).padStart(12, '0')
      const entry = {
        entryId: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(place).padStart(12, '0')}`,
        gateId: duty.gate.gateId,
        guardId: duty.guards[0].guardId,
        at,
        direction: 'in',
        shown: 'no-code',
        decision: 'admitted',
        reason: 'document-seen',
      }
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const text = new TextEncoder().encode(JSON.stringify(entry))
      rows.push({ iv, box: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text) })
    }
    const writing = store.transaction('outbox', 'readwrite')
    for (const row of rows) writing.objectStore('outbox').add(row)
    await new Promise((resolve) => writing.addEventListener('complete', resolve))
    store.close()
  }, count)
}

test('twenty thousand entries that waited are sent after a restart, each once and in their order', async () => {
  const { page, context } = await aPhone(browser)
  await enrolAtDemo(page, city.url, '演示公园')
  await beginShift(page)
  await context.route('**/api/entries', (route) => route.abort())
  await fillOutbox(page, MANY)
  await page.reload()
  await page.getByText(`待传 ${MANY}`, { exact: true }).waitFor()
  await context.unroute('**/api/entries')
  await page.getByText('待传 0', { exact: true }).waitFor({ timeout: 240_000 })
  const { rows } = await city.pool.query(
    `select count(*)::int as all, count(distinct entry_id)::int as different,
       count(*) filter (where received_at < before)::int as "outOfOrder"
     from (select entry_id, received_at, lag(received_at) over (order by entry_id) as before from entry) sent`,
  )
  assert.deepEqual(rows[0], { all: MANY, different: MANY, outOfOrder: 0 })
  await context.close()
})

test('little room is said ahead and scanning goes on; without any room no entry is claimed, and with room again the next one is kept', async () => {
  const { page, context } = await aPhone(browser)
  await enrolAtDemo(page, city.url, '演示公园')
  await beginShift(page)
  await context.route('**/api/entries', (route) => route.abort())
  const devtools = await context.newCDPSession(page)
  const leave = async (bytes: number) => {
    const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin: city.url })
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: city.url, quotaSize: Math.max(1, usage + bytes) })
    await page.waitForTimeout(FORGOTTEN_AFTER_MS)
  }
  await page.waitForFunction(async () => (await caches.match('/guard/reserve')) !== undefined)
  await leave(-5_000_000)
  await letSomebodyIn(page)
  await page.getByText('待传 1', { exact: true }).waitFor()
  await page.getByText('本机存储快满了').waitFor()

  await leave(-1_000_000)
  await letSomebodyIn(page)
  await page.getByText('刚才这一位没有登记上').waitFor()
  await page.getByText('待传 1', { exact: true }).waitFor()
  await page.getByRole('button', { name: '设置' }).click()
  await page.getByText('本班：进 1 · 出 0 · 未放行 0').waitFor()
  await page.getByRole('button', { name: '关闭' }).click()

  await devtools.send('Storage.overrideQuotaForOrigin', { origin: city.url })
  await page.waitForTimeout(FORGOTTEN_AFTER_MS)
  await letSomebodyIn(page)
  await page.getByText('待传 2', { exact: true }).waitFor()
  assert.equal(await page.getByText('刚才这一位没有登记上').count(), 0)
  await context.close()
})
