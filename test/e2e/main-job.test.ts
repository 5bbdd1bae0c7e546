import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { aGuard, CODE_PICTURE } from './guard.ts'
import { signIn } from './people.ts'
import { picture } from './pictures.ts'
import type { IssuedCode } from '../../contract/codes.ts'
import { instant } from '../../core/instant.ts'
import { aPhoneKey } from '../phone.ts'

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

async function aCitizen(handle: string, path = '/'): Promise<Page> {
  const { page } = await aPhone(browser)
  await signIn(page, city.url, handle, path)
  return page
}

const seen = new Set<unknown>()

/** The entry that the gate sends next. The page counts what waits a moment after it has answered. */
async function nextEntry(): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { rows } = await city.pool.query('select entry.*, venue.name as venue from entry join venue using (venue_id)')
    const next = rows.find((row) => !seen.has(row.entry_id))
    if (next) {
      seen.add(next.entry_id)
      return next
    }
    await pause(100)
  }
  throw new Error('no entry came within ten seconds')
}

test('register, be coloured, show, be scanned, be measured, enter: one row in PostgreSQL says so', async () => {
  const { page: citizen } = await aPhone(browser)
  await citizen.goto(`${city.url}/sign-in/demo?return=/`)
  await citizen.getByLabel('演示账号').fill('new-1')
  await citizen.getByRole('button', { name: '登录 Sign in' }).click()
  const name = await citizen.locator('#name').innerText()
  const number = await citizen.locator('#document-number').innerText()
  await citizen.getByRole('button', { name: '继续 Continue' }).click()

  await citizen.getByLabel('姓名').fill(name)
  await citizen.getByLabel('证件号码').fill(number)
  await citizen.getByRole('button', { name: '确认提交' }).click()
  await citizen.getByText('姓名与证件号码一致').waitFor()
  await citizen.getByRole('button', { name: '下一步' }).click()
  await citizen.getByLabel('手机号码').fill('17000000001')
  await citizen.getByLabel('区', { exact: true }).selectOption({ label: '黄浦区' })
  await citizen.getByLabel('街道').selectOption({ index: 1 })
  await citizen.getByLabel('路名、门牌、室号').fill('虚构路 1 号')
  await citizen.getByRole('radio', { name: '否' }).check()
  await picture(citizen, 'wizard')
  await citizen.getByRole('button', { name: '提交', exact: true }).click()

  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  await picture(citizen, 'code-green')

  let entry: Record<string, unknown>
  const guard = await aGuard(city.url, { venue: '演示服务大厅', first: citizen.locator(CODE_PICTURE) })
  try {
    await guard.page.getByRole('heading', { name: '绿码' }).waitFor()
    await picture(guard.page, 'guard-answer')
    const masked = await guard.page.locator('.who-name').innerText()
    assert.ok(masked.includes('*') && masked.startsWith(name[0]!))
    assert.equal(await guard.page.getByText(number).count(), 0)
    await guard.measure('363')
    await guard.page.getByRole('heading', { name: '可以进入' }).waitFor()
    await picture(guard.page, 'guard-admitted')
    entry = await nextEntry()
  } finally {
    await guard.close()
  }

  const { rows } = await city.pool.query(
    `select registration.person_id, registration.channel from registration
     join account using (account_id) order by registration.requested_at desc limit 1`,
  )
  assert.equal(entry['person_id'], rows[0].person_id)
  assert.equal(rows[0].channel, 'demo')
  assert.deepEqual(
    [entry['venue'], entry['direction'], entry['celsius'], entry['shown'], entry['decision'], entry['identified_by']],
    ['演示服务大厅', 'in', 36.3, 'green', 'admitted', 'code'],
  )
  assert.ok(entry['guard_id'])
})

test('a yellow code is refused at a service hall and looked at in a park', async () => {
  const citizen = await aCitizen('yellow-1')
  await citizen.getByRole('heading', { name: '黄码', level: 1 }).waitFor()
  await citizen.getByText('中风险').first().waitFor()
  await picture(citizen, 'code-yellow')
  const hall = await aGuard(city.url, { venue: '演示服务大厅', first: citizen.locator(CODE_PICTURE) })
  try {
    await hall.page.getByRole('heading', { name: '不能进入' }).waitFor()
    const entry = await nextEntry()
    assert.deepEqual([entry['shown'], entry['decision']], ['yellow', 'refused'])
    assert.equal(await hall.page.getByText('风险').count(), 0, 'the guard never sees the reason')
  } finally {
    await hall.close()
  }

  const park = await aGuard(city.url, { venue: '演示公园', first: citizen.locator(CODE_PICTURE) })
  try {
    await park.page.getByText('请工作人员查看本人和证件').waitFor()
    await park.page.getByRole('button', { name: '放行', exact: true }).click()
    await park.measure('365')
    await park.page.getByRole('heading', { name: '可以进入' }).waitFor()
    const entry = await nextEntry()
    assert.deepEqual([entry['shown'], entry['decision'], entry['reason']], ['yellow', 'admitted', 'looked-at'])
  } finally {
    await park.close()
  }
})

test('a red code is refused, and its owner reads why and until when', async () => {
  const citizen = await aCitizen('red-1')
  await citizen.getByRole('heading', { name: '红码', level: 1 }).waitFor()
  await citizen.getByText('高风险').first().waitFor()
  const guard = await aGuard(city.url, { venue: '演示公园', first: citizen.locator(CODE_PICTURE) })
  try {
    await guard.page.getByRole('heading', { name: '不能进入' }).waitFor()
    const entry = await nextEntry()
    assert.deepEqual([entry['shown'], entry['reason']], ['red', 'colour'])
  } finally {
    await guard.close()
  }
})

test('37.3 °C keeps a green holder out of a café, kindly, and 37.2 °C does not', async () => {
  const citizen = await aCitizen('green-1')
  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  const guard = await aGuard(city.url, { venue: '演示咖啡馆', first: citizen.locator(CODE_PICTURE) })
  try {
    await guard.page.getByRole('heading', { name: '绿码' }).waitFor()
    await guard.measure('373')
    await guard.page.getByRole('heading', { name: '不能进入' }).waitFor()
    await guard.page.getByText('发热门诊').waitFor()
    const fever = await nextEntry()
    assert.deepEqual([fever['decision'], fever['reason']], ['refused', 'fever'])

    await guard.film(citizen.locator(CODE_PICTURE))
    await guard.page.getByRole('heading', { name: '绿码' }).waitFor()
    await guard.measure('372')
    await guard.page.getByRole('heading', { name: '可以进入' }).waitFor()
    assert.equal((await nextEntry())['decision'], 'admitted')
  } finally {
    await guard.close()
  }
})

test('the emergency door of a hospital refuses nobody, whatever the colour or the fever', async () => {
  const citizen = await aCitizen('red-2')
  await citizen.getByRole('heading', { name: '红码', level: 1 }).waitFor()
  const guard = await aGuard(city.url, { venue: '演示医院急诊部', first: citizen.locator(CODE_PICTURE) })
  try {
    await guard.page.getByRole('heading', { name: '红码' }).waitFor()
    await guard.measure('391')
    await guard.page.getByRole('heading', { name: '可以进入' }).waitFor()
    const entry = await nextEntry()
    assert.deepEqual([entry['decision'], entry['celsius']], ['admitted', 39.1])
  } finally {
    await guard.close()
  }
})

test('what is no code of ours is called not genuine, and a code shown two minutes ago is called clock; neither is red', async () => {
  const citizen = await aCitizen('green-2')
  await citizen.getByRole('heading', { name: '绿码', level: 1 }).waitFor()
  const phone = aPhoneKey()
  const issued = await citizen.context().request.post(`${city.url}/api/code`, { data: { phoneKey: phone.phoneKey } })
  const { credential } = (await issued.json()) as IssuedCode
  const old = await phone.show(credential, instant(Date.now() - 120_000))

  const guard = await aGuard(city.url, { venue: '演示服务大厅', first: citizen.locator('.holder') })
  try {
    await paste(guard.page, 'SSM1:NOT A CODE')
    await guard.page.getByRole('heading', { name: '不是有效码' }).waitFor()
    await guard.page.getByText('请对方打开自己的随申码').first().waitFor()
    await guard.page.getByRole('button', { name: '重新扫码' }).click()

    await paste(guard.page, old)
    await guard.page.getByRole('heading', { name: '无法核验' }).waitFor()
    await guard.page.getByText('两台设备的时间不一致').waitFor()
    await guard.page.getByText('不是对方的问题').or(guard.page.getByText('请对方刷新随申码')).first().waitFor()
  } finally {
    await guard.close()
  }
})

async function paste(page: Page, code: string): Promise<void> {
  const field = page.getByLabel('粘贴码的文字')
  if (!(await field.isVisible())) await page.getByText('演示：用图片或文字代替扫码').click()
  await field.fill(code)
  await page.getByRole('button', { name: '核验', exact: true }).click()
}
