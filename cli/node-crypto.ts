import { createPublicKey, hash, verify } from 'node:crypto'
import { base64url } from '../core/bytes.ts'
import type { Algorithm, CodeCrypto, PublicKey } from '../core/code/crypto.ts'

/** What checking a code needs, by node:crypto. */
export const nodeCrypto: CodeCrypto = {
  verify(algorithm, publicKey, signature, message) {
    const key = createPublicKey({ key: jwkOf(algorithm, publicKey), format: 'jwk' })
    return algorithm === 'ES256'
      ? verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
      : verify(null, message, key, signature)
  },
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
}

function jwkOf(algorithm: Algorithm, publicKey: PublicKey): JsonWebKey {
  if (algorithm === 'EdDSA') return { kty: 'OKP', crv: 'Ed25519', x: base64url(publicKey) }
  return { kty: 'EC', crv: 'P-256', x: base64url(publicKey.slice(1, 33)), y: base64url(publicKey.slice(33)) }
}
