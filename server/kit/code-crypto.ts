// The code's cryptography by node:crypto, all of it synchronous: on one thread nothing is won by waiting.

import { createCipheriv, createPublicKey, ECDH, hash, sign, verify, type KeyObject } from 'node:crypto'
import { concat } from '../../core/bytes.ts'
import type { Algorithm, CodeCrypto, PublicKey, Signer } from '../../core/code/crypto.ts'
import { KEY_ID_LENGTH } from '../../core/code/format.ts'
import type { EncryptBlocks } from '../../core/permutation.ts'

// SubjectPublicKeyInfo up to the key's own bytes: importing a point takes 11 to 20 µs this way.
const SPKI_PREFIX: Readonly<Record<Algorithm, Uint8Array>> = {
  ES256: Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex'),
  EdDSA: Buffer.from('302a300506032b6570032100', 'hex'),
}

// Issuing keys come with every code and stay; phones' keys pass through once. Whatever was not used lately goes first.
const KEPT_KEYS = 64

/** SHA-256 by node:crypto. */
export function nodeSha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}

/** Verification, digest and points by node:crypto. Keys are kept imported, the least recently used go first. */
export function nodeCrypto(): Required<CodeCrypto> {
  const kept = new Map<string, KeyObject>()
  return {
    verify(algorithm, publicKey, signature, message) {
      const key = importKept(kept, algorithm, publicKey)
      return algorithm === 'ES256'
        ? verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
        : verify(null, message, key, signature)
    },
    sha256: nodeSha256,
    expandPoint,
  }
}

/** The public half of an issuing key on P-256 or Ed25519, of either of its halves. Its id is the first 8 bytes of SHA-256 over the raw key. */
export function issuingPublicKey(key: KeyObject): {
  kid: Uint8Array
  algorithm: Algorithm
  publicKey: PublicKey
} {
  const algorithm = algorithmOf(key)
  const spki = (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'der', type: 'spki' })
  const publicKey = new Uint8Array(spki.subarray(SPKI_PREFIX[algorithm].length))
  return { kid: new Uint8Array(hash('sha256', publicKey, 'buffer').subarray(0, KEY_ID_LENGTH)), algorithm, publicKey }
}

/** A signer with an issuing key's private half. */
export function nodeSigner(privateKey: KeyObject): Signer {
  const { kid, algorithm } = issuingPublicKey(privateKey)
  return {
    kid,
    algorithm,
    sign: (message) =>
      algorithm === 'ES256'
        ? sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })
        : sign(null, message, privateKey),
  }
}

/** AES-256-ECB under an epoch's key. One cipher lives on, since making one costs more than the ten blocks of a number. */
export function aesBlocks(key: Uint8Array): EncryptBlocks {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return (blocks) => cipher.update(blocks)
}

function algorithmOf(key: KeyObject): Algorithm {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA'
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256'
  throw new TypeError('an issuing key is on P-256 or Ed25519')
}

/** OpenSSL expands a point in 19 µs, our own arithmetic in 40. It would take longer forms too, so only the short one reaches it. */
function expandPoint(compressed: Uint8Array): Uint8Array | undefined {
  if (compressed.length !== 33 || (compressed[0] !== 2 && compressed[0] !== 3)) return undefined
  try {
    return ECDH.convertKey(compressed, 'prime256v1', undefined, undefined, 'uncompressed') as Buffer
  } catch {
    // The curve has no such point; OpenSSL has no other way to say so.
    return undefined
  }
}

function importKept(kept: Map<string, KeyObject>, algorithm: Algorithm, publicKey: PublicKey): KeyObject {
  const name = Buffer.from(publicKey).toString('latin1')
  const key =
    kept.get(name) ??
    createPublicKey({ key: Buffer.from(concat(SPKI_PREFIX[algorithm], publicKey)), format: 'der', type: 'spki' })
  kept.delete(name)
  kept.set(name, key)
  if (kept.size > KEPT_KEYS) kept.delete(kept.keys().next().value ?? name)
  return key
}
