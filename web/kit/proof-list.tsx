import './proof-list.css'
import type { AppealProof, ProofTicket } from '../../contract/appeals.ts'
import { formatShanghai, instant } from '../../core/instant.ts'
import { APPEAL } from './dictionary/appeal.ts'
import { say } from './language.ts'

/** Has the browser save a proof from the origin where proofs are; it is an attachment, and the page stays. */
export function saveProof({ url }: ProofTicket): void {
  location.assign(url)
}

/** The proofs of an appeal, each to be opened. */
export function ProofList(props: { proofs: readonly AppealProof[]; onOpen: (proofId: string) => void }) {
  const { proofs, onOpen } = props
  if (proofs.length === 0) return <p class="soft">{say(APPEAL.proofsNone)}</p>
  return (
    <ul class="proofs">
      {proofs.map(({ proofId, at, type, bytes }) => {
        const what = say(type === 'image/jpeg' ? APPEAL.proofPhoto : APPEAL.proofPdf)
        const when = formatShanghai(instant(at)).slice(0, 16)
        return (
          <li key={proofId}>
            <span>
              {what} · {sizeText(bytes)} · {when}
            </span>{' '}
            <button type="button" class="button" onClick={() => onOpen(proofId)}>
              {say(APPEAL.proofOpen)}
              <span class="spoken">
                {what} {when}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function sizeText(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1_024))
  return kilobytes < 1_024 ? `${kilobytes} KB` : `${(kilobytes / 1_024).toFixed(1)} MB`
}
