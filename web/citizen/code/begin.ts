import { ask } from '../../kit/api.ts'
import { makePhoneKey } from './phone-key.ts'
import { isShelfMarked, takeCode, type KeptCode } from './shelf.ts'

/** A new phone key, and what the server answered to it. */
export interface Asked {
  readonly signingKey: CryptoKey
  readonly response: Response
}

/** Where the first code of a visit comes from: off the shelf, or from the server. */
export interface Begun {
  readonly kept?: Promise<KeptCode | undefined>
  readonly asked?: Promise<Asked>
}

declare global {
  /** What the first inline script has begun for the second. */
  var codeBegun: Begun | undefined
}

/** Begins what takes longest: takes the code off the shelf; with nothing there, asks the server for one. */
export function beginCode(): Begun {
  if (isShelfMarked()) return { kept: takeCode() }
  // A page without https has no cryptography.
  if (!globalThis.crypto?.subtle) return {}
  const asked = askForCode()
  // Whoever takes it up hears of a failure; until then it is nobody's.
  asked.catch(() => undefined)
  return { asked }
}

/** Makes a phone key and asks the server for a credential on it. */
export async function askForCode(): Promise<Asked> {
  const { signingKey, phoneKey } = await makePhoneKey()
  return { signingKey, response: await ask('POST', '/api/code', { phoneKey }) }
}
