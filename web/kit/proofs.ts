import type { AppealProof, ProofTicket } from '../../contract/appeals.ts'
import { formatShanghai, instant } from '../../core/instant.ts'
import { APPEAL } from './dictionary/appeal.ts'
import { say } from './language.ts'

/** What a proof is, how large, and when it came: 照片 · 230 KB · 2026-11-27 08:21. */
export function proofWords({ type, bytes, at }: AppealProof): {
  readonly what: string
  readonly when: string
  readonly size: string
} {
  return {
    what: say(type === 'image/jpeg' ? APPEAL.proofPhoto : APPEAL.proofPdf),
    when: formatShanghai(instant(at)).slice(0, 16),
    size: sizeText(bytes),
  }
}

/** Has the browser save a proof from the origin where proofs are; it is an attachment, and the page stays. */
export function saveProof({ url }: ProofTicket): void {
  location.assign(url)
}

function sizeText(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1_024))
  return kilobytes < 1_024 ? `${kilobytes} KB` : `${(kilobytes / 1_024).toFixed(1)} MB`
}
