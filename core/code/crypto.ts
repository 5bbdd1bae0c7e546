// The cryptography that is handed in: node:crypto on the server, WebCrypto in pages, something else in mini-programs.

/** COSE -7 (ECDSA on P-256 with SHA-256) and -8 (Ed25519). It belongs to the key's id, never to the message alone. */
export type Algorithm = 'ES256' | 'EdDSA'

/** A public key as bytes: for ES256 the uncompressed point (65, from 0x04), for EdDSA the 32 of RFC 8032. */
export type PublicKey = Uint8Array

/** What a verifier needs. */
export interface CodeCrypto {
  /** Whether a signature (64 bytes; for ES256 r and s) is right. Throws only where it cannot tell: an algorithm or a key unknown to it. */
  verify(
    algorithm: Algorithm,
    publicKey: PublicKey,
    signature: Uint8Array,
    message: Uint8Array,
  ): Promise<boolean> | boolean
  sha256(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array
  /** `expandPoint` of p256.ts as the platform does it, where it can, and as strictly: half the time under Node. */
  expandPoint?(compressed: Uint8Array): Uint8Array | undefined
}

/** An issuing key in use. */
export interface Signer {
  /** 8 bytes. */
  readonly kid: Uint8Array
  readonly algorithm: Algorithm
  /** 64 bytes: for ES256 r and s (either s will do), for EdDSA the signature of RFC 8032. */
  sign(message: Uint8Array): Promise<Uint8Array> | Uint8Array
}
