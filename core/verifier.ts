import { hex } from './bytes.ts'
import { readPublishedKey, type KeyText } from './code/published-key.ts'
import { subtleCrypto, type Subtle } from './code/subtle-crypto.ts'
import { verifyCode, type Verdict } from './code/verify.ts'
import { instant } from './instant.ts'

// What other people's programs take from us: `npm run pack:verifier` makes a package of this file.

/** What a verifier knows: the city's published keys, and the platform's cryptography (`crypto.subtle`). */
export interface Known<Key> {
  readonly keys: readonly KeyText[]
  readonly subtle: Subtle<Key>
  /** Whether codes of a demo city pass as genuine; they do not, unless this says so. */
  readonly acceptsDemo?: boolean
}

/**
 * A function that judges the text of a scanned code at a moment (milliseconds since 1970): genuine, not genuine, or cannot tell.
 * It throws on no text. Keys that cannot be read are left out: their codes are `unknown-key`. Without the colour list the colour in
 * a verdict is that of the moment of issue.
 */
export function makeVerifier<Key>(known: Known<Key>): (text: string, nowMs: number) => Promise<Verdict> {
  const keys = new Map(
    known.keys
      .map(readPublishedKey)
      .filter((key) => key !== undefined)
      .map((key) => [hex(key.kid), key]),
  )
  const crypto = subtleCrypto(known.subtle)
  const { acceptsDemo = false } = known
  return (text, nowMs) =>
    verifyCode(text, { now: instant(nowMs), keyOf: (kidHex) => keys.get(kidHex), crypto, acceptsDemo })
}
