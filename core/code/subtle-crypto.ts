import type { Algorithm, CodeCrypto } from './crypto.ts'

/** The part of WebCrypto's `SubtleCrypto` that checking a code needs. Browsers, Node, Deno and workers have it as `crypto.subtle`. */
export interface Subtle<Key = unknown> {
  digest(algorithm: 'SHA-256', bytes: Bytes): Promise<ArrayBuffer>
  importKey(format: 'raw', bytes: Bytes, algorithm: Kind, extractable: false, usages: ['verify']): Promise<Key>
  verify(algorithm: Kind, key: Key, signature: Bytes, message: Bytes): Promise<boolean>
}

interface Kind {
  readonly name: string
  readonly namedCurve?: string
  readonly hash?: string
}

/** WebCrypto takes no memory that may be shared. */
type Bytes = Uint8Array<ArrayBuffer>

const HOW: Readonly<Record<Algorithm, { readonly import: Kind; readonly use: Kind }>> = {
  ES256: { import: { name: 'ECDSA', namedCurve: 'P-256' }, use: { name: 'ECDSA', hash: 'SHA-256' } },
  EdDSA: { import: { name: 'Ed25519' }, use: { name: 'Ed25519' } },
}

/** Verification and digest by WebCrypto. Rejects where the platform lacks the algorithm; `verifyCode` then says "unknown key". */
export function subtleCrypto<Key>(subtle: Subtle<Key>): CodeCrypto {
  return {
    async verify(algorithm, publicKey, signature, message) {
      const how = HOW[algorithm]
      const key = await subtle.importKey('raw', owned(publicKey), how.import, false, ['verify'])
      return subtle.verify(how.use, key, owned(signature), owned(message))
    },
    sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', owned(bytes))),
  }
}

/** The same bytes in memory of their own. */
function owned(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes)
}
