// The code's cryptography by WebCrypto, for pages and the guard's phone.

import type { Algorithm, CodeCrypto, PublicKey } from '../../core/code/crypto.ts'

const HOW = {
  ES256: { import: { name: 'ECDSA', namedCurve: 'P-256' }, use: { name: 'ECDSA', hash: 'SHA-256' } },
  EdDSA: { import: { name: 'Ed25519' }, use: { name: 'Ed25519' } },
} as const

/** Verification and digest by WebCrypto. Rejects where the browser lacks the algorithm; `verifyCode` then says "unknown key". */
export const webCrypto: CodeCrypto = { verify, sha256 }

/** SHA-256. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', owned(bytes)))
}

/** The `sign` that `present` asks for, with a phone's key. */
export function phoneSigner(privateKey: CryptoKey): (message: Uint8Array) => Promise<Uint8Array> {
  return async (message) => new Uint8Array(await crypto.subtle.sign(HOW.ES256.use, privateKey, owned(message)))
}

async function verify(
  algorithm: Algorithm,
  publicKey: PublicKey,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  const how = HOW[algorithm]
  const key = await crypto.subtle.importKey('raw', owned(publicKey), how.import, false, ['verify'])
  return crypto.subtle.verify(how.use, key, owned(signature), owned(message))
}

/** The same bytes in memory of their own: WebCrypto takes none that may be shared. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
