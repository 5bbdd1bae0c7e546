import type { CodeCrypto } from './crypto.ts'

/** The short name of a phone's key in replay checks and in the list of withdrawn phones: 16 bytes, from the uncompressed point (65). */
export async function phoneKeyHash(point: Uint8Array, crypto: Pick<CodeCrypto, 'sha256'>): Promise<Uint8Array> {
  return (await crypto.sha256(point)).slice(0, 16)
}
