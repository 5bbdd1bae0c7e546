// The phone's part, kept small: it stands in the citizen page's inline script.

import { concat } from '../bytes.ts'
import { SECOND, type Instant } from '../instant.ts'
import { encodeBase45 } from './base45.ts'
import { PREFIX, PROOF_CONTEXT, PROOF_HEADER } from './format.ts'
import { byteString, head } from './heads.ts'
import { lowS } from './low-s.ts'
import { sign1, toBeSigned } from './sign1.ts'

/**
 * The text of a code: the credential with a fresh proof that this phone holds its key. `at` is the server's time as the
 * phone knows it; its milliseconds are dropped. `sign` gives r and s (64 bytes) by the phone's key.
 */
export async function present(
  credential: Uint8Array,
  at: Instant,
  sign: (message: Uint8Array) => Promise<Uint8Array> | Uint8Array,
  sha256: (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array,
): Promise<string> {
  const payload = head(0, Math.floor(at / SECOND))
  const context = concat(PROOF_CONTEXT, await sha256(credential))
  const signature = lowS(await sign(toBeSigned(PROOF_HEADER, context, payload)))
  const proof = sign1(PROOF_HEADER, payload, signature)
  return PREFIX + encodeBase45(concat(head(4, 2), byteString(credential), byteString(proof)))
}
