import { base64url, concat, fromBase64url, fromHex, hex } from '../bytes.ts'
import { instant } from '../instant.ts'
import type { Algorithm } from './crypto.ts'
import { KEY_ID_LENGTH } from './format.ts'
import type { IssuingKey } from './verify.ts'

/** An issuing key as it is published: coordinates in base64url (EdDSA has no `y`), the id in hexadecimal, moments in ms. */
export interface KeyText {
  kid: string
  issuer: string
  algorithm: Algorithm
  x: string
  y?: string
  demo: boolean
  notBefore: number
  notAfter: number
}

/** The published form of an issuing key. */
export function publishKey(key: IssuingKey): KeyText {
  const { issuer, algorithm, demo, notBefore, notAfter, publicKey } = key
  const point =
    algorithm === 'ES256'
      ? { x: base64url(publicKey.slice(1, 33)), y: base64url(publicKey.slice(33)) }
      : { x: base64url(publicKey) }
  return { kid: hex(key.kid), issuer, algorithm, ...point, demo, notBefore, notAfter }
}

/** The issuing key that was published so; undefined when id or coordinates have the wrong length. */
export function readPublishedKey(text: KeyText): IssuingKey | undefined {
  const kid = fromHex(text.kid)
  const publicKey = readPublicKey(text)
  if (kid?.length !== KEY_ID_LENGTH || !publicKey) return undefined
  const { issuer, algorithm, demo } = text
  const [notBefore, notAfter] = [instant(text.notBefore), instant(text.notAfter)]
  return { kid, issuer, algorithm, publicKey, demo, notBefore, notAfter }
}

function readPublicKey(text: KeyText): Uint8Array | undefined {
  const x = fromBase64url(text.x)
  if (x?.length !== 32) return undefined
  if (text.algorithm === 'EdDSA') return text.y === undefined ? x : undefined
  const y = text.y === undefined ? undefined : fromBase64url(text.y)
  return y?.length === 32 ? concat(Uint8Array.of(4), x, y) : undefined
}
