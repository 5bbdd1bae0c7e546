import type { Browser, BrowserContext } from 'playwright-core'
import type { IssuedCode } from '../../contract/codes.ts'
import { instant } from '../../core/instant.ts'
import { aPhoneKey } from '../phone.ts'
import { aPhone } from './browser.ts'
import { signIn } from './people.ts'

/** What a phone with a credential of its own shows at a moment; it needs no server for it. */
export type ShowCode = (at: number) => Promise<string>

/** Some credentials of one person of the demo, each under another key, as the phone gets them one after another. */
export async function issuedCodes(
  browser: Browser,
  url: string,
  told: { handle: string; count: number },
): Promise<ShowCode[]> {
  const { page, context } = await aPhone(browser)
  await signIn(page, url, told.handle)
  const codes: ShowCode[] = []
  for (let count = 0; count < told.count; count += 1) codes.push(await issueCode(context, url))
  await context.close()
  return codes
}

/** A further credential of whoever is signed in. */
export async function issueCode(context: BrowserContext, url: string): Promise<ShowCode> {
  const phone = aPhoneKey()
  const issued = await context.request.post(`${url}/api/code`, { data: { phoneKey: phone.phoneKey } })
  const { credential } = (await issued.json()) as IssuedCode
  return (at) => phone.show(credential, instant(at))
}
