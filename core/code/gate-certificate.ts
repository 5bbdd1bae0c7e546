// What makes a device the one of a gate, also when the server is gone: a CWT (RFC 8392) by an issuing key, for three days at most.

import { hex, utf8 } from '../bytes.ts'
import { after, HOUR, within, type Instant } from '../instant.ts'
import { isUuid } from '../uuid.ts'
import { decodeCbor, encodeCbor, isMap, type Cbor } from './cbor.ts'
import { commonClaims, confirmation, readCommon, readConfirmation, type CommonClaims } from './claims.ts'
import { readIssuerHeader, readSign1, signPayload, verifySign1 } from './cose.ts'
import type { CodeCrypto, Signer } from './crypto.ts'
import { FRESH_MS } from './format.ts'
import type { IssuingKey } from './verify.ts'

/** That a device works at a gate, until `expires`. Moments are whole seconds. */
export interface GateCertificate extends CommonClaims {
  readonly deviceId: string
  readonly gateId: string
  /** Compressed point of P-256, 33 bytes; its other half never leaves the device. */
  readonly deviceKey: Uint8Array
}

/** What the reader of a certificate brings along. `keyOf` finds an issuing key by its id in lower-case hexadecimal. */
export interface GateCertificateReader {
  readonly now: Instant
  readonly keyOf: (kidHex: string) => IssuingKey | undefined
  readonly crypto: CodeCrypto
}

/**
 * A certificate that counts now, or why not. `clock`: it begins only later, so the reader's clock is behind.
 * `unknown-key`: nobody can tell yet; newer issuing keys may help. None of these is the fault of anybody who is scanned.
 */
export type ReadGateCertificate =
  | { readonly ok: true; readonly certificate: GateCertificate }
  | { readonly ok: false; readonly because: 'malformed' | 'unknown-key' | 'signature' | 'clock' | 'expired' }

/** The longest life of a certificate: a device that was switched off works no longer than this without the network. */
export const GATE_CERTIFICATE_LIFE = 72 * HOUR

const CONTEXT = utf8('SSM1 gate')
// RFC 8392: the subject is the device. Private claims lie below -65536; those before this one belong to codes and lists.
const SUBJECT = 2
const GATE_CLAIM = -65_543
const MAX_BYTES = 512

/** Signs a certificate: the bytes of a COSE_Sign1. Milliseconds are dropped. Throws RangeError for one that no reader would take. */
export async function issueGateCertificate(certificate: GateCertificate, signer: Signer): Promise<Uint8Array> {
  const payload = encodeCbor(
    new Map<number, Cbor>([
      ...commonClaims(certificate),
      [SUBJECT, certificate.deviceId],
      [8, confirmation(certificate.deviceKey)],
      [GATE_CLAIM, certificate.gateId],
    ]),
  )
  if (!readClaims(payload)) throw new RangeError('these claims are no valid gate certificate')
  return signPayload(payload, CONTEXT, signer)
}

/** Reads a certificate. Never throws. */
export async function readGateCertificate(
  bytes: Uint8Array,
  reader: GateCertificateReader,
): Promise<ReadGateCertificate> {
  const message = readSign1(bytes, MAX_BYTES)
  const header = message && readIssuerHeader(message.header)
  const certificate = message && readClaims(message.payload)
  if (!header || !certificate) return refused('malformed')
  const key = reader.keyOf(hex(header.kid))
  if (!key) return refused('unknown-key')
  if (header.algorithm !== key.algorithm) return refused('signature')
  try {
    const { algorithm, publicKey } = key
    if (!(await verifySign1(message, CONTEXT, { algorithm, publicKey, crypto: reader.crypto })))
      return refused('signature')
  } catch {
    // The reader's own cryptography gave up, say on an algorithm that its browser lacks.
    return refused('unknown-key')
  }
  if (key.issuer !== certificate.issuer) return refused('signature')
  if (!within({ from: key.notBefore, to: key.notAfter }, certificate.issuedAt)) return refused('signature')
  if (reader.now < after(certificate.issuedAt, -FRESH_MS)) return refused('clock')
  return reader.now < certificate.expires ? { ok: true, certificate } : refused('expired')
}

function readClaims(bytes: Uint8Array): GateCertificate | undefined {
  const claims = decodeCbor(bytes, MAX_BYTES)
  if (!isMap(claims) || claims.size !== 6) return undefined
  const common = readCommon(claims)
  const [deviceId, gateId] = [claims.get(SUBJECT), claims.get(GATE_CLAIM)]
  const deviceKey = readConfirmation(claims.get(8))
  if (!common || common.expires > after(common.issuedAt, GATE_CERTIFICATE_LIFE)) return undefined
  if (typeof deviceId !== 'string' || typeof gateId !== 'string' || !isUuid(deviceId) || !isUuid(gateId))
    return undefined
  return deviceKey && { ...common, deviceId, gateId, deviceKey }
}

function refused(because: Extract<ReadGateCertificate, { ok: false }>['because']): ReadGateCertificate {
  return { ok: false, because }
}
