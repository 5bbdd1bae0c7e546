// A signed note (C2SP signed-note): a text that ends in a newline, an empty line, and signatures of a line each.

import { base64, concat, fromBase64, fromHex, hex, sameBytes, utf8 } from '../bytes.ts'
import type { CodeCrypto } from '../code/crypto.ts'
import type { Sha256 } from './hashes.ts'

/** The cryptography that reading a log takes. */
export interface LogCrypto extends Pick<CodeCrypto, 'verify'> {
  readonly sha256: Sha256
}

/** Whose signature counts: an Ed25519 key by the name of its log. */
export interface NoteKey {
  readonly name: string
  /** 32 bytes of RFC 8032. */
  readonly publicKey: Uint8Array
}

/** Who signs notes. */
export interface NoteSigner extends NoteKey {
  sign(message: Uint8Array): Uint8Array
}

/** Why a note is not taken. */
export type NoteFault = 'malformed' | 'unsigned' | 'signature'

const ED25519 = Uint8Array.of(1)
const ID_LENGTH = 4
const DASH = '\u2014'
/** Room for a checkpoint with the signatures of many witnesses. */
const LONGEST_NOTE = 100_000
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u

/** The text that tells others a key: `name+id+key`, as other programs for notes take it. */
export function keyText(sha256: Sha256, key: NoteKey): string {
  return `${key.name}+${hex(keyId(sha256, key))}+${base64(concat(ED25519, key.publicKey))}`
}

/** The key that such a text tells; undefined where it tells none, or where id and key do not belong together. */
export function readKeyText(sha256: Sha256, text: string): NoteKey | undefined {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? []
  const bytes = fromBase64(encoded ?? '')
  if (name === undefined || id === undefined || bytes?.length !== 33 || bytes[0] !== ED25519[0]) return undefined
  const key = { name, publicKey: bytes.slice(1) }
  return sameBytes(keyId(sha256, key), fromHex(id) ?? new Uint8Array()) ? key : undefined
}

/** Whether a name may stand in a signature. */
export function isNoteName(name: string): boolean {
  return /^[^\s+]{1,200}$/u.test(name)
}

/** Signs a text, which has to end in a newline. */
export function signNote(sha256: Sha256, text: string, signer: NoteSigner): string {
  const signature = concat(keyId(sha256, signer), signer.sign(utf8(text)))
  return `${text}\n${DASH} ${signer.name} ${base64(signature)}\n`
}

/** The text of a note that a key has signed, or why not. Signatures of others are left alone. Never throws. */
export async function openNote(
  crypto: LogCrypto,
  note: string,
  key: NoteKey,
): Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly because: NoteFault }> {
  const end = note.lastIndexOf('\n\n')
  if (note.length > LONGEST_NOTE || end < 0 || !note.endsWith('\n')) return { ok: false, because: 'malformed' }
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n')
  const signatures = lines.map((line) => SIGNATURE_LINE.exec(line))
  if (signatures.includes(null)) return { ok: false, because: 'malformed' }
  const id = keyId(crypto.sha256, key)
  const ours = signatures
    .filter((signature) => signature?.[1] === key.name)
    .map((signature) => fromBase64(signature?.[2] ?? '') ?? new Uint8Array())
    .filter((bytes) => sameBytes(bytes.slice(0, ID_LENGTH), id))
  if (ours.length === 0) return { ok: false, because: 'unsigned' }
  for (const bytes of ours) {
    const isRight = await verified(crypto, key, { signature: bytes.slice(ID_LENGTH), text })
    if (!isRight) return { ok: false, because: 'signature' }
  }
  return { ok: true, text }
}

async function verified(
  crypto: LogCrypto,
  key: NoteKey,
  of: { signature: Uint8Array; text: string },
): Promise<boolean> {
  try {
    return await crypto.verify('EdDSA', key.publicKey, of.signature, utf8(of.text))
  } catch {
    // A key that is no point of the curve.
    return false
  }
}

function keyId(sha256: Sha256, { name, publicKey }: NoteKey): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), ED25519, publicKey)).slice(0, ID_LENGTH)
}
