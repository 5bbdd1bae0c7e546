import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto'
import { concat } from '../../core/bytes.ts'

// Signatures of officers, sources and organisations: ECDSA on P-256 with SHA-256. Browsers write them as r and s, 32 bytes each,
// openssl in DER; they are kept as r and s.

const RAW_LENGTH = 64

/** Whether bytes are a public key on P-256 (SubjectPublicKeyInfo, DER). */
export function isP256(spki: Uint8Array): boolean {
  return importKey(spki) !== undefined
}

/** The name of a key: SHA-256 of its SubjectPublicKeyInfo in hexadecimal. */
export function keyIdOf(spki: Uint8Array): string {
  return hash('sha256', spki, 'hex')
}

/** Whether a key made a signature (r and s) over bytes. */
export function isSignature(spki: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = importKey(spki)
  return (
    key !== undefined &&
    signature.length === RAW_LENGTH &&
    verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
  )
}

/** A signature as r and s, however it was written; undefined for what is none. */
export function rawSignature(signature: Uint8Array): Uint8Array | undefined {
  if (signature.length === RAW_LENGTH) return signature
  // SEQUENCE { INTEGER r, INTEGER s }, each at most 33 bytes, so that every length is one byte.
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2) return undefined
  const r = integerAt(signature, 2)
  const s = r && integerAt(signature, r.end)
  return r && s?.end === signature.length ? concat(r.value, s.value) : undefined
}

function integerAt(der: Uint8Array, at: number): { value: Uint8Array; end: number } | undefined {
  const length = der[at + 1] ?? 0
  const end = at + 2 + length
  if (der[at] !== 0x02 || length === 0 || end > der.length) return undefined
  const significant = der.subarray(at + 2, end)
  const bytes = significant[0] === 0 ? significant.subarray(1) : significant
  if (bytes.length > 32) return undefined
  const value = new Uint8Array(32)
  value.set(bytes, 32 - bytes.length)
  return { value, end }
}

function importKey(spki: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined
  } catch {
    // OpenSSL has no other way to say that this is no key.
    return undefined
  }
}
