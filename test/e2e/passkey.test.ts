import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { barriersOn } from './barriers.ts'
import { aBrowser, aPhone } from './browser.ts'
import { aCity, type City } from './city.ts'
import { pressByKeyboard } from './keyboard.ts'
import { signIn } from './people.ts'

let city: City
let browser: Browser

before(async () => {
  city = await aCity({ STAFF_SECOND_FACTOR: 'passkey' })
  browser = await aBrowser()
})
after(async () => {
  await browser?.close()
  await city?.close()
})

/** An authenticator in the browser, with somebody's finger always on it. */
async function anAuthenticator(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, id: authenticatorId }
}

test('staff-1 makes a passkey with one click, works, and shows it when he signs in again', async () => {
  const { page, context } = await aPhone(browser)
  await anAuthenticator(page)
  await signIn(page, city.url, 'staff-1', '/staff')
  await page.getByRole('heading', { name: '确认是您本人' }).waitFor()
  await page.getByText('已为您填好开通码').waitFor()
  assert.deepEqual(await barriersOn(page), [])
  await page.getByRole('button', { name: '制作通行密钥' }).click()
  await page.getByRole('heading', { name: '身份核验' }).waitFor()

  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('heading', { name: '工作人员登录' }).waitFor()
  await signIn(page, city.url, 'staff-1', '/staff')
  await page.getByText('工作人员登录后还要用通行密钥确认').waitFor()
  assert.deepEqual(await barriersOn(page), [])
  assert.equal((await page.request.get(`${city.url}/api/confirmations`)).status(), 403)
  await pressByKeyboard(page, page.getByRole('button', { name: '用通行密钥确认' }))
  await page.getByRole('heading', { name: '身份核验' }).waitFor()
  assert.equal((await page.request.get(`${city.url}/api/confirmations`)).status(), 200)
  await context.close()
})

test('who declines is told what to do, and tries again; a device without his passkey asks for a new code', async () => {
  const { page, context } = await aPhone(browser)
  const { cdp, id } = await anAuthenticator(page)
  await signIn(page, city.url, 'staff-2', '/staff')
  await page.getByText('已为您填好开通码').waitFor()
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false })
  await page.getByRole('button', { name: '制作通行密钥' }).click()
  await page.getByRole('alert').filter({ hasText: '没有完成' }).waitFor()
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: true })
  // The code is used up; within this session he makes the passkey without another one.
  await page.getByRole('button', { name: '制作通行密钥' }).click()
  await page.getByRole('heading', { name: '身份核验' }).waitFor()
  await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: id })
  await anAuthenticator(page)
  await signIn(page, city.url, 'staff-2', '/staff')
  await page.getByRole('button', { name: '用通行密钥确认' }).click()
  await page.getByRole('alert').filter({ hasText: '向管理员要新的开通码' }).waitFor()
  await context.close()
})

test('under a number as address the page says which address to use, in either language', async () => {
  const { page, context } = await aPhone(browser)
  const numbered = city.url.replace('localhost', '127.0.0.1')
  await signIn(page, numbered, 'officer-1', '/staff')
  await page.getByRole('alert').filter({ hasText: '通行密钥只能用于域名' }).waitFor()
  await page.getByRole('button', { name: 'Switch to English' }).click()
  await page.getByRole('alert').filter({ hasText: 'Passkeys are for names' }).waitFor()
  assert.deepEqual(await barriersOn(page), [])
  await context.close()
})

test('a citizen at the staff page may type a code, and hears when it is wrong; what he typed stays', async () => {
  const { page, context } = await aPhone(browser)
  await signIn(page, city.url, 'green-1', '/staff')
  await page.getByText('没有工作内容').waitFor()
  await page.getByLabel('开通码').fill('7KQ4M-XW2RD')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('alert').filter({ hasText: '这个开通码不对' }).waitFor()
  assert.equal(await page.getByLabel('开通码').inputValue(), '7KQ4M-XW2RD')
  assert.deepEqual(await barriersOn(page), [])
  await context.close()
})
