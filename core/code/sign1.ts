// COSE_Sign1 (RFC 9052) as bytes, for those who sign; reading and checking stand in cose.ts.

import { concat } from '../bytes.ts'
import { byteString, textString } from './heads.ts'

/** The bytes that a COSE_Sign1's signature covers (Sig_structure); `context` is its external_aad. */
export function toBeSigned(header: Uint8Array, context: Uint8Array, payload: Uint8Array): Uint8Array {
  return concat(
    Uint8Array.of(0x84),
    textString('Signature1'),
    byteString(header),
    byteString(context),
    byteString(payload),
  )
}

/** A COSE_Sign1: tag 18, protected header, empty unprotected map, payload, signature. */
export function sign1(header: Uint8Array, payload: Uint8Array, signature: Uint8Array): Uint8Array {
  return concat(
    Uint8Array.of(0xd2, 0x84),
    byteString(header),
    Uint8Array.of(0xa0),
    byteString(payload),
    byteString(signature),
  )
}
