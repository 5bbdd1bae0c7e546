// Whether a scanned text is a code, whose, and by whom. The order of the checks is part of the format.

import { concat, hex } from '../bytes.ts'
import { after, instant, SECOND, within, type Instant, type Period } from '../instant.ts'
import { decodeBase45 } from './base45.ts'
import { decodeCbor } from './cbor.ts'
import { isProofHeader, readIssuerHeader, readSign1, verifySign1, type IssuerHeader, type Sign1 } from './cose.ts'
import { decodeCredential, isPaper, type Credential, type PaperCredential } from './credential.ts'
import type { Algorithm, CodeCrypto, PublicKey } from './crypto.ts'
import {
  CREDENTIAL_CONTEXT,
  FRESH_MS,
  LAST_SECOND,
  MAX_TEXT_LENGTH,
  PAPER_CONTEXT,
  PREFIX,
  PROOF_CONTEXT,
} from './format.ts'
import { expandPoint } from './p256.ts'
import { phoneKeyHash } from './phone-key.ts'

// A whole number of seconds in its longest form.
const MAX_TIME_BYTES = 9

/** A published key of an issuer. It may have signed credentials issued at or after `notBefore` and before `notAfter`. */
export interface IssuingKey {
  readonly kid: Uint8Array
  readonly issuer: string
  readonly algorithm: Algorithm
  readonly publicKey: PublicKey
  /** Of a demo city: refused by a gate that is none of its own. */
  readonly demo: boolean
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/** What a verifier brings along. `keyOf` finds an issuing key by its id in lower-case hexadecimal. */
export interface Verifier {
  readonly now: Instant
  readonly keyOf: (kidHex: string) => IssuingKey | undefined
  readonly crypto: CodeCrypto
  readonly acceptsDemo: boolean
}

/** Why a code is not genuine. */
export type Forgery = 'malformed' | 'signature' | 'proof' | 'expired' | 'demo-key' | 'wrong-issuer'

/** Genuine, not genuine, or the gate cannot tell, through no fault that is certainly the holder's. */
export type Verdict =
  | {
      readonly genuine: true
      readonly kind: 'presentation'
      readonly credential: Credential
      readonly keyId: string
      readonly issuingKey: IssuingKey
      /** First 16 bytes of SHA-256 over the phone's uncompressed point; with `shownAt` it names this presentation. */
      readonly phoneKeyHash: Uint8Array
      readonly shownAt: Instant
    }
  | {
      readonly genuine: true
      readonly kind: 'paper'
      readonly credential: PaperCredential
      readonly keyId: string
      readonly issuingKey: IssuingKey
    }
  | { readonly genuine: false; readonly because: Forgery }
  | { readonly genuine: 'unknown'; readonly because: 'clock' | 'unknown-key' }

/** A code taken apart, not yet believed. */
type Code =
  | { readonly kind: 'presentation'; readonly signed: Signed; readonly credential: Credential; readonly proof: Proof }
  | { readonly kind: 'paper'; readonly signed: Signed; readonly credential: PaperCredential }

interface Signed {
  readonly bytes: Uint8Array
  readonly message: Sign1
  readonly header: IssuerHeader
}

interface Proof {
  readonly message: Sign1
  readonly shownAt: Instant
}

/** Judges a scanned text. Never throws: whatever cannot be read is malformed, a key that cannot be used is unknown. */
export async function verifyCode(text: string, verifier: Verifier): Promise<Verdict> {
  const code = readCode(text)
  if (!code) return no('malformed')
  const keyId = hex(code.signed.header.kid)
  const issuingKey = verifier.keyOf(keyId)
  if (!issuingKey) return unknown('unknown-key')
  try {
    const forgery = await forgeryOf(code, issuingKey, verifier)
    if (forgery) return no(forgery)
    const { kind, credential } = code
    if (kind === 'presentation') return await judgePresentation(code, issuingKey, verifier)
    return judgeTimes(credential, verifier.now) ?? { genuine: true, kind, credential, keyId, issuingKey }
  } catch {
    // The verifier's own cryptography gave up, say on an algorithm that its browser lacks: no fault of the holder's.
    return unknown('unknown-key')
  }
}

function readCode(text: string): Code | undefined {
  if (text.length > MAX_TEXT_LENGTH || !text.startsWith(PREFIX)) return undefined
  const bytes = decodeBase45(text.slice(PREFIX.length))
  const parts = bytes && decodeCbor(bytes, MAX_TEXT_LENGTH)
  if (!Array.isArray(parts)) return undefined
  const [first, second] = parts
  if (!(first instanceof Uint8Array)) return undefined
  if (parts.length === 1) return readPaperCode(first)
  return parts.length === 2 && second instanceof Uint8Array ? readPresentation(first, second) : undefined
}

function readPresentation(credentialBytes: Uint8Array, proofBytes: Uint8Array): Code | undefined {
  const read = readSigned(credentialBytes)
  const proof = readProof(proofBytes)
  if (!read || isPaper(read.credential) || !proof) return undefined
  return { kind: 'presentation', signed: read.signed, credential: read.credential, proof }
}

function readPaperCode(bytes: Uint8Array): Code | undefined {
  const read = readSigned(bytes)
  return read && isPaper(read.credential)
    ? { kind: 'paper', signed: read.signed, credential: read.credential }
    : undefined
}

function readSigned(bytes: Uint8Array): { signed: Signed; credential: Credential | PaperCredential } | undefined {
  const message = readSign1(bytes, MAX_TEXT_LENGTH)
  const header = message && readIssuerHeader(message.header)
  const credential = message && decodeCredential(message.payload)
  return header && credential ? { signed: { bytes, message, header }, credential } : undefined
}

function readProof(bytes: Uint8Array): Proof | undefined {
  const message = readSign1(bytes, MAX_TEXT_LENGTH)
  if (!message || !isProofHeader(message.header)) return undefined
  const seconds = decodeCbor(message.payload, MAX_TIME_BYTES)
  if (typeof seconds !== 'number' || seconds < 0 || seconds > LAST_SECOND) return undefined
  return { message, shownAt: instant(seconds * SECOND) }
}

async function forgeryOf(code: Code, issuingKey: IssuingKey, verifier: Verifier): Promise<Forgery | undefined> {
  const { signed, credential } = code
  if (signed.header.algorithm !== issuingKey.algorithm) return 'signature'
  const context = code.kind === 'paper' ? PAPER_CONTEXT : CREDENTIAL_CONTEXT
  const { algorithm, publicKey } = issuingKey
  if (!(await verifySign1(signed.message, context, { algorithm, publicKey, crypto: verifier.crypto })))
    return 'signature'
  const used: Period = { from: issuingKey.notBefore, to: issuingKey.notAfter }
  if (!within(used, credential.issuedAt)) return 'signature'
  if (credential.issuer !== issuingKey.issuer) return 'wrong-issuer'
  return issuingKey.demo && !verifier.acceptsDemo ? 'demo-key' : undefined
}

async function judgePresentation(
  code: Code & { kind: 'presentation' },
  issuingKey: IssuingKey,
  verifier: Verifier,
): Promise<Verdict> {
  const { signed, credential, proof } = code
  const { crypto } = verifier
  const publicKey = (crypto.expandPoint ?? expandPoint)(credential.phoneKey)
  if (!publicKey) return no('malformed')
  const context = concat(PROOF_CONTEXT, await crypto.sha256(signed.bytes))
  if (!(await verifySign1(proof.message, context, { algorithm: 'ES256', publicKey, crypto }))) return no('proof')
  const { shownAt } = proof
  // Before the expiry: an old screenshot and a wrong clock look the same, and a wrong clock must never read as expired.
  const fresh: Period = { from: after(shownAt, -FRESH_MS), to: after(shownAt, FRESH_MS) }
  if (!within(fresh, verifier.now)) return unknown('clock')
  return (
    judgeTimes(credential, verifier.now) ?? {
      genuine: true,
      kind: 'presentation',
      credential,
      keyId: hex(signed.header.kid),
      issuingKey,
      phoneKeyHash: await phoneKeyHash(publicKey, crypto),
      shownAt,
    }
  )
}

/** A code from the future means a clock that is behind; one from the past has expired. */
function judgeTimes(credential: Credential | PaperCredential, now: Instant): Verdict | undefined {
  if (now < after(credential.issuedAt, -FRESH_MS)) return unknown('clock')
  return now >= credential.expires ? no('expired') : undefined
}

function no(because: Forgery): Verdict {
  return { genuine: false, because }
}

function unknown(because: 'clock' | 'unknown-key'): Verdict {
  return { genuine: 'unknown', because }
}
