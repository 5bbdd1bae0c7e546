import type { Page } from 'playwright-core'

/** Signs in with a demo handle, the way a newcomer does, and waits until the page that was asked for is back. */
export async function signIn(page: Page, url: string, handle: string, path = '/'): Promise<void> {
  await page.goto(`${url}/sign-in/demo?return=${encodeURIComponent(path)}`)
  await page.getByLabel('演示账号').fill(handle)
  await page.getByRole('button', { name: '登录 Sign in' }).click()
  const goOn = page.getByRole('button', { name: '继续 Continue' })
  await Promise.race([goOn.waitFor(), page.waitForURL((at) => !at.pathname.startsWith('/demo-idp'))]).catch(
    () => undefined,
  )
  if (await goOn.isVisible()) await goOn.click()
  await page.waitForURL((at) => !at.pathname.startsWith('/demo-idp') && !at.pathname.startsWith('/sign-in/'))
}
