import { hex } from '../bytes.ts'
import type { CborMap } from '../code/cbor.ts'
import type { Signer } from '../code/crypto.ts'
import { LAST_SECOND } from '../code/format.ts'
import { instant, SECOND, type Instant } from '../instant.ts'
import { MAX_WITHDRAWN_FILE, WITHDRAWN_CLAIM, WITHDRAWN_CONTEXT } from './format.ts'
import { isCount, readSigned, signClaims, type Kind, type ListReader, type Read } from './signed.ts'

/** The phones whose credentials count no more, each until its credential would have ended anyway. */
export interface WithdrawnPhones {
  /** Greater each time that a phone is added. */
  readonly number: number
  readonly asOf: Instant
  /** When the credential expires, by the phone-key hash (16 bytes) in lower-case hexadecimal. */
  readonly phones: ReadonlyMap<string, Instant>
}

const HASH_LENGTH = 16
const ENTRY_LENGTH = HASH_LENGTH + 4

/** Whether a phone's credential was withdrawn. */
export function isWithdrawn(list: WithdrawnPhones, phoneKeyHash: Uint8Array): boolean {
  return list.phones.has(hex(phoneKeyHash))
}

/** Signs the list of withdrawn phones. Milliseconds are dropped. */
export async function signWithdrawn(list: WithdrawnPhones, signer: Signer): Promise<Uint8Array> {
  const inOrder = [...list.phones].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const entries = new Uint8Array(inOrder.length * ENTRY_LENGTH)
  const view = new DataView(entries.buffer)
  inOrder.forEach(([hash, expires], place) => {
    const at = place * ENTRY_LENGTH
    for (let byte = 0; byte < HASH_LENGTH; byte += 1)
      entries[at + byte] = parseInt(hash.slice(byte * 2, byte * 2 + 2), 16)
    view.setUint32(at + HASH_LENGTH, Math.floor(expires / SECOND))
  })
  return signClaims([[WITHDRAWN_CLAIM, [list.number, entries]]], {
    at: list.asOf,
    context: WITHDRAWN_CONTEXT,
    signer,
  })
}

/** Reads the list of withdrawn phones. Never throws. */
export async function readWithdrawn(bytes: Uint8Array, reader: ListReader): Promise<Read<WithdrawnPhones>> {
  return readSigned(bytes, KIND, reader)
}

const KIND: Kind<WithdrawnPhones> = { context: WITHDRAWN_CONTEXT, maxBytes: MAX_WITHDRAWN_FILE, decode }

function decode(claims: CborMap, asOf: Instant): WithdrawnPhones | undefined {
  const told = claims.get(WITHDRAWN_CLAIM)
  if (claims.size !== 2 || !Array.isArray(told) || told.length !== 2) return undefined
  const [number, entries] = told
  if (!isCount(number) || !(entries instanceof Uint8Array) || entries.length % ENTRY_LENGTH !== 0) return undefined
  const view = new DataView(entries.buffer, entries.byteOffset, entries.length)
  const phones = new Map<string, Instant>()
  let before = ''
  for (let at = 0; at < entries.length; at += ENTRY_LENGTH) {
    const hash = hex(entries.subarray(at, at + HASH_LENGTH))
    const seconds = view.getUint32(at + HASH_LENGTH)
    // Hashes ascend; so none stands twice.
    if (hash <= before || seconds > LAST_SECOND) return undefined
    before = hash
    phones.set(hash, instant(seconds * SECOND))
  }
  return { number, asOf, phones }
}
