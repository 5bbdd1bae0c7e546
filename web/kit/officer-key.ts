// An officer's signing key: made in this browser, kept by it, and never readable, not even by our own pages.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { approvalStatement, type ApprovalSubject } from '../../core/approval.ts'
import { fromHex, hex } from '../../core/bytes.ts'
import type { SignedApproval } from '../../contract/signatures.ts'
import { webCrypto } from './code-crypto.ts'

/** A key pair whose private half signs and cannot be read out. */
export interface OfficerKey {
  /** SHA-256 of the public half in hexadecimal: the name by which the server knows the key. */
  readonly keyId: string
  /** SubjectPublicKeyInfo, DER, in base64. */
  readonly publicKey: string
  readonly privateKey: CryptoKey
}

interface OfficerSchema extends DBSchema {
  /** The key of each member of staff who has made one in this browser, by his id. */
  key: { key: string; value: OfficerKey }
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGN = { name: 'ECDSA', hash: 'SHA-256' } as const

/** The key that a member of staff has made in this browser; undefined: none yet, or in another browser. */
export async function findOfficerKey(staffId: string): Promise<OfficerKey | undefined> {
  return withStore((store) => store.get('key', staffId))
}

/** Makes a key for a member of staff and keeps it; it takes the place of an earlier one, which nobody can use from then on. */
export async function makeOfficerKey(staffId: string): Promise<OfficerKey> {
  const pair = await crypto.subtle.generateKey(P256, false, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const key = { keyId: hex(await webCrypto.sha256(spki)), publicKey: base64(spki), privateKey: pair.privateKey }
  await withStore((store) => store.put('key', key, staffId))
  return key
}

/** Signs for something, named by its SHA-256 in hexadecimal: the approval as the server takes it. */
export async function signApproval(key: OfficerKey, subject: ApprovalSubject, hash: string): Promise<SignedApproval> {
  const named = fromHex(hash)
  if (named?.length !== 32) throw new Error('what is signed is named by its SHA-256')
  const statement = new Uint8Array(approvalStatement(subject, named))
  const signature = new Uint8Array(await crypto.subtle.sign(SIGN, key.privateKey, statement))
  return { keyId: key.keyId, signature: base64(signature) }
}

async function withStore<Answer>(act: (store: IDBPDatabase<OfficerSchema>) => Promise<Answer>): Promise<Answer> {
  const store = await openDB<OfficerSchema>('officer', 1, { upgrade: (made) => void made.createObjectStore('key') })
  try {
    return await act(store)
  } finally {
    store.close()
  }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
