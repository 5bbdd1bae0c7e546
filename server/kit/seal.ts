import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IdentityDocument } from '../../core/document.ts'

/** The keys that live outside the database; each is 32 bytes. */
export interface MasterKeys {
  /** Wraps the keys of persons. */
  readonly kek: Uint8Array
  readonly blindIndex: Uint8Array
  readonly evaluatorMac: Uint8Array
  /** Seals what is no person's own: sign-ins under way, held entries, guards' PINs. */
  readonly cookie: Uint8Array
}

/** The version of the wrapping key that new rows carry. */
export const KEY_VERSION = 1

const NONCE_LENGTH = 12
const TAG_LENGTH = 16

/** AES-256-GCM: nonce, ciphertext, tag. `context` is bound but not stored, so that bytes moved to another row do not open. */
export function seal(
  world: { random: (bytes: number) => Uint8Array },
  key: Uint8Array,
  context: string,
  plain: Uint8Array,
): Uint8Array {
  const nonce = world.random(NONCE_LENGTH)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context))
  const ciphertext = cipher.update(plain)
  // GCM ends without a further block.
  cipher.final()
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()])
}

/** The plain bytes of `seal`; throws when key, context or bytes are not the ones it was sealed with. */
export function unseal(key: Uint8Array, context: string, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_LENGTH), { authTagLength: TAG_LENGTH })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_LENGTH))
  const plain = decipher.update(sealed.subarray(NONCE_LENGTH, sealed.length - TAG_LENGTH))
  // Throws where anything is not as it was sealed: before that nobody has seen what came out.
  decipher.final()
  return plain
}

/** A value as sealed JSON. */
export function sealJson(
  world: { random: (bytes: number) => Uint8Array },
  key: Uint8Array,
  context: string,
  value: unknown,
): Uint8Array {
  return seal(world, key, context, Buffer.from(JSON.stringify(value)))
}

/** The value of `sealJson`; the caller names its type, which is right because `context` is. */
export function unsealJson<Value>(key: Uint8Array, context: string, sealed: Uint8Array): Value {
  return JSON.parse(Buffer.from(unseal(key, context, sealed)).toString('utf8')) as Value
}

/** A new key for one person, and the same wrapped for the database. */
export function newPersonKey(
  world: { random: (bytes: number) => Uint8Array; keys: MasterKeys },
  personId: string,
): { key: Uint8Array; wrapped: Uint8Array } {
  const key = world.random(32)
  return { key, wrapped: seal(world, world.keys.kek, `person-key:${personId}`, key) }
}

/** The key of a person out of the database's wrapped one. */
export function personKey(keys: MasterKeys, personId: string, wrapped: Uint8Array): Uint8Array {
  return unseal(keys.kek, `person-key:${personId}`, wrapped)
}

/** The keyed hash by which something is found without standing in the database; `kind` keeps namespaces apart. */
export function blindIndex(
  keys: MasterKeys,
  kind: 'document' | 'subject' | 'area' | 'request' | 'row' | 'gate-code' | 'staff-code' | 'claim-place',
  text: string,
): Uint8Array {
  return createHmac('sha256', keys.blindIndex).update(`${kind}\n${text}`).digest()
}

/** The blind index of a document in canonical form. */
export function documentHash(keys: MasterKeys, document: IdentityDocument): Uint8Array {
  return blindIndex(keys, 'document', `${document.type}:${document.number}`)
}

/** SHA-256. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** HMAC-SHA-256. */
export function mac(key: Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', key).update(text).digest()
}

/** Whether two secrets are the same, in time that tells nothing. */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
