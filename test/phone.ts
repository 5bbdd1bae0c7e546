import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { base64url, concat, fromBase64url } from '../core/bytes.ts'
import { present } from '../core/code/present.ts'
import type { Instant } from '../core/instant.ts'

/** A phone's own key, as the page makes one with every credential. */
export interface Phone {
  /** The uncompressed point in base64url, as the code request carries it. */
  readonly phoneKey: string
  /** What the phone shows at a moment with a credential in base64url. */
  show(credential: string, at: Instant): Promise<string>
}

/** A phone with a new key. */
export function aPhoneKey(): Phone {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    phoneKey: base64url(pointOf(publicKey)),
    show: (credential, at) => show(privateKey, credential, at),
  }
}

function pointOf(publicKey: KeyObject): Uint8Array {
  const { x, y } = publicKey.export({ format: 'jwk' })
  return concat(Uint8Array.of(4), fromBase64url(x!)!, fromBase64url(y!)!)
}

async function show(privateKey: KeyObject, credential: string, at: Instant): Promise<string> {
  return present(
    fromBase64url(credential)!,
    at,
    async (message) => sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    async (bytes) => createHash('sha256').update(bytes).digest(),
  )
}
