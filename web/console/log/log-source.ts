import { sha256 } from '@noble/hashes/sha2.js'
import type { LogCrypto, NoteKey } from '../../../core/log/note.ts'
import { readKeyText } from '../../../core/log/note.ts'
import { KEY_PATH } from '../../../core/log/tiles.ts'
import type { ReadFile } from '../../../core/log/verify.ts'
import { webCrypto } from '../../kit/code-crypto.ts'

/** Checked in the browser, and not by the program that keeps the log. Hashes are made at once: the browser's own would wait for each. */
export const LOG_CRYPTO: LogCrypto = { verify: webCrypto.verify, sha256: (bytes) => sha256(bytes) }

/** The published log, file by file as everybody gets it. Rejects where the server cannot be reached. */
export const readLog: ReadFile = async (path) => {
  const answer = await fetch(`/log/${path}`, { cache: 'no-cache' })
  if (answer.status === 404) return undefined
  if (!answer.ok) throw new Error(`/log/${path} answers ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}

/** The key that the log is checked by: one that somebody has from elsewhere, or the one that lies beside it. */
export async function findKey(read: ReadFile, told: string): Promise<NoteKey | undefined> {
  const text = told.trim() === '' ? await read(KEY_PATH) : new TextEncoder().encode(told)
  return text && readKeyText(LOG_CRYPTO.sha256, new TextDecoder().decode(text).trim())
}
