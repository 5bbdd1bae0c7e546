// The constants of the code format (docs/code-format.md), apart so that the phone loads no more than it needs.

import { utf8 } from '../bytes.ts'

/** What every code begins with: name and version of the format. Its characters belong to the QR alphanumeric set. */
export const PREFIX = 'SSM1:'

/** The longest text that is looked at: what a QR code of version 13 at level M holds. */
export const MAX_TEXT_LENGTH = 483

/** How far the proof's time may be from the gate's. 90 s: a screenshot is stale soon after it is passed on, and honest clocks drift. */
export const FRESH_MS = 90_000

/** The last moment that a code can name, in seconds: 2100-01-01T00:00:00Z, the end of moments on the wire. */
export const LAST_SECOND = 4_102_444_800

/** The longest masked name, in UTF-8 bytes. */
export const MAX_NAME_BYTES = 24

/** Length of an issuing key's id, in bytes. */
export const KEY_ID_LENGTH = 8

// What is signed begins with one of these (COSE external_aad), so that no signature serves for anything else.
export const CREDENTIAL_CONTEXT = utf8('SSM1 credential')
export const PAPER_CONTEXT = utf8('SSM1 paper')
export const PROOF_CONTEXT = utf8('SSM1 proof')

/** The proof's protected header, always the same: {1: -7}, ES256 and nothing else; the key is the credential's. */
export const PROOF_HEADER = Uint8Array.of(0xa1, 0x01, 0x26)
