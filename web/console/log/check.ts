import type { LogRecord } from '../../../contract/log.ts'
import { fromHex } from '../../../core/bytes.ts'
import { instant } from '../../../core/instant.ts'
import { readCheckpoint } from '../../../core/log/checkpoint.ts'
import { leafHash } from '../../../core/log/hashes.ts'
import { writeLeaf, type LoggedAct } from '../../../core/log/leaf.ts'
import type { LogCrypto, NoteKey } from '../../../core/log/note.ts'
import { isIncluded, proveInclusion } from '../../../core/log/proofs.ts'
import { CHECKPOINT_PATH } from '../../../core/log/tiles.ts'
import { treeOf, type ReadFile } from '../../../core/log/verify.ts'

/** A log to check by: its files, its key and the cryptography. */
export interface CheckedLog {
  readonly read: ReadFile
  readonly key: NoteKey
  readonly crypto: LogCrypto
}

/** Whether a record stands in the log: it does, it waits for its turn, it does not, or the log's signed head cannot be believed. */
export type Standing = 'in-the-log' | 'waits' | 'not-in-the-log' | 'head-not-signed'

/** Whether an act stands in the published log as the server tells it. Rejects where the log cannot be reached. */
export async function standingOf(record: LogRecord, log: CheckedLog): Promise<Standing> {
  const note = await log.read(CHECKPOINT_PATH)
  const head = note && (await readCheckpoint(log.crypto, new TextDecoder().decode(note), log.key))
  if (!head?.ok) return 'head-not-signed'
  if (record.leaf === undefined || record.leaf >= head.size) return 'waits'
  const { sha256 } = log.crypto
  const entry = writeLeaf(actOf(record))
  const path = await proveInclusion(treeOf({ read: log.read, sha256 }, head), record.leaf)
  const leaf = { hash: leafHash(sha256, entry), index: record.leaf, path }
  return isIncluded(sha256, leaf, head) ? 'in-the-log' : 'not-in-the-log'
}

/** The act of a record as its leaf would have it. */
export function actOf({ id, at, kind, commitment }: LogRecord): LoggedAct {
  return { id, at: instant(at), kind, commitment: fromHex(commitment) ?? new Uint8Array() }
}
