import { encodeBase45 } from './base45.ts'
import { encodeCbor } from './cbor.ts'
import { signPayload } from './cose.ts'
import { encodeCredential, isPaper, type Credential, type PaperCredential } from './credential.ts'
import type { Signer } from './crypto.ts'
import { CREDENTIAL_CONTEXT, PAPER_CONTEXT, PREFIX } from './format.ts'

/**
 * Signs a credential: the bytes of a COSE_Sign1, for the phone to present or for a sheet to carry.
 * The phone's key is a point of P-256: who took it in has expanded it (`expandPoint`), and once is dear enough (50 µs).
 * Throws RangeError for claims that no verifier would accept.
 */
export async function issueCredential(credential: Credential | PaperCredential, signer: Signer): Promise<Uint8Array> {
  const context = isPaper(credential) ? PAPER_CONTEXT : CREDENTIAL_CONTEXT
  return signPayload(encodeCredential(credential), context, signer)
}

/** The text of a paper code's QR, from its signed credential. */
export function paperText(credential: Uint8Array): string {
  return PREFIX + encodeBase45(encodeCbor([credential]))
}
