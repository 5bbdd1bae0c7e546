import { hex, utf8 } from './bytes.ts'

/** What two organisations put their names to before it counts. */
export type ApprovalSubject = 'fact' | 'table' | 'batch' | 'area-list' | 'dry-run'

/**
 * The bytes that an officer's key signs to stand for something, named by its SHA-256. The first line keeps such a signature
 * apart from any other that the key could ever make.
 */
export function approvalStatement(subject: ApprovalSubject, hash: Uint8Array): Uint8Array {
  return utf8(`suishenma-approval-1\n${subject}\n${hex(hash)}\n`)
}
