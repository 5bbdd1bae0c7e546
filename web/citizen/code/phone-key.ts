import { base64url } from '../../../core/bytes.ts'

// A P-256 key of this browser's. The private half cannot be read out, not even by us; it goes with one credential.

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' }

/** A new phone key: the private half to sign with, and the public point (0x04, x, y) as base64url. */
export async function makePhoneKey(): Promise<{ signingKey: CryptoKey; phoneKey: string }> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign'])
  const point = await crypto.subtle.exportKey('raw', pair.publicKey)
  return { signingKey: pair.privateKey, phoneKey: base64url(new Uint8Array(point)) }
}

/** Signs with the phone's key; gives r and s. */
export function signerWith(signingKey: CryptoKey): (message: Uint8Array) => Promise<Uint8Array> {
  return async (message) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signingKey, buffered(message)))
}

/** SHA-256 by the browser. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', buffered(bytes)))
}

// WebCrypto's types refuse bytes over memory that might be shared; ours never is.
function buffered(bytes: Uint8Array): BufferSource {
  return bytes as Uint8Array<ArrayBuffer>
}
