// A guard is known by six digits, recognised on the device itself: the server may be gone when a shift begins.

import type { GateDuty } from '../../contract/gates.ts'
import { base64url, fromBase64url, utf8 } from '../../core/bytes.ts'

/** How the PIN of a guard is recognised. */
export type PinCheck = GateDuty['guards'][number]['pin']

/** Whether these are the digits. Takes a good part of a second, on purpose. */
export async function isPin(check: PinCheck, digits: string): Promise<boolean> {
  const salt = fromBase64url(check.salt)
  if (!salt) return false
  const { subtle } = globalThis.crypto
  const typed = await subtle.importKey('raw', new Uint8Array(utf8(digits)), 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(salt), iterations: check.iterations }
  return base64url(new Uint8Array(await subtle.deriveBits(how, typed, 256))) === check.hash
}
