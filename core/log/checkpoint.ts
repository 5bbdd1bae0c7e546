// The signed head of the tree (C2SP tlog-checkpoint): how many leaves there are, and the root over them.

import { base64, fromBase64 } from '../bytes.ts'
import { HASH_LENGTH, type Sha256 } from './hashes.ts'
import { openNote, signNote, type LogCrypto, type NoteFault, type NoteKey, type NoteSigner } from './note.ts'

/** The head of a tree. */
export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/** Signs the head of a log, whose origin is the name of its key. */
export function signCheckpoint(sha256: Sha256, { size, root }: TreeHead, signer: NoteSigner): string {
  return signNote(sha256, `${signer.name}\n${size}\n${base64(root)}\n`, signer)
}

/** The head that a log has signed, or why it is not taken. Never throws. */
export async function readCheckpoint(
  crypto: LogCrypto,
  note: string,
  key: NoteKey,
): Promise<({ readonly ok: true } & TreeHead) | { readonly ok: false; readonly because: NoteFault }> {
  const opened = await openNote(crypto, note, key)
  if (!opened.ok) return opened
  const [origin, size, encoded, ...more] = opened.text.split('\n')
  const root = fromBase64(encoded ?? '')
  const isHead = /^(0|[1-9]\d{0,14})$/.test(size ?? '') && root?.length === HASH_LENGTH && more.at(-1) === ''
  if (origin !== key.name || !isHead || !root) return { ok: false, because: 'malformed' }
  return { ok: true, size: Number(size), root }
}
